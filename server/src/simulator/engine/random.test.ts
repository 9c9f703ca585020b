import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RandomStream } from './random.ts';

describe('the generator', () => {
  // Computed by an independent implementation in C of the same hash and of sfc32.
  test.each([
    [0, '', [3573288058, 2711786980, 3411964059, 1141430952]],
    [1, 'network', [2089339563, 270649097, 3581584022, 3074009193]],
    [-42, 'client 7', [1156901167, 3526121794, 4135928867, 855737476]],
    [Number.MAX_SAFE_INTEGER, 'x', [3021302867, 397532647, 3223460288, 3542601987]],
  ])('seed %d, name "%s" gives fixed words', (seed, name, words) => {
    const stream = new RandomStream(seed, name);
    expect(words.map(() => stream.nextUint32())).toEqual(words);
  });

  test('what is derived from the words is fixed too', () => {
    const stream = new RandomStream(7, 'derived');
    const drawn = [
      stream.uniform(),
      stream.integer(1, 6),
      stream.integer(-(2 ** 40), 2 ** 40),
      stream.exponential(1000),
      stream.exponential(1000),
    ];
    expect(drawn).toMatchInlineSnapshot(`
      [
        0.6081378234684468,
        1,
        835330519568,
        639.2152124911685,
        1555.732286676542,
      ]
    `);
  });

  test('streams with another seed or another name are others', () => {
    const first = (seed: number, name: string) => new RandomStream(seed, name).nextUint32();
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 40];
    const names = ['', 'a', 'b', 'ab', 'ba', 'á', '\u0161', 'client 1', 'client 11'];
    const all = seeds.flatMap((seed) => names.map((name) => first(seed, name)));
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('seed %d is refused', (seed) => {
    expect(() => new RandomStream(seed, 'x')).toThrow(RangeError);
  });
});

describe('ranges', () => {
  const safe = fc.maxSafeInteger();

  test('integers are within their bounds', () => {
    fc.assert(
      fc.property(safe, safe, safe, (seed, x, y) => {
        const [min, max] = x < y ? [x, y] : [y, x];
        fc.pre(Number.isSafeInteger(max - min));
        const drawn = new RandomStream(seed, 'bounds').integer(min, max);
        expect(Number.isInteger(drawn) && drawn >= min && drawn <= max).toBe(true);
      }),
    );
  });

  test('both bounds are reached, and one value needs no luck', () => {
    const stream = new RandomStream(3, 'small');
    const seen = new Set(Array.from({ length: 200 }, () => stream.integer(-2, 2)));
    expect([...seen].sort((x, y) => x - y)).toEqual([-2, -1, 0, 1, 2]);
    expect(stream.integer(5, 5)).toBe(5);
  });

  test.each([
    [2, 1],
    [0.5, 1],
    [0, 1.5],
    [0, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
    [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('bounds %d … %d are refused', (min, max) => {
    expect(() => new RandomStream(1, 'x').integer(min, max)).toThrow(RangeError);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('mean %d is refused', (mean) => {
    expect(() => new RandomStream(1, 'x').exponential(mean)).toThrow(RangeError);
  });

  test('a mean of 0 gives 0', () => {
    expect(new RandomStream(1, 'x').exponential(0)).toBe(0);
  });
});

/** The greatest distance between the distribution of the samples and the one expected (Kolmogorov, Smirnov). */
function distance(samples: number[], cumulative: (x: number) => number): number {
  const n = samples.length;
  const sorted = samples.toSorted((x, y) => x - y);
  return Math.max(...sorted.map((x, i) => Math.max((i + 1) / n - cumulative(x), cumulative(x) - i / n)));
}

describe('distributions', () => {
  // Seeds are fixed, so these either hold for ever or never. 1.95 / √n is the 0.1 % point of the statistic.
  const n = 20_000;
  const bound = 1.95 / Math.sqrt(n);

  test('uniform is uniform from 0 to 1', () => {
    const stream = new RandomStream(11, 'uniform');
    const samples = Array.from({ length: n }, () => stream.uniform());
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...samples)).toBeLessThan(1);
    expect(distance(samples, (x) => x)).toBeLessThan(bound);
  });

  test('exponential has the distribution 1 − e^(−x / mean)', () => {
    const stream = new RandomStream(12, 'exponential');
    const samples = Array.from({ length: n }, () => stream.exponential(250));
    expect(distance(samples, (x) => 1 - Math.exp(-x / 250))).toBeLessThan(bound);
  });

  test('integers are equally likely, also where the span is not a power of two', () => {
    const stream = new RandomStream(13, 'integer');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < n; i++) {
      const drawn = stream.integer(0, 9);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // 0.1 % point for nine degrees of freedom
  });
});

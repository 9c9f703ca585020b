/**
 * Named random streams. Each source of chance in a run (a network path, the keys of a client) draws from a stream of
 * its own, so that a draw more or less in one place changes nothing elsewhere, and two variants of a scenario meet the
 * same luck.
 *
 * Only 32-bit integer steps and exactly rounded float64 operations are used (no `Math.log`, whose last bit differs
 * between engines): Node and every browser draw the same numbers, bit for bit.
 */

const WORD = 2 ** 32;

/** Three 32-bit words from a seed and a name: FNV-1a over both, each word finished as in MurmurHash3. */
function hash(seed: number, name: string): [number, number, number] {
  let state = 0x811c9dc5;
  const add = (unit: number): void => {
    state = Math.imul(state ^ unit, 0x01000193);
  };
  for (const half of [seed | 0, Math.floor(seed / WORD) | 0]) {
    for (let shift = 0; shift < 32; shift += 8) add((half >>> shift) & 0xff);
  }
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    add(unit & 0xff);
    add(unit >>> 8);
  }
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return bits ^ (bits >>> 16);
  };
  return [word(), word(), word()];
}

/** A stream of random numbers, fixed by its seed and its name. The generator is sfc32 (Chris Doty-Humphrey, PractRand). */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** `seed` is any safe integer; throws a RangeError otherwise. Streams of different names are unrelated. */
  constructor(seed: number, name: string) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`seed ${seed} is not a safe integer`);
    [this.a, this.b, this.c] = hash(seed, name);
    for (let round = 0; round < 15; round++) this.nextUint32();
  }

  /** An integer from 0 to 2^32 − 1. */
  nextUint32(): number {
    const result = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A number from 0 up to but not including 1, a multiple of 2^−53. */
  uniform(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * An integer from `minInclusive` to `maxInclusive`, each equally likely. Throws a RangeError when the bounds are not
   * integers in order, or further apart than 2^53 − 1.
   */
  integer(minInclusive: number, maxInclusive: number): number {
    const span = maxInclusive - minInclusive;
    if (!Number.isSafeInteger(minInclusive) || !Number.isSafeInteger(span) || span < 0) {
      throw new RangeError(`no integers from ${minInclusive} to ${maxInclusive} to choose from`);
    }
    if (span === 0) return minInclusive;
    // Draws as many bits as the span has, again until they are within it: exact, fewer than two tries on average.
    const top = Math.floor(span / WORD);
    const mask = 0xffff_ffff >>> Math.clz32(top === 0 ? span : top);
    let offset: number;
    do {
      offset = (this.nextUint32() & mask) >>> 0;
      if (top > 0) offset = offset * WORD + this.nextUint32();
    } while (offset > span);
    return minInclusive + offset;
  }

  /**
   * An exponentially distributed number with this mean: not negative, not an integer in general. Throws a RangeError
   * when the mean is negative or not finite.
   *
   * John von Neumann's method ("Various techniques used in connection with random digits", 1951), which only compares:
   * in a sequence of uniform numbers, the falling run at the start, beginning with x, has odd length with probability
   * e^−x. Then x is the fraction of the result; every even run before it adds one whole.
   */
  exponential(mean: number): number {
    if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) throw new RangeError(`mean ${mean} is negative or not finite`);
    for (let whole = 0; ; whole++) {
      const first = this.uniform();
      let last = first;
      let next = this.uniform();
      let odd = true;
      while (next < last) {
        odd = !odd;
        last = next;
        next = this.uniform();
      }
      if (odd) return mean * (whole + first);
    }
  }
}

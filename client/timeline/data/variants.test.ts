import { expect, it } from 'vitest';
import { place, syntheticRun } from '../test/synthetic.ts';
import { figuresOfVariants, variantsOf } from './variants.ts';

const run = (title: string, variant: string, file = 'orders.tcsim') => ({
  ...syntheticRun({ variant, clients: 1, duration: 60 }),
  title,
  expectations: [],
  places: [{ ...place(0), file }],
});

it('variants are the neighbours of one name and one file', () => {
  const runs = [
    run('a', ''),
    run('b', 'x = 1'),
    run('b', 'x = 2'),
    run('b', 'x = 1', 'other.tcsim'),
    run('c', 'y = 1'),
  ];
  expect(runs.map((_, index) => variantsOf(runs, index))).toEqual([[], [1, 2], [1, 2], [], []]);
  expect(variantsOf(runs, 9)).toEqual([]);
});

it('figures tell whether they differ', () => {
  const [first = []] = figuresOfVariants([syntheticRun({ clients: 1 }), syntheticRun({ clients: 3 })]);
  expect(first.filter(({ differs }) => differs).map(({ name }) => name)).toEqual(['calls failed', 'time to active']);
  expect(figuresOfVariants([syntheticRun()])[0]?.some(({ differs }) => differs)).toBe(false);
});

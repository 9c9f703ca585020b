import { expect, test } from 'vitest';
import { RULES } from '../index.ts';
import { WITHOUT_DEMONSTRATION } from './without.ts';

const shown = RULES.filter((rule) => rule.phase !== 'runtime' && rule.demonstration !== undefined).map(({ id }) => id);
const notShown = Object.keys(WITHOUT_DEMONSTRATION);

test('every rule has a demonstration or says why there is none, never both', () => {
  const ids: readonly string[] = RULES.map(({ id }) => id);
  expect([...shown, ...notShown].sort()).toEqual([...ids].sort());
});

test.each(Object.entries(WITHOUT_DEMONSTRATION))('%s says so in whole sentences', (_, reason) => {
  expect(reason).toMatch(/^Nothing (more )?to simulate: .{20,}\.$/);
});

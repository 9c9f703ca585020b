import { expect, test } from 'vitest';
import { buildProgram, symbolAt } from './index.ts';

const TEXT = `let gc = 70s
cluster orders {
  stripe main { server tsa-1 { host h1 }  server tsa-2 }
}
client shop x 3 {
  cluster orders
  host h1
  cache sessions
}
client web { cluster orders  jvm j1  cache sessions }
scenario "s" {
  duration 5min
  for victim in [tsa-1, tsa-2]
  with orders { restartable true }
  with shop.sessions { consistency strong }
  at 10s pause shop-2 for gc
  at 20s crash victim
  every 1s shop get sessions
  when tsa-2 becomes active: cut web from main
  expect no get on shop.sessions fails
  expect no get on sessions fails
}
`;

const { symbols, diagnostics } = buildProgram('test.tcsim', TEXT);

/** Line and text of each place. */
const show = (places: readonly { start: number; end: number }[]): string[] =>
  places.map(({ start, end }) => `${TEXT.slice(0, start).split('\n').length} ${TEXT.slice(start, end)}`);

test('every name with its declarations and uses', () => {
  expect(diagnostics).toEqual([]);
  const table = symbols.map(
    ({ kind, name, declarations, references }) =>
      `${kind} ${name}: ${show(declarations).join(', ')} | ${show(references).join(', ')}`,
  );
  expect(table.sort()).toMatchInlineSnapshot(`
    [
      "cache sessions: 8 sessions, 10 sessions | 15 sessions, 18 sessions, 20 sessions, 21 sessions",
      "client shop: 5 shop | 15 shop, 16 shop, 18 shop, 20 shop",
      "client web: 10 web | 19 web",
      "cluster orders: 2 orders | 6 orders, 10 orders, 14 orders",
      "host h1: 3 h1, 7 h1 | ",
      "jvm j1: 10 j1 | ",
      "scenario "s": 11 "s" | ",
      "server tsa-1: 3 tsa-1 | 13 tsa-1",
      "server tsa-2: 3 tsa-2 | 13 tsa-2, 19 tsa-2",
      "stripe main: 3 main | 19 main",
      "value gc: 1 gc | 16 gc",
      "value victim: 13 victim | 17 victim",
    ]
  `);
});

test('the symbol at a place', () => {
  const at = (text: string, nth = 0): string | undefined => {
    let offset = -1;
    for (let i = 0; i <= nth; i++) offset = TEXT.indexOf(text, offset + 1);
    const symbol = symbolAt(symbols, 0, offset + 1);
    return symbol === undefined ? undefined : `${symbol.kind} ${symbol.name}`;
  };
  expect(at('shop-2')).toBe('client shop');
  expect(at('gc', 1)).toBe('value gc');
  expect(at('sessions', 2)).toBe('cache sessions');
  expect(at('duration')).toBeUndefined();
});

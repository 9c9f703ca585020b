/** Rules that can be broken in several ways, or by settings that leave nothing to show. */
import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { analyse, run } from './index.ts';

const tenth = (settings: string, rest = ''): string =>
  `cluster orders {\n  product terracotta 10.7\n  ${settings}\n}\n${rest}`;
const nodes = (one: string, other: string): string =>
  `cluster orders { server tsa-1, tsa-2 }\nintegration-server is1 { ${one} }\nintegration-server is2 { ${other} }\n`;
const scenario = (steps: string): string => `scenario "test" {\n  duration 5min\n${steps}\n}\n`;

const NOTHING = 'nothing is shown';

/** `expected`: what is violated without the fix. */
const CASES: readonly (readonly [code: string, text: string, expected: typeof NOTHING | RegExp])[] = [
  ['TCS318', 'cluster orders {\n  product terracotta 10.5\n  server s1, s2\n}\n', NOTHING],
  ['TCS320', tenth('failover-priority consistency:2\n  server s1, s2\n  voter v1, v2'), /not online/],
  ['TCS320', tenth('failover-priority consistency\n  server s1, s2, s3, s4'), /not online/],
  // The votes that are missing from the beginning are another matter.
  ['TCS320', tenth('failover-priority consistency:2\n  server s1, s2\n  voter v1'), NOTHING],
  ['TCS321', tenth('failover-priority consistency:1\n  server s1, s2\n  voter v1, v2'), /v2 was registering/],
  ['TCS321', tenth('failover-priority consistency:3\n  server s1, s2'), /not online/],
  ['TCS321', tenth('server s1\n  voter v1'), NOTHING],
  [
    'TCS329',
    tenth(
      'client-lease-duration 200ms\n  server s1',
      `network { latency 80ms }\nclient shop { cache prices }\n${scenario('')}`,
    ),
    /shop saw lease-expired/,
  ],
  [
    'TCS329',
    tenth(
      'client-lease-duration 20s\n  server s1',
      `client shop x 2 { cache prices }\n${scenario('  when shop-1 becomes online + 5s: pause shop for 30s')}`,
    ),
    /shop-1 saw lease-expired/,
  ],
  // A lease that `with` gives to the scenario is not there in another one.
  [
    'TCS329',
    tenth(
      'client-lease-duration 60s\n  server s1',
      `client shop { cache prices }\n${scenario('  with orders { client-lease-duration 20s }\n  at 30s pause shop for 30s')}`,
    ),
    NOTHING,
  ],
  [
    'TCS332',
    tenth(
      'server s1',
      `client shop { cache prices }\n${scenario('  every 1s shop put prices\n  at 30s crash s1\n  expect no put on shop takes longer than 6s')}`,
    ),
    /took 10s; 6s were allowed/,
  ],
  [
    'TCS332',
    tenth(
      'server s1',
      `client shop {\n  cache prices { resilience-strategy failing }\n}\n${scenario('  every 1s shop get prices\n  at 30s crash s1\n  expect no call on shop takes longer than 2s')}`,
    ),
    /2s were allowed/,
  ],
  ['TCS504', 'cluster orders { server tsa-1 }\nintegration-server is1\n', NOTHING],
  ['TCS515', nodes('cache p { timeout 20s }', 'cache p { timeout 5s }'), /on is1.p .* took 20s/],
  ['TCS515', nodes('cache p { timeout-behavior localReads }', 'cache p'), /on is2.p .* threw NonStopCacheException/],
  [
    'TCS515',
    nodes('cache p { timeout-behavior noop }', 'cache p { timeout-behavior localReads }'),
    /on is1.p .* returned nothing/,
  ],
  ['TCS515', nodes('cache p { immediate-timeout-when-disconnected true }', 'cache p'), /on is2.p .* took 30s/],
  ['TCS515', nodes('cache SessionStore { timeout 20s }', 'cache SessionStore { timeout 5s }'), NOTHING],
  [
    'TCS517',
    nodes('cache p { consistency strong }', 'cache p { consistency strong }') +
      scenario('  initially is1 down\n  at 5s set copy-on-read of p to false on is1\n  at 30s start is1'),
    /is1 saw cache-manager-failed/,
  ],
];

function judged(text: string, name: string): string {
  const found = analyse(text, 'explanation.tcsim').model.scenarios.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no scenario "${name}".`);
  const { verdict, judgements } = run(found);
  return [verdict, ...judgements.filter((each) => each.verdict !== 'held').map(({ reason }) => reason)].join(': ');
}

test.each(CASES)('%s %s', (code, text, expected) => {
  const analysis = analyse(text, 'main.tcsim');
  const finding = analysis.diagnostics.find((each) => each.code === code);
  if (finding === undefined) throw new Error(`${code} is not found.`);
  const shown = explain(analysis, finding);
  if (typeof expected === 'string') expect(shown).toBeUndefined();
  else {
    expect(shown && judged(shown.text, shown.scenario)).toMatch(expected);
    expect(shown?.fixed && judged(shown.fixed.text, shown.scenario)).toBe('held');
  }
});

test('strong writes that give up before the lease ends are no finding', () => {
  const steps =
    '  every 1s shop put prices\n  at 10s pause web for 3min\n  expect no write on prices takes longer than 10s';
  const text = tenth('server s1', `client shop, web { cache prices { consistency strong } }\n${scenario(steps)}`);
  expect(analyse(text, 'main.tcsim').diagnostics.map(({ code }) => code)).not.toContain('TCS330');
});

/** The two warnings that a server of the product logs at its start, and the rules that say the same before: to the millisecond. */
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../model/index.ts';
import { simulate } from '../simulator/index.ts';
import { EVENT } from '../trace/codes.ts';
import { checkRules } from './index.ts';

const LESS =
  'High Availability Not Configured Properly: L1L2HealthCheck should be less than L2-L2HealthCheck + ElectionTime + ClientReconnectWindow';
const MORE =
  'High Availability Not Configured Properly: L1L2HealthCheck should be more than L2-L2HealthCheck + ElectionTime';

/** What a server that starts logs about its settings, and which of the two rules find something. */
function saidOf(settings: string): { logged: string[]; rules: string[]; quoted: string[] } {
  const { model, diagnostics } = buildProgram(
    'test.tcsim',
    `cluster orders {\n  server tsa-1, tsa-2\n  ${settings}\n}\nscenario "s" {\n  duration 20s\n  initially tsa-2 down\n  at 1s start tsa-2\n}\n`,
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [scenario] = model.scenarios;
  if (scenario === undefined) throw new Error('there is no scenario');
  const { events, strings } = simulate(scenario);
  const logged: string[] = [];
  for (let row = 0; row < events.count; row++) {
    const text = strings[events.text[row] ?? 0] ?? '';
    if (events.kind[row] === EVENT.log && text.startsWith('High Availability')) logged.push(text);
  }
  const found = checkRules(model).filter(({ code }) => code === 'TCS201' || code === 'TCS202');
  const quoted = found.flatMap(({ why }) => [LESS, MORE].filter((text) => why.includes(text)));
  return { logged, rules: found.map(({ code }) => code), quoted };
}

/** 85 s between servers and 5 s of election: a client must be patient for 90 s, and with the window of 120 s no longer than 210 s. */
const client = (idletimeMillis: number, count: number): string =>
  `health-check l1-l2 { ping-idletime ${idletimeMillis}ms  socket-connect-count ${count} }`;

describe('the servers warn at their start, and the rules with them', () => {
  test.each([
    ['the defaults: 90 000 ≤ 109 000 ≤ 210 000', '', [], []],
    ['a client leaves at 89 999 ms', client(9_999, 10), [MORE], ['TCS201']],
    ['a client leaves at 90 000 ms', client(10_000, 10), [], []],
    ['a client leaves at 90 001 ms', client(10_001, 10), [], []],
    ['a client leaves at 209 999 ms', client(9_999, 25), [], []],
    ['a client leaves at 210 000 ms', client(10_000, 25), [], []],
    ['a client leaves at 210 001 ms', client(10_001, 25), [LESS], ['TCS202']],
  ])('%s', (_, settings, logged, rules) => {
    expect(saidOf(settings)).toEqual({ logged, rules, quoted: logged });
  });

  test('election-time and client-reconnect-window move the bounds', () => {
    expect(saidOf(`election-time 6s  ${client(10_999, 10)}`).logged).toEqual([MORE]);
    expect(saidOf(`election-time 6s  ${client(11_000, 10)}`).logged).toEqual([]);
    expect(saidOf(`client-reconnect-window 119s  ${client(9_000, 25)}`).logged).toEqual([]);
    expect(saidOf(`client-reconnect-window 119s  ${client(9_001, 25)}`).logged).toEqual([LESS]);
  });
});

test.each([
  ['the check of clients', `health-check l1-l2 { ping-enabled false  ping-idletime 1s  socket-connect-count 1 }`],
  ['the check between servers', `health-check l2-l2 { ping-enabled false }  ${client(1_000, 1)}`],
  ['l1reconnect', `l1reconnect { enabled false }  ${client(1_000, 1)}`],
])('nothing is logged when %s is off', (_, settings) => {
  expect(saidOf(settings).logged).toEqual([]);
});

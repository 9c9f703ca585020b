/** What the rules on nonstop, goals, callback ports and restarts say, held against runs. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { type Ran, runText } from '../test/runText.ts';

const found = (text: string, code: string): string[] =>
  analyse(text, 'test.tcsim')
    .diagnostics.filter((each) => each.code === code)
    .map(({ message }) => message);

const MIRRORED = 'cluster orders { server tsa-1, tsa-2 }\n';
const seconds = (ran: Ran, ...args: Parameters<Ran['events']>): number => ran.events(...args)[0]?.seconds ?? Number.NaN;

test('TCS108: the client is offline from the first to the second instant that the rule names', () => {
  const text = `${MIRRORED}client shop {
  rejoin true
  cache prices { nonstop { timeout 20s  immediate-timeout true } }
}
scenario "s" {
  duration 2min
  every 100ms shop get prices keys 1000
  at 30s crash tsa-1
}
`;
  expect(found(text, 'TCS108')).toEqual([
    'After the loss of tsa-1 every call on prices fails at once, from 5 s until takeover at 10 s.',
  ]);
  const ran = runText(text);
  expect(seconds(ran, 'clusterOffline', 'shop')).toBeCloseTo(35, 0);
  expect(seconds(ran, 'election-won', 'tsa-2')).toBeCloseTo(40, 0);
});

test('TCS208: without a callback port a pause is death after 8 s', () => {
  const text = (port: number): string => `${MIRRORED}client shop {
  rejoin true
  callback-port ${port}
  cache prices { nonstop true }
}
scenario "s" {
  duration 2min
  at 30s pause shop for 20s
}
`;
  expect(found(text(-1), 'TCS208')).toEqual([
    'Without a callback port shop is removed after 8 s of silence, instead of 45 s.',
  ]);
  const removed = seconds(runText(text(-1)), 'declared-dead', 'tsa-1');
  expect(removed).toBeGreaterThan(33);
  expect(removed).toBeLessThan(41);
  expect(found(text(0), 'TCS208')).toEqual([]);
  expect(runText(text(0)).events('declared-dead', 'tsa-1')).toEqual([]);
});

describe('TCS205 and TCS214 name goals that no run keeps, and no others', () => {
  const text = (fault: string, bound: string): string => `${MIRRORED}client shop {
  rejoin true
  cache prices { nonstop true }
}
scenario "s" {
  duration 4min
  at 30s ${fault}
  expect tsa-2 becomes active ${bound}
}
`;
  /** A quiet connection was silent for a ping-idletime before the fault; a closed one is noticed at once. */
  const EARLY = { TCS205: 6, TCS214: 0.01 } as const;
  test.each([
    ['crash tsa-1', 10, 'TCS214'],
    ['power-off tsa-1', 19, 'TCS205'],
    ['pause tsa-1 for 2min', 50, 'TCS205'],
    ['cut tsa-1 from tsa-2', 19, 'TCS205'],
  ] as const)('%s: %d s', (fault, needed, code) => {
    const took = seconds(runText(text(fault, 'within 3min after 30s')), 'election-won', 'tsa-2') - 30;
    expect(took).toBeGreaterThan(needed - EARLY[code]);
    expect(took).toBeLessThan(needed + 2);
    expect(found(text(fault, `within ${needed - EARLY[code] - 1}s after 30s`), code)).toHaveLength(1);
    expect(found(text(fault, `within ${needed}s after 30s`), code)).toEqual([]);
    expect(found(text(fault, 'before 20s'), code)).toEqual([]);
  });

  test('the death of a process and a goal that not even an election keeps', () => {
    expect(found(text('crash tsa-1', 'within 3s after 30s'), 'TCS205')).toHaveLength(1);
    expect(found(text('crash tsa-1', 'within 3s after 30s'), 'TCS214')).toEqual([]);
  });
});

describe('TCS324: who is started first', () => {
  const text = (steps: string): string => `cluster orders {
  restartable true
  server tsa-1, tsa-2
}
client shop {
  cache prices { consistency strong  nonstop { timeout 5min } }
}
scenario "s" {
  duration 6min
  every 500ms shop put prices
  ${steps}
}
`;
  const START = 'at 2min start tsa-1\n  at 3min start tsa-2';

  test('an active that died first becomes active with its older data', () => {
    const steps = text(`at 30s crash tsa-1\n  at 90s stop tsa-2\n  ${START}`);
    expect(found(steps, 'TCS324')).toEqual(['tsa-1 is started first, but tsa-2 was active for 60 s after it.']);
    expect(seconds(runText(steps), 'election-won', 'tsa-1')).toBeLessThan(130);
  });

  test('a mirror waits for the other one', () => {
    const steps = text(`at 30s crash tsa-2\n  at 90s stop tsa-1\n  at 2min start tsa-2\n  at 3min start tsa-1`);
    expect(found(steps, 'TCS324')).toEqual(['tsa-2 is started first, but it went down as a mirror.']);
    expect(runText(steps).events('election-won', 'tsa-2')).toEqual([]);
  });

  test.each([
    ['both at once', `at 30s crash tsa-1, tsa-2\n  ${START}`],
    ['no time for a takeover', `at 30s crash tsa-1\n  at 35s crash tsa-2\n  ${START}`],
    [
      'a failover and a failback before',
      `at 10s crash tsa-1\n  at 40s start tsa-1\n  at 80s crash tsa-2\n  at 110s stop tsa-1\n  ${START}`,
    ],
    ['the last active first', `at 30s crash tsa-2\n  at 90s stop tsa-1\n  ${START}`],
    [
      'lost writes are expected',
      `at 30s crash tsa-1\n  at 90s stop tsa-2\n  ${START}\n  expect some acknowledged write on prices is lost`,
    ],
  ])('nothing is said: %s', (_, steps) => {
    expect(found(text(steps), 'TCS324')).toEqual([]);
  });
});

test('TCS323: without an operator nobody is active any more', () => {
  const text = `cluster orders { server tsa-1, tsa-2  failover-priority consistency }
scenario "s" {
  duration 4min
  at 30s crash tsa-1
}
`;
  expect(found(text, 'TCS323')).toEqual(['After the loss of tsa-1 nobody promotes tsa-2, and orders serves nobody.']);
  expect(runText(text).events('election-won')).toEqual([]);
});

test('TCS302 leaves alone what a scenario tries out or watches', () => {
  const watched = (expectation: string): string => `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 10min
}
scenario "s" {
  at 30s crash tsa-1
  ${expectation}
}
`;
  expect(found(watched('expect tsa-2 becomes active within 1min after 30s'), 'TCS302')).toHaveLength(1);
  expect(found(watched('expect tsa-2 sees window-opened'), 'TCS302')).toEqual([]);
  const tried = `${MIRRORED}scenario "s" {
  for window in [60s, 600s]
  with orders { client-reconnect-window window }
  at 30s crash tsa-1
}
`;
  expect(found(tried, 'TCS302')).toEqual([]);
});

test('settings in tc-properties are changed where they stand', () => {
  const text = `cluster orders {
  server tsa-1, tsa-2
  tc-properties {
    l2.l1reconnect.timeout.millis 60000
    l2.healthcheck.l1.socketConnectTimeout 5000
  }
}
`;
  const fixes = analyse(text, 'test.tcsim').diagnostics.flatMap(({ fixes: each }) => each);
  const edited = fixes
    .flatMap(({ edits }) => edits)
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((result, { at, text: put }) => result.slice(0, at.start) + put + result.slice(at.end), text);
  expect(edited).toContain('l2.l1reconnect.timeout.millis 5s');
  expect(edited).toContain('l2.healthcheck.l1.socketConnectTimeout 5\n');
  expect(found(edited, 'TCS210')).toEqual([]);
  expect(found(edited, 'TCS212')).toEqual([]);
});

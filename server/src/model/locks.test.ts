import { describe, expect, test } from 'vitest';
import { expectDiagnostics } from '../test/marked.ts';
import { buildProgram } from './index.ts';

const SHOP = `cluster orders {
  server tsa-1
}
client shop {
  cache sessions, prices
}
scenario "locks" {
  duration 2min
`;

const actionsOf = (lines: string): unknown[] =>
  buildProgram('a.tcsim', `${SHOP}${lines}\n}\n`).model.scenarios.flatMap(({ steps }) =>
    steps.map(({ action }) => action),
  );

describe('work under a lock', () => {
  test.each([
    [
      'lock sessions key a for 5s',
      { tryMicros: undefined, section: { workMicros: 5e6, operations: [], inFinally: true } },
    ],
    [
      'lock sessions key "a" then get, put without finally',
      { tryMicros: undefined, section: { workMicros: 0, operations: ['get', 'put'], inFinally: false } },
    ],
    ['lock sessions key a', { tryMicros: undefined, section: undefined }],
    ['tryLock sessions key a', { tryMicros: 0, section: undefined }],
    [
      'tryLock sessions key a timeout 2s for 1s then put',
      { tryMicros: 2e6, section: { workMicros: 1e6, operations: ['put'], inFinally: true } },
    ],
  ])('%s', (text, action) => {
    expect(actionsOf(`  at 10s shop ${text}`)).toEqual([
      { kind: 'lock', clients: ['shop'], cache: 'sessions', key: 'a', mode: 'write', ...action },
    ]);
  });

  test('unlock', () => {
    expect(actionsOf('  at 10s shop unlock sessions key a')).toEqual([
      { kind: 'unlock', clients: ['shop'], cache: 'sessions', key: 'a', mode: 'write' },
    ]);
  });

  test('for reading', () => {
    expect(
      actionsOf(`  at 10s shop lock read sessions key a
  at 11s shop tryLock read sessions key a timeout 2s
  at 12s shop unlock read sessions key a`),
    ).toMatchObject([
      { kind: 'lock', mode: 'read', cache: 'sessions', tryMicros: undefined },
      { kind: 'lock', mode: 'read', cache: 'sessions', tryMicros: 2e6 },
      { kind: 'unlock', mode: 'read', cache: 'sessions' },
    ]);
  });

  test('every mistake stands at its word', () => {
    expectDiagnostics(`${SHOP}  at 10s shop lock sessions
                   ^^^^^^^^ TCS011: Something is missing
  at 10s shop lock sesions key a
                   ^^^^^^^ TCS002: no cache
  at 10s shop lock sessions key a then pot
                                       ^^^ TCS003: There is no operation
  at 10s shop lock sessions key a for 5
                                      ^ TCS004: has no unit
  at 10s shop lock sessions key a for 5s without finally
                                         ^^^^^^^^^^^^^^^ TCS008: changes nothing
  at 10s shop tryLock sessions key a timeout soon for 5s
                                             ^^^^ TCS004: not a duration
  at 10s shop unlok sessions key a
              ^^^^^ TCS003
  expect no lock on sessions returns false
  expect every unlock on shop throws InvalidLockAfterRejoinException with message "flushed"
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS004: The class is
  expect no get on shop throws NonStopCacheExeption
                               ^^^^^^^^^^^^^^^^^^^^ TCS004: No call throws
  expect no get on shop throws net.sf.ehcache.CacheException
}
`);
  });
});

/** Emptying a cache and counting its elements wait until the array has confirmed everything that was written. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

/** Each call: its name, how many seconds it took, how it ended, and what became of what it wrote. */
function calls(settings: string, steps: string, client = ''): string[] {
  const ran = runText(`
cluster orders { product terracotta 4.3  server tsa-1, tsa-2 }
client shop {
  ${client}
  cache sessions {
    local-cache-enabled false
    ${settings}
  }
}
scenario "not confirmed" {
  duration 3min
  ${steps}
}
`);
  return ran
    .calls()
    .map(({ operation, micros, outcome, detail, fate }) =>
      `${operation} ${micros / 1e6} ${outcome} ${detail} ${fate}`.replaceAll('  ', ' '),
    );
}

const NONSTOP = 'nonstop { timeout 2s  bulk-ops-timeout-multiply-factor 3 }';
const HUNG = 'at 20s pause tsa-2 for 15s';

describe('a passive that hangs holds the confirmations back', () => {
  it('a put does not wait for them, removeAll and getSize do', () => {
    const steps = `${HUNG}
  at 21s shop put sessions key a
  at 22s shop quickSize sessions
  at 22s shop getSize sessions
  at 23s shop removeAll sessions
  at 24s shop quickClear sessions`;
    expect(calls('', steps)).toMatchInlineSnapshot(`
      [
        "put 0 ok applied",
        "quickSize 0.002 ok none",
        "getSize 13.004 ok none",
        "removeAll 12.002 ok applied",
        "quickClear 0 ok applied",
      ]
    `);
  });

  it('nonstop limits the wait; the cache is emptied all the same', () => {
    expect(
      calls(NONSTOP, `${HUNG}\n  at 22s shop removeAll sessions\n  at 23s shop getSize sessions`),
    ).toMatchInlineSnapshot(`
      [
        "removeAll 6 exception NonStopCacheException: removeAll timed out applied",
        "getSize 6 exception NonStopCacheException: getSize timed out none",
      ]
    `);
    const noop = NONSTOP.replace('}', 'timeout-behavior noop }');
    expect(calls(noop, `${HUNG}\n  at 22s shop removeAll sessions`)).toMatchInlineSnapshot(`
      [
        "removeAll 6 ignored applied",
      ]
    `);
  });

  it('a synchronous removeAll waits for both', () => {
    const strong = 'consistency strong\n synchronous-writes true';
    expect(calls(strong, `${HUNG}\n  at 22s shop removeAll sessions`)).toMatchInlineSnapshot(`
      [
        "removeAll 13.002 ok applied",
      ]
    `);
  });
});

it('a rejoin throws it out', () => {
  const steps = 'at 20s cut shop from tsa-1, tsa-2 for 1min\n  at 21s shop removeAll sessions';
  expect(calls('', steps, 'rejoin true')).toMatchInlineSnapshot(`
    [
      "removeAll 61.49745 exception RejoinCacheException: Client started rejoin during removeAll(…) lost",
    ]
  `);
});

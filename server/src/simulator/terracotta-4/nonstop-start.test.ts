/** Nonstop where the product does not come as far as a timeout store: NonStopCacheLockProvider and NonStopStoreWrapper. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';
import { eventName, sentenceOf } from '../../trace/sentence.ts';

describe('caches that were never initialised, and behaviors that nobody calls', () => {
  const late = (behavior: string, steps: string): ReturnType<typeof runText> =>
    runText(`cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}
client old {
  cache prices { nonstop true }
}
client shop {
  rejoin true
  nonstop-init true
  cache prices { nonstop { timeout 5s  timeout-behavior ${behavior} } }
}
scenario "late" {
  duration 3min
  initially shop down
  at 10s crash tsa-1
  at 10s crash old
  at 25s start shop
${steps}
}`);
  const broken = ({ judgements }: ReturnType<typeof runText>): string[] =>
    judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason);

  it('a lock says that the client never came as far as the cache, whatever the behavior', () => {
    const text = 'Cluster not up OR still in the process of connecting ';
    expect(
      broken(
        late(
          'noop',
          `  at 50s shop lock prices key a for 1s
  at 50s shop tryLock prices key b for 1s
  expect every lock on shop throws NonStopCacheException with message "${text}"
  expect every lock on shop takes longer than 4s
  expect every tryLock on shop throws NonStopCacheException with message "${text}"`,
        ),
      ),
    ).toEqual([]);
  });

  it('custom is exception, and the run says what that rests on', () => {
    const result = late(
      'custom',
      `  at 50s shop get prices
  at 50s shop put prices
  expect every get on shop throws NonStopCacheException with message "get timed out"
  expect every put on shop throws NonStopCacheException with message "put timed out"`,
    );
    expect(broken(result)).toEqual([]);
    expect(result.trace.assumptions.join()).toContain('(custom) has the result of exception');
  });
});

describe('calls before the client has been online', () => {
  const ran = (settings: string, steps: string, product = '4.3'): ReturnType<typeof runText> =>
    runText(`cluster orders {
  product terracotta ${product}
  restartable true
  server tsa-1, tsa-2
}
client shop {
${settings}
  cache sessions { nonstop { timeout 10s } }
}
scenario "early" {
  duration 3min
  initially shop down
${steps}
}`);
  const reasons = ({ judgements }: ReturnType<typeof runText>): string[] =>
    judgements.map(({ verdict, reason }) => `${verdict}: ${reason}`);
  /** No active: only the mirror is started again, and waits for the server that had the newer data. */
  const mirrorAlone = '  at 5s crash tsa-2\n  at 10s crash tsa-1\n  at 15s start tsa-2';
  const nobody = '  at 5s crash tsa-1, tsa-2';
  const judged = '  expect every put on shop throws NonStopCacheException with message "put timed out"';

  for (const [what, servers] of [
    ['a server that is no active', mirrorAlone],
    ['no server', nobody],
  ]) {
    it(`${what}: the application waits for its cache manager, and the run says so`, () => {
      const result = ran('', `${servers}\n  at 20s start shop\n  at 60s shop put sessions key 1\n${judged}`);
      expect(reasons(result)).toEqual([
        'inconclusive: There was no put to judge; at 60s shop does not make put on sessions: the application still waits for its cache manager.',
      ]);
      expect(result.trace.calls.count).toBe(0);
    });

    it(`${what}: with nonstop-init a put ends as nonstop says, once the start has waited for 20 s`, () => {
      const steps = `${servers}\n  at 20s start shop\n  at 41s shop put sessions key 1\n  at 43s shop put sessions key 1`;
      const result = ran('  nonstop-init true', `${steps}\n${judged}`);
      expect(reasons(result)).toEqual(['held: Each of 1 put threw NonStopCacheException with "put timed out".']);
    });
  }

  it('with nonstop-init a start that finds a server later comes online, and what waits is served', () => {
    const steps = `${nobody}\n  at 20s start shop\n  at 46s start tsa-1\n  at 45s shop put sessions key 1`;
    expect(reasons(ran('  nonstop-init true', `${steps}\n  expect every put on shop succeeds`))).toEqual([
      'held: Each of 1 put succeeded.',
    ]);
  });

  it('tells what a client that is down is asked for, and repeated work once', () => {
    const steps = '  every 1s from 15s shop put sessions\n  at 10s shop get sessions\n  at 30s start shop';
    const { trace } = ran('', steps);
    const told = Array.from({ length: trace.events.count }, (_, row) => row).filter(
      (row) => eventName(trace, row) === 'call-not-made',
    );
    expect(told.map((row) => `${(trace.events.timeMicros[row] ?? 0) / 1e6} ${sentenceOf(trace, row)}`)).toEqual([
      '10 shop does not make get on sessions: its JVM is down',
      '30 shop does not make put on sessions: the application still waits for its cache manager',
    ]);
  });

  it('in 3.7 calls run as soon as the configuration is there', () => {
    // Between the configuration at 22 s and the first time online, 8 ms later.
    const steps = '  at 20s start shop\n  at 22004ms shop put sessions key 1';
    expect(ran('', steps, '3.7').trace.calls.count).toBe(1);
    expect(ran('', steps).trace.calls.count).toBe(0);
  });
});

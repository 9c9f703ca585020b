/** Nonstop where the product does not come as far as a timeout store: NonStopCacheLockProvider and NonStopStoreWrapper. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

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
          `  at 30s shop lock prices key a for 1s
  at 30s shop tryLock prices key b for 1s
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
      `  at 30s shop get prices
  at 30s shop put prices
  expect every get on shop throws NonStopCacheException with message "get timed out"
  expect every put on shop throws NonStopCacheException with message "put timed out"`,
    );
    expect(broken(result)).toEqual([]);
    expect(result.trace.assumptions.join()).toContain('(custom) has the result of exception');
  });
});

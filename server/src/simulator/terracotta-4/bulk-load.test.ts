import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

const run = (steps: string): string[] => {
  const { judgements } = runText(`cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}
client shop, other {
  rejoin true
  cache prices {
    consistency strong
    nonstop { timeout 5s }
  }
}
scenario "bulk load" {
  duration 4min
  every 100ms from 10s until 3min shop put prices keys 50
${steps}
}`);
  expect(judgements.length).toBeGreaterThan(0);
  return judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason);
};

describe('bulk-load mode', () => {
  it('loses nothing when nothing happens, and takes no locks', () => {
    expect(
      run(`  at 5s shop bulk-load prices for 150s
  at 20s other lock prices key x for 60s
  every 1s from 20s until 80s shop put prices key x
  expect no acknowledged write on prices is lost
  expect no put on shop takes longer than 1ms between 20s and 80s
  expect every setNodeCoherent on shop succeeds`),
    ).toEqual([]);
  });

  it('what a strong cache has confirmed survives its JVM, what the mode kept back does not', () => {
    const crash = '  at 60150ms crash shop\n';
    expect(run(`${crash}  expect no acknowledged write on prices is lost`)).toEqual([]);
    expect(
      run(`  at 5s shop bulk-load prices for 150s\n${crash}  expect some acknowledged write on prices is lost`),
    ).toEqual([]);
  });

  it('what was kept back when a rejoin begins is gone, and the mode goes on', () => {
    expect(
      run(`  at 5s shop bulk-load prices for 150s
  at 60150ms pause shop for 60s
  expect shop rejoins after 120s
  expect shop sees write-lost once
  expect some acknowledged write on prices is lost
  expect no acknowledged write on prices is lost after 125s
  expect every setNodeCoherent on shop succeeds`),
    ).toEqual([]);
  });

  it('a blip only delays what was kept back', () => {
    expect(
      run(`  at 5s shop bulk-load prices for 150s
  at 60150ms drop connection of shop to tsa-1 for 3s
  expect no acknowledged write on prices is lost`),
    ).toEqual([]);
  });

  it('the call that sets the mode follows nonstop, with ten times the timeout', () => {
    expect(
      run(`  at 20s cut shop from tsa-1, tsa-2 for 100s
  at 40s shop bulk-load prices for 10s
  expect every setNodeCoherent on shop throws NonStopCacheException with message "setNodeCoherent timed out"
  expect every setNodeCoherent on shop takes longer than 49s`),
    ).toEqual([]);
  });

  it('keeps back so much and no more: then writers wait for the array', () => {
    const steps = `  with shop { cache prices { value-bytes 1048576  nonstop false } }
  at 5s shop bulk-load prices for 150s
  at 30s crash tsa-1
  expect no put on shop takes longer than 1ms before 36s
  expect no acknowledged write on prices is lost
  expect no put on shop fails`;
    expect(run(`${steps}\n  expect some put on shop takes longer than 3s`)).toEqual([]);
    const roomy = steps.replace('with shop {', 'with shop { bulk-load-throttle-bytes 104857600');
    expect(run(`${roomy}\n  expect no put on shop takes longer than 1ms before 150s`)).toEqual([]);
  });

  it('a key that is written again takes no more room', () => {
    expect(
      run(`  with shop { cache prices { value-bytes 1048576  nonstop false } }
  at 5s shop bulk-load prices for 150s
  at 30s crash tsa-1
  every 100ms from 10s until 3min other put prices keys 5
  at 10s other bulk-load prices for 150s
  expect no put on other takes longer than 30s`),
    ).toEqual([]);
  });

  it('the end of the mode waits until everything is confirmed', () => {
    expect(
      run(`  at 20s shop bulk-load prices for 20s
  at 39s pause tsa-2 for 20s
  expect some setNodeCoherent on shop takes longer than 18s
  expect every setNodeCoherent on shop succeeds`),
    ).toEqual([]);
  });

  it('sends every bulk-load-interval', () => {
    const crash = '  at 60150ms crash shop\n  expect some acknowledged write on prices is lost';
    const often = '  with shop { bulk-load-interval 40ms }\n  at 5s shop bulk-load prices for 150s\n';
    expect(run(`  at 5s shop bulk-load prices for 150s\n${crash}`)).toEqual([]);
    expect(run(`${often}${crash.replace('some', 'no')}`)).toEqual([]);
  });
});

describe('waitUntilClusterCoherent', () => {
  const waits = '  at 20s other waitUntilClusterCoherent prices\n  at 10s shop bulk-load prices for 60s\n';
  const ended = (from: string, until: string): string =>
    `  expect every waitUntilClusterCoherent on other succeeds
  expect every waitUntilClusterCoherent on other takes longer than ${from}
  expect no waitUntilClusterCoherent on other takes longer than ${until}`;

  it('returns when the last node has left the mode', () => {
    expect(run(`${waits}${ended('49s', '51s')}`)).toEqual([]);
    expect(run(`${waits}  at 15s other bulk-load prices for 80s\n${ended('74s', '76s')}`)).toEqual([]);
  });

  it('returns at once where no node is in it', () => {
    expect(run(`  at 20s other waitUntilClusterCoherent prices\n${ended('0ms', '10ms')}`)).toEqual([]);
  });

  it('no longer counts a node that has died when it looks again, every 10 s', () => {
    expect(run(`${waits}  at 33s crash shop\n${ended('19s', '21s')}`)).toEqual([]);
  });

  it('is limited by nothing: it begins again after a rejoin, and waits while the array is away', () => {
    expect(run(`${waits}  at 30s cut other from tsa-1, tsa-2 for 100s\n${ended('110s', '130s')}`)).toEqual([]);
  });
});

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
});

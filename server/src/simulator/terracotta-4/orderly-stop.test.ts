/** A client that is stopped in order: ClientShutdownManager and RemoteTransactionManagerImpl of Terracotta 4.3.1. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

const run = (steps: string, servers = 'tsa-1, tsa-2', cluster = '', client = ''): string[] => {
  const { judgements } = runText(`cluster orders {
  product terracotta 4.3
  server ${servers}
  ${cluster}
}
client shop {
  rejoin true
  ${client}
  cache carts { nonstop { timeout 5s } }
}
scenario "stop" {
  duration 8min
  every 100ms shop put carts
${steps}
}`);
  expect(judgements.length).toBeGreaterThan(0);
  return judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason);
};

describe('the orderly stop of a client', () => {
  it('is over at once when everything is confirmed', () => {
    expect(
      run(`  at 10050ms stop shop
  expect shop never sees stop-waits
  expect shop becomes down between 10050ms and 10051ms
  expect no acknowledged write on carts is lost`),
    ).toEqual([]);
  });

  it('waits for a mirror that has not answered', () => {
    expect(
      run(`  at 10s pause tsa-2 for 20s
  at 15s stop shop
  expect shop sees stop-waits at 15s
  expect shop becomes down between 30s and 31s
  expect no put on shop succeeds after 15s
  expect no acknowledged write on carts is lost`),
    ).toEqual([]);
  });

  it('gives up after its time, and says so', () => {
    expect(
      run(
        `  at 10s pause tsa-2 for 30s
  at 15s stop shop
  expect shop logs "stop() : There are still UNACKed Transactions!"
  expect shop becomes down between 25s and 26s`,
        undefined,
        '',
        'ack-on-exit-timeout 10s',
      ),
    ).toEqual([]);
  });

  it('waits in vain when it is offline: it shakes no hands any more', () => {
    expect(
      run(`  at 10s crash tsa-1
  at 17s stop shop
  expect shop becomes down between 317s and 318s
  expect some acknowledged write on carts is lost
  expect shop never resumes after 17s`),
    ).toEqual([]);
  });

  it('leaves at once when it is offline and nobody else could have its data', () => {
    const steps = (expectation: string): string => `  at 10s crash tsa-1
  at 20s stop shop
  expect ${expectation}`;
    const leaves = 'shop logs "DSO Client exiting without flushing local work"';
    expect(run(steps(leaves), 'tsa-1')).toEqual([]);
    expect(run(steps('shop sees stop-waits'), 'tsa-1', 'restartable true')).toEqual([]);
  });

  it('sends what bulk-load mode keeps back', () => {
    expect(
      run(`  at 5s shop bulk-load carts for 60s
  at 10450ms stop shop
  expect shop becomes down between 10450ms and 10500ms
  expect no acknowledged write on carts is lost`),
    ).toEqual([]);
  });

  it('is cut short by a kill', () => {
    expect(
      run(`  at 10s pause tsa-1 for 30s
  at 15s stop shop
  at 20s crash shop
  expect shop becomes down between 20s and 21s
  expect some acknowledged write on carts is lost`),
    ).toEqual([]);
  });
});

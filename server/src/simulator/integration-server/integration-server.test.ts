/**
 * What the Clustering Guide of Integration Server says of a stateful cluster that loses its array, row by row; and what
 * must not happen when nothing is wrong.
 */
import { describe, expect, it } from 'vitest';
import { analyse, run } from '../../index.ts';
import { runText } from '../../test/runText.ts';
import { EVENT, OPERATION, OUTCOME } from '../../trace/codes.ts';
import { hashOfTrace } from '../../trace/compare.ts';

const FAST = 'cache SessionStore { timeout 2s immediate-timeout-when-disconnected true }';

function text(steps: string, settings = FAST): string {
  return `
cluster orders {
  product terracotta 4.3
  restartable true
  server tsa-1, tsa-2
}
integration-server is1, is2 {
${settings}
}
scenario "test" {
  duration 5min
  session alice on is1, is2
${steps}
}
`;
}

/** Outcomes of the requests of a node, counted. */
function requestsOf(ran: ReturnType<typeof runText>, node: string): Record<string, number> {
  const { calls, lanes } = ran.trace;
  const counts: Record<string, number> = {};
  for (let row = 0; row < calls.count; row++) {
    if (calls.operation[row] !== OPERATION.invoke || lanes[calls.lane[row] as number]?.name !== `${node}.requests`)
      continue;
    const outcome = Object.entries(OUTCOME).find(([, index]) => index === calls.outcome[row])?.[0] ?? '';
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

describe('connected nodes', () => {
  it('go on with the state that the other one left, and nothing diverges', () => {
    const ran = runText(text('every 1s route round-robin to is1, is2: invoke stateful "s" session alice'));
    expect(ran.events('session-read', 'is1').length).toBeGreaterThan(100);
    expect(ran.events('session-read', 'is2').length).toBeGreaterThan(100);
    expect(ran.events('session-diverged')).toEqual([]);
    expect(ran.events('session-saved')).toEqual([]);
  });

  it('may even work on the session at the same time', () => {
    const ran = runText(text('every 1s is1, is2 invoke stateful "s" session alice'));
    expect(ran.events('session-diverged')).toEqual([]);
    expect(ran.events('session-overwritten')).toEqual([]);
  });

  it('list each other', () => {
    const ran = runText(text('at 1s is1 invoke stateless "s"'));
    expect(ran.events('hosts-listed')).toMatchObject([
      { lane: 'is1', text: 'is1, is2', a: 2 },
      { lane: 'is2', text: 'is1, is2', a: 2 },
    ]);
  });
});

describe('one node is cut off', () => {
  // Between two requests: a save on its way could be applied without its node ever learning of it.
  const ran = runText(
    text(`every 1s is1, is2 invoke stateful "s" session alice
  at 30500ms cut is1 from orders for 2min`),
  );

  it('goes on, logs that it cannot save, and loses what it changed', () => {
    expect(requestsOf(ran, 'is1').exception).toBeUndefined();
    expect(ran.events('session-save-failed', 'is1').length).toBeGreaterThan(50);
    expect(ran.events('session-save-failed', 'is2').filter(({ seconds }) => seconds > 60)).toEqual([]);
    expect(ran.events('session-diverged')).toHaveLength(1);
    expect(ran.events('session-overwritten').map(({ lane }) => lane)).toEqual(['is1']);
    expect(ran.events('session-overwritten')[0]?.seconds).toBeGreaterThan(150);
  });

  it('follows the loss back to the fault', () => {
    const { events } = ran.trace;
    const lost = events.kind.findIndex((kind, row) => row < events.count && kind === EVENT['session-overwritten']);
    let row = lost;
    while ((events.cause[row] as number) >= 0) row = events.cause[row] as number;
    expect(events.kind[row]).toBe(EVENT.fault);
  });
});

describe('both nodes are cut off', () => {
  it.each([
    ['is1', 'is2'],
    ['is2', 'is1'],
  ])('%s has the first request afterwards: its state stays, that of %s is lost', (first, second) => {
    const ran = runText(
      text(`at 10s is1 invoke stateful "s" session alice
  at 12s is2 invoke stateful "s" session alice
  at 30s cut is1, is2 from orders for 2min
  at 60s is1, is2 invoke stateful "s" session alice
  at 200s ${first} invoke stateful "s" session alice
  at 210s ${second} invoke stateful "s" session alice`),
    );
    expect(ran.events('session-saved').map(({ lane }) => lane)).toEqual([first]);
    expect(ran.events('session-overwritten').map(({ lane }) => lane)).toEqual([second]);
    expect(ran.events('session-read').at(-1)?.lane).toBe(second);
  });

  it('with noop the failed save is not even logged', () => {
    const ran = runText(
      text(
        `every 1s is1 invoke stateful "s" session alice
  at 30s cut is1, is2 from orders for 2min`,
        'cache SessionStore { timeout 2s timeout-behavior noop }',
      ),
    );
    expect(ran.events('session-save-failed')).toEqual([]);
    expect(ran.events('log', 'is1').filter(({ text: line }) => line.includes('ISS.0033.0154E'))).toEqual([]);
  });

  it('stateless session-storage: the array is never asked', () => {
    const ran = runText(
      text(
        `every 1s is1 invoke stateful "s" session alice
  at 30s cut is1, is2 from orders for 2min`,
        'session-storage stateless',
      ),
    );
    expect(requestsOf(ran, 'is1')).toEqual({ ok: 300 });
    expect(ran.events('session-diverged')).toEqual([]);
  });
});

describe('processes', () => {
  it('a dead node refuses requests, and its copy of the session is gone', () => {
    const ran = runText(
      text(`every 1s is1 invoke stateful "s" session alice
  at 30s crash is1
  at 60s start is1`),
    );
    const { ok = 0, exception = 0 } = requestsOf(ran, 'is1');
    expect(exception).toBeGreaterThanOrEqual(30);
    expect(ok).toBeGreaterThan(200);
  });

  it('a paused node answers when it runs again', () => {
    const ran = runText(
      text(`every 1s is1 invoke stateless "s"
  at 30s pause is1 for 10s`),
    );
    const { calls } = ran.trace;
    const longest = Math.max(
      ...Array.from(
        { length: calls.count },
        (_, row) => (calls.endMicros[row] as number) - (calls.startMicros[row] as number),
      ),
    );
    expect(longest / 1e6).toBeCloseTo(10, 0);
    expect(requestsOf(ran, 'is1').exception).toBeUndefined();
  });

  it('a load balancer leaves out a node that does not run', () => {
    const ran = runText(
      text(`every 1s route failover to is1, is2: invoke stateful "s" session alice
  at 30s crash is1`),
    );
    expect(requestsOf(ran, 'is2').ok).toBeGreaterThan(200);
    expect(requestsOf(ran, 'is1').exception).toBeUndefined();
  });

  it('a session that nobody used for session-timeout begins anew', () => {
    const ran = runText(
      text(
        `at 10s is1 invoke stateful "s" session alice
  at 200s is1 invoke stateful "s" session alice`,
        'session-timeout 60s local-session-timeout 30s',
      ),
    );
    expect(ran.events('session-expired', 'is1')).toHaveLength(1);
  });
});

describe('start without the array', () => {
  const steps = `initially tsa-1, tsa-2, is1 down
  at 10s start is1
  at 20s start tsa-1
  every 1s from 5s is1 invoke stateless "s"`;

  it('the servers come within connect-timeout: the node waits and joins', () => {
    const ran = runText(text(steps));
    expect(ran.events('start-up-failed')).toEqual([]);
    expect(ran.states('is1').at(-1)).toMatch(/ online$/);
    expect(requestsOf(ran, 'is1').exception).toBeGreaterThan(10);
  });

  it('they come later: shut down', () => {
    const ran = runText(text(steps, 'connect-timeout 5s action-on-startup-error shut-down'));
    expect(ran.events('start-up-failed', 'is1')).toHaveLength(1);
    expect(ran.states('is1').at(-1)).toMatch(/^15\.0 down$/);
  });

  it('stand-alone: stays apart although the array is back, and joins at its next start', () => {
    const ran = runText(text(`${steps}\n  at 100s restart is1`, 'connect-timeout 5s'));
    expect(ran.states('is1')).toContainEqual('15.0 stand-alone');
    const online = ran.events('state', 'is1').find(({ text: state }) => state === 'online');
    expect(online?.seconds).toBeGreaterThan(100);
  });
});

describe('a server runs that is no active', () => {
  // tsa-2 went down as a passive: it gives its configuration to anybody, and waits for an active itself.
  const steps = `initially is1 down
  at 5s crash tsa-2
  at 6s crash tsa-1
  at 20s start tsa-2
  at 30s start is1`;

  it('the start hangs, and Action on Startup Error is never asked', () => {
    const ran = runText(text(steps, 'connect-timeout 5s action-on-startup-error shut-down'));
    expect(ran.states('is1').at(-1)).toMatch(/ connecting$/);
    expect(ran.events('start-up-failed', 'is1')).toEqual([]);
  });

  it('with a limit of retries the action follows', () => {
    const settings = 'action-on-startup-error shut-down max-connect-retries 10 reconnect-wait-interval 2s';
    const ran = runText(text(steps, settings));
    // 2 s to boot, and nine pauses between ten rounds.
    expect(ran.states('is1').at(-1)).toMatch(/^50\.\d down$/);
    expect(ran.events('start-up-failed', 'is1').map(({ text: reason }) => reason)).toEqual([
      "Can't connect to any of the servers[tsa-1, tsa-2].",
    ]);
  });

  it('the active comes before the limit: the node joins', () => {
    const ran = runText(text(`${steps}\n  at 35s start tsa-1`, 'max-connect-retries 60'));
    expect(ran.states('is1').at(-1)).toMatch(/ online$/);
  });
});

describe('a client without Integration Server around it', () => {
  const start = (settings: string): ReturnType<typeof runText> =>
    runText(`cluster orders { server tsa-1 }
client shop { ${settings} }
scenario "test" {
  duration 10min
  initially tsa-1, shop down
  at 10s start shop
  at 7min start tsa-1
}`);

  it('gives up after tc.config.total.timeout, five minutes', () => {
    expect(start('').states('shop').at(-1)).toBe('312.0 down');
    expect(start('config-total-timeout 1min').states('shop').at(-1)).toBe('72.0 down');
    expect(start('config-total-timeout 10min').states('shop').at(-1)).toMatch(/ online$/);
  });
});

it('gives the same bytes every time, with faults of all kinds', () => {
  const source = text(
    `every 1s is1, is2 invoke stateful "s" session alice reads prices
  every 700ms route sticky to is1, is2: invoke stateful "t" session alice writes prices
  at 20s..40s crash tsa-1
  at 60s cut is2 from orders for 70s
  at 90s pause is1 for 20s
  at 150s restart tsa-1
  at 200s restart is2`,
    'cache prices { timeout 2s timeout-behavior localReads consistency strong }',
  );
  const hashes = [0, 1].map(() => {
    const [scenario] = analyse(source, 'test.tcsim').model.scenarios;
    if (scenario === undefined) throw new Error('the text has no scenario');
    return hashOfTrace(run(scenario).trace);
  });
  expect(hashes[1]).toBe(hashes[0]);
});

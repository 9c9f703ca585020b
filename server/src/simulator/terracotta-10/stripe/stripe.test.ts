/**
 * What the servers of a stripe do: who takes over and when, who may, who restarts. The expected states follow
 * terracotta-core and terracotta-platform 5.x; each case names the class or test that shows them.
 */
import { describe, expect, it } from 'vitest';
import { analyse, run } from '../../../index.ts';
import type { Scenario } from '../../../model/model.ts';
import type { Terracotta10Cluster } from '../../../model/terracotta10.ts';
import { runText } from '../../../test/runText.ts';
import { type StripeCase, stripeText } from '../../../test/stripeText.ts';
import { EVENT } from '../../../trace/codes.ts';
import type { EventName } from '../../../trace/kinds.ts';
import type { Trace } from '../../../trace/trace.ts';

const ran = (stripe: StripeCase) => runText(stripeText(stripe));
const statesOf = (stripe: StripeCase, server: string): string[] => ran(stripe).states(server);
const lastState = (states: readonly string[]): string => states.at(-1)?.split(' ')[1] ?? '';

describe('the active is killed', () => {
  it('availability: the passive takes over after the whole election time (ElectionManagerImpl)', () => {
    const seen = ran({ servers: 2, priority: 'availability', steps: 'at 30s crash tsa-1' });
    expect(seen.states('tsa-2')).toEqual(['0.0 passive', '30.0 electing', '35.0 active']);
    expect(seen.events('log', 'tsa-2').map(({ text }) => text.replace(/\[ tsa-2.*]/, '[…]'))).toMatchInlineSnapshot(`
      [
        "Running the server in AVAILABILITY mode with the risk of split brain scenarios.",
        "tsa-1 left the cluster",
        "ACTIVE is gone",
        "SETTING activeNode=NULL-ID",
        "Starting Election to determine cluster wide ACTIVE L2",
        "Election Started : Enrollment […]",
        "Election took 5 sec. ending in State[ Election-In-Progress ]",
        "Moved to State[ ACTIVE-COORDINATOR ]",
        "Declared as Winner: Winner is : Enrollment […]",
        "Terracotta Server instance has started up as ACTIVE node on tsa-2 successfully, and is now ready for work.",
      ]
    `);
  });

  it('a client comes back in the window that follows', () => {
    const clients = 'client shop {\n  cache sessions\n}';
    const steps = 'every 1s shop get sessions keys 5\n  at 30s crash tsa-1';
    const seen = ran({ servers: 2, priority: 'availability', clients, steps });
    expect(seen.states('tsa-2')).toEqual(['0.0 passive', '30.0 electing', '35.0 in-window', '36.0 active']);
  });

  it('consistency with two servers: never (BasicExternalClusterFOPConsistencyIT)', () => {
    const seen = ran({ servers: 2, priority: 'consistency', steps: 'at 30s crash tsa-1' });
    expect(seen.states('tsa-2')).toEqual(['0.0 passive', '30.0 electing', '35.0 passive-suspended']);
    expect(seen.events('log', 'tsa-2').map(({ text }) => text)).toContain(
      'Not enough registered voters.  Require override intervention or 1 members of the stripe to be connected for action MOVE_TO_ACTIVE',
    );
  });

  it('consistency with a voter: within 10 s (Voter1x2IT)', () => {
    const seen = ran({ servers: 2, priority: 'consistency:1', voters: 1, steps: 'at 30s crash tsa-1' });
    const active = seen.events('state', 'tsa-2').find(({ text }) => text === 'active');
    expect(active?.seconds).toBeGreaterThan(35);
    expect(active?.seconds).toBeLessThan(40);
    expect(seen.events('voter-voted', 'voter-1')).toHaveLength(1);
  });

  it('of three, the two others agree on one and the third needs no new copy (StateManagerImpl.moveToPassiveReady)', () => {
    const seen = ran({ servers: 3, priority: 'consistency', steps: 'at 30s crash tsa-1' });
    expect(['tsa-2', 'tsa-3'].map((name) => lastState(seen.states(name))).sort()).toEqual(['active', 'passive']);
    expect(seen.events('sync-started')).toEqual([]);
    expect(seen.events('zapped')).toEqual([]);
  });

  it('it comes back as a passive (SimpleActivePassiveWithClassRuleIT.testRestartActive)', () => {
    const seen = ran({ servers: 2, priority: 'availability', steps: 'at 30s crash tsa-1\n  at 60s start tsa-1' });
    expect(seen.states('tsa-1').map((state) => state.split(' ')[1])).toEqual([
      'active',
      'down',
      'starting',
      'electing',
      'passive-uninitialized',
      'syncing',
      'passive',
    ]);
    expect(lastState(seen.states('tsa-2'))).toBe('active');
  });

  it('while its only passive is being synced: the stripe hangs', () => {
    const steps =
      'at 30s crash tsa-2\n  at 60s start tsa-2\n  when tsa-2 becomes syncing: crash tsa-1\n  at 90s start tsa-1';
    const seen = ran({ servers: 2, priority: 'availability', steps });
    expect(lastState(seen.states('tsa-2'))).toBe('syncing');
    expect(seen.events('state', 'tsa-1').filter(({ text, seconds }) => text === 'active' && seconds > 1)).toEqual([]);
    expect(seen.events('log', 'tsa-2').map(({ text }) => text)).toContain(
      'Passive only partially synced when active disappeared.',
    );
  });
});

describe('a passive is lost', () => {
  it('availability: the active goes on without a pause', () => {
    const seen = ran({ servers: 2, priority: 'availability', steps: 'at 30s crash tsa-2\n  at 35s start tsa-2' });
    expect(seen.states('tsa-1')).toEqual(['0.0 active']);
    expect(lastState(seen.states('tsa-2'))).toBe('passive');
  });

  it('consistency with a voter that is down: the active waits for votes until the passive is back', () => {
    const steps = 'at 20s crash voter-1\n  at 30s crash tsa-2\n  at 60s start tsa-2';
    const seen = ran({ servers: 2, priority: 'consistency:1', voters: 1, steps });
    expect(seen.states('tsa-1').map((state) => state.split(' ')[1])).toEqual(['active', 'active-suspended', 'active']);
    expect(seen.states('tsa-1')[1]).toBe('30.0 active-suspended');
    expect(Number.parseFloat(seen.states('tsa-1')[2] as string)).toBeLessThan(66);
    expect(lastState(seen.states('tsa-2'))).toBe('passive');
  });

  it('the operator lets it go on', () => {
    const steps = 'at 20s crash voter-1\n  at 30s crash tsa-2\n  at 60s promote tsa-1';
    const seen = ran({ servers: 2, priority: 'consistency:1', voters: 1, steps });
    expect(lastState(seen.states('tsa-1'))).toBe('active');
    expect(seen.events('override', 'tsa-1')).toHaveLength(1);
    expect(seen.events('log', 'tsa-1').map(({ text }) => text)).toContain(
      'Action:REMOVE_PASSIVE allowed because override received',
    );
  });

  it('consistency with a voter: the active asks it and goes on (Voter1x2IT.testTopologyUpdateAfterPassiveRemoval)', () => {
    const seen = ran({ servers: 2, priority: 'consistency:1', voters: 1, steps: 'at 30s crash tsa-2' });
    expect(lastState(seen.states('tsa-1'))).toBe('active');
    expect(seen.events('voter-voted', 'voter-1').map(({ seconds }) => Math.floor(seconds))).toEqual([30]);
  });
});

describe('a cold start', () => {
  const initially = 'initially tsa-1, tsa-2 down\n  at 10s start tsa-1';

  it('availability: the first one waits out the election and is the active', () => {
    expect(statesOf({ servers: 2, priority: 'availability', steps: initially }, 'tsa-1')).toEqual([
      '0.0 down',
      '10.0 starting',
      '13.0 electing',
      '18.0 active',
    ]);
  });

  it('consistency: every server has to be there (SafeStartupManagerImplTest.requestStartToActiveTransitionWithPeersJoining)', () => {
    const seen = ran({ servers: 2, priority: 'consistency', steps: `${initially}\n  at 60s start tsa-2` });
    expect(seen.states('tsa-1').slice(0, 4)).toEqual([
      '0.0 down',
      '10.0 starting',
      '13.0 electing',
      '18.0 start-suspended',
    ]);
    expect(['tsa-1', 'tsa-2'].map((name) => lastState(seen.states(name))).sort()).toEqual(['active', 'passive']);
  });

  it('consistency: or an operator (requestStartToActiveTransitionWithExternalIntervention)', () => {
    const steps = `${initially}\n  at 60s promote tsa-1`;
    expect(lastState(statesOf({ servers: 2, priority: 'consistency', steps }, 'tsa-1'))).toBe('start-suspended');
    // Allowed to start, it still has no majority of three; with two servers one vote of two is missing as well.
    const twice = `${steps}\n  at 70s promote tsa-1`;
    expect(lastState(statesOf({ servers: 2, priority: 'consistency', steps: twice }, 'tsa-1'))).toBe('active');
  });

  it('before core 5.6 voters and peers alone decide', () => {
    const steps = 'initially tsa-1, tsa-2, tsa-3 down\n  at 10s start tsa-1\n  at 10s start tsa-2';
    const old = ran({ servers: 3, priority: 'consistency', version: '10.5', steps });
    expect(['tsa-1', 'tsa-2'].map((name) => lastState(old.states(name))).sort()).toEqual(['active', 'passive']);
    const now = ran({ servers: 3, priority: 'consistency', steps });
    expect(['tsa-1', 'tsa-2'].map((name) => lastState(now.states(name)))).not.toContain('active');
  });

  it('all at once: it is over as soon as all have voted', () => {
    const steps = 'initially tsa-1, tsa-2 down\n  at 10s start tsa-1, tsa-2';
    const seen = ran({ servers: 2, priority: 'availability', steps });
    const active = seen.events('state').find(({ text }) => text === 'active');
    expect(active?.seconds).toBeLessThan(15);
  });

  it('one server alone: at once, whatever failover-priority says (ConsistencyManagerImplTest)', () => {
    const steps = 'initially tsa-1 down\n  at 10s start tsa-1';
    expect(statesOf({ servers: 1, priority: 'consistency:1', steps }, 'tsa-1').at(-1)).toBe('13.0 active');
  });
});

describe('the servers lose sight of each other', () => {
  it('consistency: the active goes on, the passive waits and is synced anew (DetachInConsistency1x2IT)', () => {
    const seen = ran({ servers: 2, priority: 'consistency', steps: 'at 30s partition tsa-1 | tsa-2 for 60s' });
    expect(seen.states('tsa-1')).toEqual(['0.0 active']);
    expect(seen.states('tsa-2').map((state) => state.split(' ')[1])).toEqual([
      'passive',
      'electing',
      'passive-suspended',
      'down',
      'starting',
      'electing',
      'passive-uninitialized',
      'syncing',
      'passive',
    ]);
  });

  it('consistency with three: the isolated active gives way and comes back as a passive (AttachInConsistency1x4IT)', () => {
    const seen = ran({ servers: 3, priority: 'consistency', steps: 'at 30s partition tsa-1 | tsa-2, tsa-3 for 60s' });
    expect(seen.states('tsa-1').map((state) => state.split(' ')[1])).toContain('active-suspended');
    expect(seen.states('tsa-1').map((state) => state.split(' ')[1])).toContain('down');
    expect(lastState(seen.states('tsa-1'))).toBe('passive');
    expect(['tsa-2', 'tsa-3'].map((name) => lastState(seen.states(name))).sort()).toEqual(['active', 'passive']);
  });

  it('availability: both are active until they meet; the one with fewer clients quits', () => {
    const clients = 'client shop x 2 {\n  cache sessions\n}';
    const steps = 'every 1s shop put sessions keys 5\n  at 30s cut tsa-1 from tsa-2 for 60s';
    const seen = ran({ servers: 2, priority: 'availability', clients, steps });
    expect(seen.states('tsa-1')).toEqual(['0.0 active']);
    expect(seen.states('tsa-2').map((state) => state.split(' ')[1])).toEqual([
      'passive',
      'electing',
      'in-window',
      'down',
      'starting',
      'electing',
      'passive-uninitialized',
      'syncing',
      'passive',
    ]);
    expect(
      seen
        .events('split-brain')
        .map(({ lane }) => lane)
        .sort(),
    ).toEqual(['tsa-1', 'tsa-2']);
    expect(seen.events('zapped', 'tsa-2').map(({ text }) => text)).toEqual([
      'Found that tsa-1 is active and has more clients connected to it than this server. Exiting ... !!',
    ]);
  });
});

describe('a server is found to be lost', () => {
  const lost = (fault: string): number => {
    const seen = ran({ servers: 2, priority: 'availability', steps: `at 30s ${fault}` });
    return (seen.events('node-lost', 'tsa-2')[0]?.seconds ?? Number.POSITIVE_INFINITY) - 30;
  };

  it.each([
    ['its process ends: at once', 'crash tsa-1', 0, 0.1],
    ['connects to it are refused', 'cut tsa-1 from tsa-2 refused', 0, 10],
    ['it answers nothing', 'power-off tsa-1', 9.5, 15],
    ['its process stands still', 'pause tsa-1 for 100s', 40.5, 46],
  ])('%s', (_, fault, least, most) => {
    expect(lost(fault)).toBeGreaterThanOrEqual(least);
    expect(lost(fault)).toBeLessThanOrEqual(most);
  });

  it('a frozen active that wakes up meets a second one', () => {
    const seen = ran({ servers: 2, priority: 'availability', steps: 'at 30s pause tsa-1 for 100s' });
    expect(seen.events('split-brain').length).toBeGreaterThan(0);
    expect(['tsa-1', 'tsa-2'].map((name) => lastState(seen.states(name))).sort()).toEqual(['active', 'passive']);
  });
});

describe('settings', () => {
  it('the election time can be set from core 5.8 on', () => {
    const stripe = {
      servers: 2,
      priority: 'availability',
      cluster: '  election-time 11s',
      steps: 'at 30s crash tsa-1',
    };
    expect(statesOf(stripe, 'tsa-2').at(-1)).toBe('41.0 active');
  });

  it('a changed reconnect window counts for the next failover', () => {
    const clients = 'client shop {\n  cache sessions\n}';
    const steps =
      'every 1s shop get sessions keys 5\n  at 20s set client-reconnect-window of orders to 20s\n  at 30s crash tsa-1, shop';
    const seen = ran({ servers: 2, priority: 'availability', clients, steps });
    expect(seen.states('tsa-2').slice(-2)).toEqual(['35.0 in-window', '55.0 active']);
    expect(seen.events('configuration-changed')).toHaveLength(1);
  });

  it('nothing can be changed while a server has not decided what it is', () => {
    const steps = 'at 30s crash tsa-1\n  at 60s set client-reconnect-window of orders to 20s';
    const seen = ran({ servers: 2, priority: 'consistency', steps });
    expect(seen.events('configuration-refused').map(({ text }) => text)).toEqual([
      'Please ensure all online nodes are either ACTIVE or PASSIVE before sending any update.',
    ]);
  });

  it('a passive that is down is detached, and the active goes on alone (DetachInConsistency1x2IT)', () => {
    const seen = ran({ servers: 2, priority: 'consistency', steps: 'at 30s crash tsa-2\n  at 60s detach tsa-2' });
    expect(lastState(seen.states('tsa-2'))).toBe('detached');
    expect(seen.states('tsa-1')).toEqual(['0.0 active']);
  });

  it('a server is attached after the active was lost (AttachCommandWithVoter1x3IT.testAttachAfterKillingActive)', () => {
    const steps = 'initially tsa-3 detached\n  at 30s crash tsa-1\n  at 60s attach tsa-3';
    const seen = ran({ servers: 3, priority: 'consistency:1', voters: 1, steps });
    expect(lastState(seen.states('tsa-2'))).toBe('active');
    expect(lastState(seen.states('tsa-3'))).toBe('passive');
  });
});

describe('a server that is not allowed to run', () => {
  it.each([
    ['5.6', 'stopped-by-itself'],
    ['10.7', 'stopped-by-itself'],
    ['10.5', 'active'],
    ['10.3', 'active'],
  ])('failover-priority is missing in %s: %s', (version, state) => {
    const text = stripeText({ servers: 2, version, priority: 'availability', steps: 'at 30s crash tsa-2' });
    const scenario = scenarioOf(text, { failoverPriority: 'missing' });
    expect(lastStateOf(run(scenario).trace, 'tsa-1')).toBe(state);
  });
});

describe('persistent data', () => {
  const restarted = (version: string, steps: string) => {
    const text = stripeText({ servers: 2, version, priority: 'availability', steps });
    return run(scenarioOf(text.replace('failover-priority', 'restartable true\n  failover-priority'), {})).trace;
  };

  it('a server that finds an active starts over without it', () => {
    const trace = restarted('10.7', 'at 30s crash tsa-2\n  at 60s start tsa-2');
    expect(textsOf(trace, 'zapped', 'tsa-2')).toEqual(['Clear and resync - server contains stale data.']);
    expect(lastStateOf(trace, 'tsa-2')).toBe('passive');
  });

  it('the one that went down first is the active when it is started first: nothing stops it', () => {
    const steps = 'at 30s crash tsa-2\n  at 60s crash tsa-1\n  at 90s start tsa-2\n  at 120s start tsa-1';
    const trace = restarted('10.7', steps);
    expect(lastStateOf(trace, 'tsa-2')).toBe('active');
    expect(textsOf(trace, 'zapped', 'tsa-1')).toHaveLength(1);
  });

  it('before core 5.5 one that went down as a passive waits for an active', () => {
    const steps = 'at 30s crash tsa-2\n  at 60s crash tsa-1\n  at 90s start tsa-2\n  at 120s start tsa-1';
    const trace = restarted('10.3', steps);
    expect(textsOf(trace, 'state', 'tsa-2')).toContain('waiting-for-zap');
    expect(lastStateOf(trace, 'tsa-1')).toBe('active');
  });
});

/** What the language does not let a scenario say: it is changed behind its back. */
function scenarioOf(text: string, settings: Partial<Terracotta10Cluster>): Scenario {
  const [scenario] = analyse(text, 'test.tcsim').model.scenarios;
  const [cluster] = scenario?.clusters ?? [];
  if (scenario === undefined || cluster?.terracotta10 === undefined) throw new Error('no cluster of the 10.x line');
  const changed = { ...cluster, terracotta10: { ...cluster.terracotta10, ...settings } };
  return { ...scenario, clusters: [changed] };
}

function textsOf({ events, lanes, strings }: Trace, kind: EventName, lane: string): string[] {
  const texts: string[] = [];
  for (let row = 0; row < events.count; row++) {
    if (events.kind[row] !== EVENT[kind] || lanes[events.lane[row] as number]?.name !== lane) continue;
    texts.push(strings[events.text[row] as number] ?? '');
  }
  return texts;
}

function lastStateOf(trace: Trace, lane: string): string | undefined {
  return textsOf(trace, 'state', lane).at(-1);
}

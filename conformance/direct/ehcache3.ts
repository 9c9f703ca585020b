/** Cluster tiers of Ehcache 3: what a passive remembers, and what becomes of single writes. */
import { ClusterState } from '../../server/src/simulator/terracotta-10/clients/state.ts';
import { FATES } from '../../server/src/trace/kinds.ts';
import type { Trace } from '../../server/src/trace/trace.ts';
import { OPERATIONS } from '../../server/src/trace/trace.ts';
import { COMMITS, type DirectCase, equal, holds } from '../case.ts';
import { runAll } from '../scenarios.ts';

const CLUSTERED = `${COMMITS.ehcache312} clustered`;

const TWO_SERVERS = `cluster orders {
  product terracotta 11.1
  failover-priority availability
  server s1, s2
}
client shop {
  read-timeout 60s  write-timeout WRITE
  cache things { local-tier false }
}
`;

interface Called {
  readonly operation: string;
  readonly seconds: number;
  readonly fate: string;
  readonly detail: string;
}

function callsOf({ calls, strings }: Trace): Called[] {
  return Array.from({ length: calls.count }, (_, row) => ({
    operation: OPERATIONS[calls.operation[row] as number]?.name ?? '',
    seconds: ((calls.endMicros[row] as number) - (calls.startMicros[row] as number)) / 1e6,
    fate: FATES[calls.fate[row] as number]?.name ?? '',
    detail: strings[calls.detail[row] as number] ?? '',
  }));
}

function calls(text: string): Called[] {
  return runAll(text, 'case.tcsim').flatMap(({ trace }) => callsOf(trace));
}

const CLEARED = (anomaly: string): string => `${TWO_SERVERS.replace('WRITE', '60s')}scenario "cleared" {
  duration 3min
  ${anomaly}
  at 20s shop put things key one
  at 25s shop clear things
  at 30s crash s1
  at 40s shop get things key one
}
`;

export const EHCACHE_3_CASES: readonly DirectCase[] = [
  {
    id: 'E25',
    title: 'cleared keys may reappear after a failover',
    area: 'Ehcache 3',
    source: `${CLUSTERED}/integration-test/src/test/java/org/ehcache/clustered/replication/BasicClusteredCacheOpsReplicationTest.java testClear (ignored); ehcache3 issue 3278`,
    expected:
      'clear, then the active is killed: get returns null. The test is ignored because cleared keys can reappear: not by default, and with the anomaly they do.',
    simulate: () => {
      const get = (anomaly: string): string => calls(CLEARED(anomaly)).at(-1)?.detail ?? '';
      return [
        equal('get by default', get(''), 'null'),
        equal(
          'get with the anomaly',
          get('anomaly cleared-keys-reappear') === 'null' ? 'null' : 'the value',
          'the value',
        ),
      ];
    },
  },
  {
    id: 'E35',
    title: 'an append that is tracked is tracked by the passive, too',
    area: 'Ehcache 3',
    source: `${CLUSTERED}/ehcache-client/src/test/java/org/ehcache/clustered/client/replication/ActivePassiveClientIdTest.java trackedMessagesReplicatedToPassive`,
    expected: 'One append: the passive knows its answer, and knows it no more when the client is gone.',
    simulate: () => {
      const passive = new ClusterState();
      passive.apply({ kind: 'tier-created', cache: 0 });
      passive.apply({ kind: 'client-added', connection: 7, client: 0, cluster: 1 });
      const invocation = {
        type: 'invoke',
        transaction: 3,
        oldest: 3,
        operation: 'APPEND',
        effect: 'set',
        cache: 0,
        key: 1,
        write: 0,
        completesWrite: true,
        cleansUp: -1,
        awaitsComplete: true,
      } as const;
      passive.apply({ kind: 'chain', connection: 7, invocation, invalidation: 0, ended: [] });
      const tracked = passive.recorded(7, 3);
      passive.apply({ kind: 'client-removed', connection: 7 });
      return [
        holds('answer that the passive knows', tracked !== undefined, tracked, 'there is one'),
        equal('answer when the client is gone', passive.recorded(7, 3) ?? 'none', 'none'),
      ];
    },
  },
  {
    id: 'D08',
    title: 'a put that timed out, and its clean-up, remove the key after a long failover',
    area: 'Ehcache 3',
    source: `${COMMITS.ehcache312} ehcache-impl/src/main/java/org/ehcache/impl/internal/resilience/RobustResilienceStrategy.java 82-84`,
    expected:
      'Write timeout 5 s, failover of 30 s: the put returns after 5 to 10 s; both the put and the removal are sent again in their order, and the key is absent.',
    simulate: () => {
      const all = calls(`${TWO_SERVERS.replace('WRITE', '5s')}scenario "long" {
  duration 4min
  at 30s crash s1
  at 30s cut shop from s2 refused for 30s
  at 31s shop put things key one
  at 2min shop get things key one
}
`);
      const [put, get] = all;
      const seconds = put?.seconds ?? 0;
      return [
        holds('seconds of the put', seconds >= 5 && seconds <= 10, seconds, '5 to 10'),
        equal('what became of it', put?.fate, 'lost'),
        equal('get after the failover', get?.detail, 'null'),
      ];
    },
  },
];

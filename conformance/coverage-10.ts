/** What of the failure behaviour of 10.x, 11.x and Ehcache 3 is simulated, and what is not: topic by topic. */
import type { Topic } from './coverage.ts';

export const TOPICS_10: readonly Topic[] = [
  {
    topic: 'States, elections, verification',
    source:
      'StateManagerImpl, ElectionManagerImpl, EnrollmentFactory, DistributedObjectServer of terracotta-core 5.3 to 5.12',
    simulated:
      'All states of a stripe member; elections that end when every configured server has voted, or after the election time; results, conflicts and reruns; weights in their order; the verification of whoever joins, with every reason for which a server clears its data and restarts; the exit codes of the start script; the stripe that hangs because its only complete copy is down. What a release does not have yet is a table of cores.',
    missing: 'Relays and replicas (5.12); the diagnostic mode of a node that is not activated or is being repaired.',
  },
  {
    topic: 'Votes and voters',
    source:
      'ConsistencyManagerImpl, SafeStartupManagerImpl, ServerVoterManagerImpl of terracotta-core; ClientVoterThread, VotingGroup, TCVoterMain of terracotta-platform',
    simulated:
      'Both thresholds; suspension, refused clients and replicated writes that wait; retries of 2 s and 5 s; the cold start that needs every server; override; registration, heartbeats, terms, owners and stolen votes; the topology that a voter fetches every 30 s.',
    missing: 'Voters of several clusters; security of their connection.',
  },
  {
    topic: 'Split brain',
    source: 'L2HAZapNodeRequestProcessor, StateManagerImpl',
    simulated:
      'Two actives that meet: verification by the highest connection id, then the full weights; the loser exits and comes back empty; a suspended one zaps nobody. Two actives of which one has seen later connections and the other has more clients stay both, as in the code.',
    missing: 'Nothing known.',
  },
  {
    topic: 'Reconnect window and connections',
    source: 'ServerClientHandshakeManager, ClientConnectionEstablisher, ServerStackProvider, ProcessTransactionHandler',
    simulated:
      'Who is waited for; acknowledgements that are withheld; late clients that are refused; redirects; the order of replay: references, invalidations, resends by their recorded place, the rest by client and transaction, new traffic; each applied once.',
    missing: 'Versions that do not match; limits of licences.',
  },
  {
    topic: 'Leases',
    source:
      'LeaseMaintainerImpl, LeaseExpiryConnectionKillingThread, LeaseMonitorThread, LeaseState, ActiveLeaseAcquirer',
    simulated:
      'Both ends, their looks every 200 ms, renewal after a third; leases that keep ticking while TCP is down and rest while the client reconnects; a length that is changed while the cluster runs.',
    missing: 'Clocks that run at different rates: every node has the same.',
  },
  {
    topic: 'Cluster tiers of Ehcache 3',
    source:
      'ClusteredStore, CommonServerStoreProxy, StrongServerStoreProxy, ReconnectingServerStoreProxy, ConnectionState, ClusterTierActiveEntity, RobustResilienceStrategy, RobustLoaderWriterResilienceStrategy, TieredStore of ehcache3 3.10',
    simulated:
      'Every operation of the language in every kind of failure for each resilience strategy (docs/ehcache3.md); what waits for the active and what for the passives; invalidation in strong and eventual caches; the local tier; clean-up that removes keys; reconnection, client modes, caches that stay stuck.',
    missing:
      'Cache events; caches that are created and destroyed while the application runs; eviction and sizes; values: no read is stale, it is only said to be local.',
  },
  {
    topic: 'Configuration at run time',
    source: 'Setting, ClusterValidator and the attach and detach commands of terracotta-platform 5.11',
    simulated:
      'client-reconnect-window and client-lease-duration; attach; detach -f, of passives and of the active; refusals while servers are not decided or no active is there.',
    missing:
      'The place of the tool in the network; settings that need a restart; repair of a configuration that was applied in part.',
  },
  {
    topic: 'Persistence',
    source: 'The open-source kits keep nothing: NullPlatformPersistentStorage',
    simulated: 'A full stop loses data, identities and cluster tiers; restarted servers are new ones.',
    missing: 'The stores of the commercial kits, and what they recover: not public.',
  },
  {
    topic: 'Several stripes',
    source: '–',
    simulated: 'Each stripe for itself: elections, votes, sync. Clients use the first one.',
    missing: 'How the commercial client uses several stripes: not public.',
  },
];

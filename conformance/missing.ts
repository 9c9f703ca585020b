/** Cases of the product that the simulator has no concept for. */
import { COMMITS, type MissingCase } from './case.ts';

const product = 'Terracotta 10.x and 11.x';

const RECONNECT = `${COMMITS.ehcache312} clustered/integration-test/src/test/java/org/ehcache/clustered`;
const LIFECYCLE = 'caches that are created and destroyed while the application runs';
const LISTENERS = 'cache event listeners';

export const MISSING: readonly MissingCase[] = [
  {
    id: 'E04',
    product,
    title: 'destroyCache while the client reconnects',
    area: 'Ehcache 3',
    source: `${RECONNECT}/reconnect/BasicCacheReconnectTest.java reconnectDuringCacheDestroy`,
    expected: 'The lease has run out; destroyCache succeeds, and the cache is gone.',
    missing: LIFECYCLE,
  },
  {
    id: 'E08',
    product,
    title: 'a tier manager that is half destroyed',
    area: 'Ehcache 3',
    source: `${RECONNECT}/ReconnectDuringDestroyTest.java reconnectDuringDestroyTest`,
    expected: 'The connection is lost after prepareForDestroy; a new one can destroy it.',
    missing: LIFECYCLE,
  },
  {
    id: 'E09',
    product,
    title: 'other caches go on when one was destroyed and the session is lost',
    area: 'Ehcache 3',
    source: `${RECONNECT}/ReconnectDuringDestroyTest.java reconnectAfterDestroyOneOfTheCache`,
    expected: 'One of two caches is destroyed, the lease runs out: the other has its values and takes new ones.',
    missing: LIFECYCLE,
  },
  {
    id: 'E05',
    product,
    title: 'a listener is told of events again after a reconnection',
    area: 'Ehcache 3',
    source: `${RECONNECT}/reconnect/EventsReconnectTest.java eventsFlowAgainAfterReconnection`,
    expected: 'The lease runs out; after it exactly one CREATED event for one put.',
    missing: LISTENERS,
  },
  {
    id: 'E36',
    product,
    title: 'events across a failover',
    area: 'Ehcache 3',
    source: `${RECONNECT}/EventsFailureBehaviorTest.java testEventsFailover (ignored)`,
    expected: 'Ignored with the reason that eventing is broken across a failover.',
    missing: LISTENERS,
  },
  {
    id: 'C09',
    product,
    title: 'a node that is started for repair is not activated',
    area: 'Configuration',
    source: `${COMMITS.platform511} dynamic-config/testing/integration-tests/src/test/java/org/terracotta/dynamic_config/system_tests/activated/DiagnosticMode1x2IT.java test_restart_passive_in_diagnostic_mode`,
    expected: 'A passive that is started with --repair-mode stays in DIAGNOSTIC.',
    missing: 'the repair mode of a server',
  },
];

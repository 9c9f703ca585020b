import { defaultOf, entryOf } from '../language/schema/index.ts';
import type { HealthCheck, Model } from '../model/model.ts';
import { healthCheckerAsserts } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { EDGES, placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS209',
  slug: 'hc-nonpositive',
  title: 'A health check has a value that is not positive, or less idletime than interval',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

The health checker asserts when it starts that \`ping-idletime\`, \`ping-interval\` and \`ping-probes\` are positive and that
\`ping-idletime\` is not shorter than \`ping-interval\`; otherwise the process ends with \`AssertionError: HealthChecker Config Error\`.

Zeros of the socket test are accepted, and are a warning. \`socket-connect-count 0\` is as good as 1: the first connect that succeeds is
already one too many, and a garbage collection looks like death. With \`socket-connect-timeout 0\` a connect that is not answered
before the next tick has failed.

## What to do

Use positive values, and a \`ping-idletime\` of at least one \`ping-interval\`.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.healthChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const { edge } of EDGES) {
        const check = cluster.healthCheck[edge];
        if (!check.pingEnabled) continue;
        for (const { name, value } of settingsOf(check)) {
          if (value > 0 || (!name.startsWith('ping-') && !check.socketConnect)) continue;
          const taken = SOCKET_TEST[name];
          const usual = defaultOf(entryOf(`health-check.${name}`), cluster.product.line, edge) ?? '1';
          yield {
            at: placeOf(cluster, edge, name) ?? cluster.at.name,
            ...(taken === undefined ? {} : { severity: 'warning' as const }),
            message: `${name} of the health check ${edge} must be positive.`,
            why: taken ?? 'The process ends at start with "AssertionError: HealthChecker Config Error".',
            help: `Use a positive value; the default is ${usual}.`,
            fixes: fix(`Set ${name} to ${usual}`, setOnEdge(model, cluster, edge, name, usual)),
          };
        }
        if (check.pingIdletimeMicros > 0 && check.pingIntervalMicros > check.pingIdletimeMicros) {
          const interval = written(check.pingIntervalMicros);
          // What is as short as that was meant in another unit (TCS210).
          const isTiny = check.pingIdletimeMicros < TINY_MICROS && check.pingIntervalMicros <= USUAL_MICROS;
          const better = isTiny ? written(USUAL_MICROS) : interval;
          yield {
            at: placeOf(cluster, edge, 'ping-idletime', 'ping-interval') ?? cluster.at.name,
            message: `ping-idletime of the health check ${edge}, ${spoken(check.pingIdletimeMicros)}, is shorter than its ping-interval, ${spoken(check.pingIntervalMicros)}.`,
            why: 'The process ends at start with "AssertionError: HealthChecker Config Error".',
            help: `Make ping-idletime at least ${interval}.`,
            fixes: fix(`Set ping-idletime to ${better}`, setOnEdge(model, cluster, edge, 'ping-idletime', better)),
          };
        }
      }
    }
  },

  demonstration: healthCheckerAsserts,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l1-l2 { ping-idletime 500ms  ping-interval 1s }
//                     ^^^^^^^^^^^^^^^^^^^ TCS209
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l1-l2 { ping-idletime 2s  ping-interval 1s }
}
`,
};

/** What the health checker makes of zero, where it does not assert. Source: ConnectionHealthCheckerContextImpl, HealthCheckerSocketConnectImpl. */
const SOCKET_TEST: Readonly<Record<string, string>> = {
  'socket-connect-count':
    'The first connect that succeeds is one too many then: a garbage collection looks like death.',
  'socket-connect-timeout':
    'A connect that is not answered before the next tick has failed then: a slow host looks dead.',
};

const TINY_MICROS = 100_000;
const USUAL_MICROS = 5_000_000;

function settingsOf(check: HealthCheck): readonly { readonly name: string; readonly value: number }[] {
  return [
    { name: 'ping-idletime', value: check.pingIdletimeMicros },
    { name: 'ping-interval', value: check.pingIntervalMicros },
    { name: 'ping-probes', value: check.pingProbes },
    { name: 'socket-connect-timeout', value: check.socketConnectTimeout },
    { name: 'socket-connect-count', value: check.socketConnectCount },
  ];
}

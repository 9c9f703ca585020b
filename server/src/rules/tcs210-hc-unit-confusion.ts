import type { HealthCheck, Model } from '../model/model.ts';
import { wrongUnit } from './demonstrations/detection.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { edgesOf, placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS210',
  slug: 'hc-unit-confusion',
  title: 'A value of a health check looks as if it had another unit',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

The properties of a health check mix units. \`ping.idletime\` and \`ping.interval\` are milliseconds; \`socketConnectTimeout\`
is a number of ping intervals. A \`socketConnectTimeout\` of 5000 is no five seconds but 5000 intervals, 83 minutes with
defaults, in which a host that lost its power counts as alive. A \`ping.interval\` of 5 is 5 ms: some pings are lost in every
minor garbage collection.

## When it is reported

For a \`socket-connect-timeout\` above 60 intervals, and for a \`ping-idletime\` or \`ping-interval\` below 100 ms.

## What to do

Write \`socket-connect-timeout\` as a number of intervals (5 by default), and times with their unit.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.healthChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const { edge } of edgesOf(cluster)) {
        const check = cluster.healthCheck[edge];
        if (check.at === undefined || !check.pingEnabled) continue;
        for (const { name, message, why, better } of mistakesOf(check)) {
          yield {
            at: placeOf(cluster, edge, name) ?? cluster.at.name,
            message: `${name} of the health check ${edge} is ${message}.`,
            why,
            help: `Use ${better} unless you mean it.`,
            fixes: fix(`Set ${name} to ${better}`, setOnEdge(model, cluster, edge, name, better)),
          };
        }
      }
    }
  },

  demonstration: wrongUnit,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l1 { socket-connect-timeout 5000 }
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS210
  health-check l1-l2 { ping-interval 1ms }
//                     ^^^^^^^^^^^^^^^^^ TCS210
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l1 { socket-connect-timeout 10 }
  health-check l1-l2 { ping-interval 2s }
}
`,
};

const MOST_INTERVALS = 60;
const SHORTEST_MICROS = 100_000;

interface Mistake {
  readonly name: string;
  readonly message: string;
  readonly why: string;
  readonly better: string;
}

function* mistakesOf(check: HealthCheck): Iterable<Mistake> {
  const { socketConnectTimeout: intervals, pingIntervalMicros, pingIdletimeMicros } = check;
  if (check.socketConnect && intervals > MOST_INTERVALS) {
    const thousands = intervals / 1000;
    yield {
      name: 'socket-connect-timeout',
      message: `${intervals} ping intervals, ${spoken(intervals * pingIntervalMicros)} in all`,
      why: 'It counts intervals, not milliseconds. A host without power, to which a connect gets no answer, counts as alive for so long.',
      better: Number.isInteger(thousands) && thousands <= MOST_INTERVALS ? String(thousands) : '5',
    };
  }
  for (const { name, micros, better } of [
    { name: 'ping-idletime', micros: pingIdletimeMicros, better: '5s' },
    { name: 'ping-interval', micros: pingIntervalMicros, better: '1s' },
  ]) {
    if (micros <= 0 || micros >= SHORTEST_MICROS) continue;
    yield {
      name,
      message: `only ${spoken(micros)}`,
      why: 'The property is in milliseconds. A check that runs so often takes a minor garbage collection for silence.',
      better,
    };
  }
}

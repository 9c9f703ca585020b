/**
 * What every operation of an Ehcache 3 cache comes to in every kind of failure, for each resilience strategy: runs them
 * all and writes docs/ehcache3.md.
 */
import { analyse, run } from '../index.ts';
import type { OperationName } from '../model/model.ts';
import { OPERATION } from '../trace/codes.ts';
import { OUTCOMES } from '../trace/kinds.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';

export const OPERATIONS_OF_EHCACHE_3: readonly OperationName[] = [
  'get',
  'containsKey',
  'getAll',
  'iterate',
  'put',
  'putAll',
  'putIfAbsent',
  'replace',
  'replaceIfEquals',
  'remove',
  'removeIfEquals',
  'removeAll',
  'clear',
];

const STRATEGIES = {
  robust: '',
  'loader-writer': 'loader-writer true',
  failing: 'resilience-strategy failing',
} as const;

type Strategy = keyof typeof STRATEGIES;

const FAILURES = {
  'time-out': {
    title: 'The cluster does not answer for a while',
    what: 'The packets between the client and the active vanish for 6.5 s, and the connection survives that. Time-outs are 2 s. The call is made after 1 s.',
    steps: ['at 10s cut shop from s1 for 6500ms'],
    atSeconds: 11,
    limit: '2s',
    lease: '150s',
  },
  failover: {
    title: 'Failover while the call waits',
    what: 'The active is killed and the passive takes over; the client is served again after 6 s. Time-outs are 5 s. The call is made after 0.5 s.',
    steps: ['at 10s crash s1'],
    atSeconds: 10.5,
    limit: '5s',
    lease: '150s',
  },
  closed: {
    title: 'The session is lost while the call waits',
    what: 'The client is cut off for longer than its lease of 20 s. Time-outs are 60 s. The call is made after 1 s.',
    steps: ['at 10s cut shop from s1, s2 for 60s'],
    atSeconds: 11,
    limit: '60s',
    lease: '20s',
  },
  reopening: {
    title: 'Ehcache is opening a new connection',
    what: 'The connection was closed, an earlier call has found out, and no server can be reached. Time-outs are 5 s.',
    steps: [
      'at 10s drop connection of shop to s1',
      'at 12s cut shop from s1, s2 for 60s',
      'at 13s shop get things key other',
    ],
    atSeconds: 20,
    limit: '5s',
    lease: '150s',
  },
  'data lost': {
    title: 'The servers came back without their data',
    what: 'Both servers were killed and started again, which empties them; the client mode is auto-create, and an earlier call has found out. Time-outs are 5 s.',
    steps: ['at 10s crash s1, s2', 'at 15s start s1, s2', 'at 40s shop get things key other'],
    atSeconds: 50,
    limit: '5s',
    lease: '150s',
  },
} as const;

export type FailureName = keyof typeof FAILURES;

export interface Ending {
  /** `null`, `returns`, `StoreAccessException` … */
  readonly text: string;
  readonly micros: number;
  /** What another client finds at the end under the key, or the first of the keys. */
  readonly afterwards: 'there' | 'gone' | 'unknown';
}

function scenarioText(failure: FailureName, strategy: Strategy, operation: OperationName): string {
  const { steps, atSeconds, limit, lease } = FAILURES[failure];
  const isBulk = operation === 'clear' || operation === 'iterate' || operation.endsWith('All');
  return `
cluster orders {
  product terracotta 10.15
  failover-priority availability
  client-lease-duration ${lease}
  offheap-resources main:512MB
  server s1, s2
}
client shop, other {
  client-mode auto-create  read-timeout ${limit}  write-timeout ${limit}
  cache things { clustered-dedicated 8MB from main  local-tier false  ${STRATEGIES[strategy]} }
}
scenario "${failure}" {
  duration 2min
  at 1s shop putAll things keys 3
  at 2s shop put things key one
${steps.map((step) => `  ${step}`).join('\n')}
  at ${Math.round(atSeconds * 1000)}ms shop ${operation} things ${isBulk ? 'keys 3' : 'key one'}
  at 110s other get things ${isBulk ? 'keys 1' : 'key one'}
}
`;
}

export function endingOf(failure: FailureName, strategy: Strategy, operation: OperationName): Ending {
  const { model, diagnostics } = analyse(scenarioText(failure, strategy, operation), 'ehcache3.tcsim');
  const [scenario] = model.scenarios;
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (scenario === undefined || error !== undefined) throw new Error(error?.message ?? 'the text has no scenario');
  const { trace } = run(scenario);
  const { calls } = trace;
  const row = rowOf(trace, operation, FAILURES[failure].atSeconds);
  const last = calls.count - 1;
  const outcome = OUTCOMES[calls.outcome[row] as number]?.name;
  const detail = detailOf(trace, row);
  const text =
    outcome === 'exception'
      ? (detail.split(':')[0] as string)
      : detail || (outcome === 'blocked' ? 'blocked' : 'returns');
  const answered = ['ok', 'local'].includes(OUTCOMES[calls.outcome[last] as number]?.name ?? '');
  return {
    text,
    micros: (calls.endMicros[row] as number) - (calls.startMicros[row] as number),
    afterwards: !answered ? 'unknown' : detailOf(trace, last) === 'null' ? 'gone' : 'there',
  };
}

function rowOf({ calls }: Trace, operation: OperationName, atSeconds: number): number {
  for (let row = 0; row < calls.count; row++) {
    if (calls.operation[row] === OPERATION[operation] && calls.startMicros[row] === atSeconds * 1e6) return row;
  }
  throw new Error(`${operation} was not made`);
}

function detailOf({ calls, strings }: Trace, row: number): string {
  return strings[calls.detail[row] as number] ?? '';
}

const PREAMBLE = `# Ehcache 3: what a call comes to when the cluster does not answer

<!-- Generated from runs by server/src/test/ehcache3.ts. Do not edit. -->

Terracotta 10.15, two servers, an eventual cache without a local tier in which every key has a value. Each cell is one run: what the caller
gets, and after how long. *The key afterwards* is what another client finds a minute later, with the robust strategy: a call that failed
may leave anything behind, so the strategy removes the key, and a call that ran into its time-out is carried out later all the same.
The robust strategy is the built-in one; with a loader-writer it goes to the system of record; a failing one is the application's own
and throws what it is given.
`;

/** docs/ehcache3.md. */
export function ehcache3Page(): string {
  const sections = (Object.keys(FAILURES) as FailureName[]).map((failure) => {
    const { title, what, steps } = FAILURES[failure];
    const rows = OPERATIONS_OF_EHCACHE_3.map((operation) => {
      const [robust, loaderWriter, failing] = (Object.keys(STRATEGIES) as Strategy[]).map((strategy) =>
        endingOf(failure, strategy, operation),
      ) as [Ending, Ending, Ending];
      const cells = [operation, cell(robust), robust.afterwards, cell(loaderWriter), cell(failing)];
      return `| ${cells.join(' | ')} |`;
    });
    return [
      `## ${title}\n`,
      `${what}\n`,
      `${steps.map((step) => `    ${step}`).join('\n')}\n`,
      '| Operation | Robust strategy | The key afterwards | With a loader-writer | Failing strategy |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [PREAMBLE, ...sections].join('\n');
}

function cell({ text, micros }: Ending): string {
  return micros === 0 ? `${text}, at once` : `${text}, after ${formatDuration(micros)}`;
}

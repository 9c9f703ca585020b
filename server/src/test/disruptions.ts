/**
 * What callers, local data and writes experience, for every combination of nonstop and rejoin and for the usual
 * disruptions: runs them all and writes docs/disruptions.md.
 */
import { analyse, run } from '../index.ts';
import type { OperationName } from '../model/model.ts';
import { keyNumber } from '../simulator/actions/operate.ts';
import { EVENT, FATE, OPERATION, OUTCOME } from '../trace/codes.ts';
import { OUTCOMES } from '../trace/kinds.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';

const BEHAVIOURS = [
  { name: 'no nonstop', setting: 'nonstop false' },
  { name: 'exception', setting: 'nonstop { timeout 5s  timeout-behavior exception }' },
  { name: 'noop', setting: 'nonstop { timeout 5s  timeout-behavior noop }' },
  { name: 'localReads', setting: 'nonstop { timeout 5s  timeout-behavior localReads }' },
  {
    name: 'localReadsAndExceptionOnWrite',
    setting: 'nonstop { timeout 5s  timeout-behavior localReadsAndExceptionOnWrite }',
  },
];

const LONG_KEY = keyNumber('long', 0, 1);

const DISRUPTIONS = [
  { name: 'blip of 3 s', steps: ['at 30s drop connection of shop to tsa-1 for 3s'], restartable: false },
  { name: 'cut of 60 s', steps: ['at 30s cut shop from tsa-1, tsa-2 for 60s'], restartable: false },
  { name: 'pause of the client for 70 s', steps: ['at 30s pause shop for 70s'], restartable: false },
  { name: 'crash of the active', steps: ['at 30s crash tsa-1'], restartable: false },
  {
    name: 'restart of the array with its data',
    steps: ['at 30s crash tsa-2', 'at 31s crash tsa-1', 'at 60s start tsa-1'],
    restartable: true,
  },
  {
    name: 'restart of the array without data',
    steps: ['at 30s crash tsa-2', 'at 31s crash tsa-1', 'at 60s start tsa-1'],
    restartable: false,
  },
];

function scenarioText(setting: string, rejoin: boolean, restartable: boolean, steps: readonly string[]): string {
  return `
cluster orders {
  product terracotta 4.3
  restartable ${restartable}
  server tsa-1, tsa-2
}
client shop {
  rejoin ${rejoin}
  cache sessions {
    consistency strong
    ${setting}
  }
}
scenario "disruption" {
  duration 4min
  every 500ms shop get sessions keys 50
  every 500ms shop put sessions keys 50
  every 500ms shop lock sessions key "short" for 100ms
  at 25s shop lock sessions key "long" for 100s
  ${steps.join('\n  ')}
}
`;
}

/** Docs page: one table per disruption, one row per combination. */
export function disruptionsPage(): string {
  const lines = [
    '# What a disruption does to callers, data and membership',
    '',
    '<!-- Generated from runs by server/src/test/disruptions.ts. Do not edit. -->',
    '',
    'Terracotta 4.3, two servers, one client with one strong cache, three threads: every half second one gets, one puts, 50 keys, and one',
    'locks a key for 100 ms. A fourth holds a lock from 25 s to 125 s: *Unlock* says what it gets when it gives the lock back. Nonstop waits',
    '5 s. Each row is one run of four minutes; the disruption begins after 30 s. *Longest* is the longest wait of a call that returned; a',
    'call that never returned is *blocked for good*.',
    '',
  ];
  for (const { name, steps, restartable } of DISRUPTIONS) {
    lines.push(`## ${name[0]?.toUpperCase()}${name.slice(1)}`, '');
    lines.push(...steps.map((step) => `    ${step}`), '');
    lines.push(
      '| Nonstop | Rejoin | Gets | Puts | Locks | Unlock | Local tier | Writes lost after success | At the end |',
    );
    lines.push('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
    for (const behaviour of BEHAVIOURS) {
      for (const rejoin of [false, true]) {
        const trace = traceOf(scenarioText(behaviour.setting, rejoin, restartable, steps));
        const cells = [
          callers(trace, 'get'),
          callers(trace, 'put'),
          callers(trace, 'lock'),
          unlock(trace),
          count(trace, EVENT['local-tier-wiped']) > 0 ? 'wiped' : 'kept',
          String(acknowledgedLost(trace)),
          lastState(trace),
        ];
        lines.push(`| ${behaviour.name} | ${rejoin ? 'on' : 'off'} | ${cells.join(' | ')} |`);
      }
    }
    lines.push('');
  }
  return lines.join('\n');
}

function traceOf(text: string): Trace {
  const { model, diagnostics } = analyse(text, 'disruption.tcsim');
  const [scenario] = model.scenarios;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (scenario === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
  return run(scenario).trace;
}

/** How calls that were not simply served came out, and how long callers waited at most. */
function callers(trace: Trace, operation: OperationName): string {
  const { calls } = trace;
  const outcomes = new Map<string, number>();
  let longest = 0;
  for (let row = 0; row < calls.count; row++) {
    if (calls.operation[row] !== OPERATION[operation]) continue;
    const outcome = calls.outcome[row] as number;
    const wait = (calls.endMicros[row] as number) - (calls.startMicros[row] as number);
    if (Number.isFinite(wait)) longest = Math.max(longest, wait);
    if (outcome === OUTCOME.ok || outcome === OUTCOME.local) continue;
    const exception = trace.strings[calls.detail[row] as number]?.split(':')[0] ?? '';
    const name = outcome === OUTCOME.exception ? exception : (OUTCOMES[outcome]?.name ?? '');
    const shown = name === 'blocked' ? 'blocked for good' : name;
    outcomes.set(shown, (outcomes.get(shown) ?? 0) + 1);
  }
  const parts = [...outcomes].map(([name, times]) => `${times} × ${name}`);
  const stall = longest >= 100_000 ? [`longest ${formatDuration(longest)}`] : [];
  return [...(parts.length > 0 ? parts : ['all served']), ...stall].join(', ');
}

/** What the thread gets that gives its lock back long after the disruption; the exception tells it what has happened, or nothing does. */
function unlock(trace: Trace): string {
  const { calls, events, strings } = trace;
  const rows = Array.from({ length: calls.count }, (_, row) => row);
  const row = rows.find((each) => calls.operation[each] === OPERATION.unlock && calls.key[each] === LONG_KEY);
  if (row === undefined) throw new Error('the thread never came to its unlock');
  const exception = strings[calls.detail[row] as number]?.split(':')[0] ?? '';
  const isLost = Array.from({ length: events.count }, (_, each) => each).some(
    (each) => events.kind[each] === EVENT['lock-lost'] && strings[events.text[each] as number] === 'long',
  );
  return exception || (isLost ? 'works, although the lock was lost' : 'works');
}

function acknowledgedLost(trace: Trace): number {
  const { calls } = trace;
  let lost = 0;
  for (let row = 0; row < calls.count; row++) {
    const succeeded = calls.outcome[row] === OUTCOME.ok || calls.outcome[row] === OUTCOME.local;
    if (succeeded && calls.fate[row] === FATE.lost) lost++;
  }
  return lost;
}

function count(trace: Trace, kind: number): number {
  return trace.events.kind.subarray(0, trace.events.count).filter((other) => other === kind).length;
}

function lastState(trace: Trace): string {
  const lane = trace.lanes.findIndex(({ name }) => name === 'shop');
  let state = '';
  for (let row = 0; row < trace.events.count; row++) {
    if (trace.events.kind[row] === EVENT.state && trace.events.lane[row] === lane) {
      state = trace.strings[trace.events.text[row] as number] ?? '';
    }
  }
  return state;
}

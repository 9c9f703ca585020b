/**
 * Who holds which state of an Integration Server session, read from the events of a run: a lane for each node that
 * works on the session, so that a divergence and the change that it cost are seen side by side.
 */
import { CLIENT_STATE, EVENT, OPERATION } from '../../../server/src/trace/codes.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';
import { indexOf } from '../../../server/src/trace/traceIndex.ts';
import { lowerBound } from './search.ts';
import type { Spans } from './spans.ts';
import { toneNumber } from './tones.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The copy of a session that one node works on. */
export interface SessionCopy {
  readonly session: string;
  /** Lane of the node. */
  readonly node: number;
  readonly spans: Spans;
  readonly vocabulary: Vocabulary;
  /** Events about this copy, in time order. */
  readonly rows: readonly number[];
}

/** The cache in which Integration Server keeps its sessions. */
const STORE = 'SessionStore';
const SHARED = 0;
const UNSAVED = 1;
/** Shared again, and what the node had changed on its own is gone; it stays so until the node changes something else. */
const BEREFT = 2;
/** From here on: apart from the node with that position among the nodes of the session. */
const APART = 3;
const NO_COPY = -1;

const ABOUT_SESSIONS = new Uint8Array(256);
for (const kind of [
  EVENT['session-read'],
  EVENT['session-saved'],
  EVENT['session-save-failed'],
  EVENT['session-diverged'],
  EVENT['session-overwritten'],
  EVENT['session-expired'],
]) {
  ABOUT_SESSIONS[kind] = 1;
}
/** Those that name a second node. */
const ABOUT_TWO: ReadonlySet<number> = new Set([
  EVENT['session-read'],
  EVENT['session-diverged'],
  EVENT['session-overwritten'],
]);
/** What happens next to a copy that had been changed on its own. */
const HAD_OWN_CHANGES: ReadonlySet<number> = new Set([
  EVENT['session-save-failed'],
  EVENT['session-saved'],
  EVENT['session-overwritten'],
]);

/** The copies of every session that anything is told about; by session, then by node. */
export function sessionCopies(trace: Trace): SessionCopy[] {
  const { count, kind, text } = trace.events;
  const rowsBySession = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    if (ABOUT_SESSIONS[kind[row] as number] === 1) {
      const rows = rowsBySession.get(text[row] as number);
      if (rows === undefined) rowsBySession.set(text[row] as number, [row]);
      else rows.push(row);
    }
  }
  const calls = rowsBySession.size === 0 ? [] : storeCalls(trace);
  return [...rowsBySession].flatMap(([name, rows]) => copiesOf(trace, trace.strings[name] ?? '', rows, calls));
}

interface StoreCall {
  readonly node: number;
  readonly key: number;
  readonly startMicros: number;
  readonly endMicros: number;
}

function storeCalls(trace: Trace): StoreCall[] {
  const nodeOfLane = new Map(
    trace.lanes.flatMap(({ kind, name, parent }, lane) =>
      kind === 'cache' && name.split('.').at(-1) === STORE ? [[lane, parent] as const] : [],
    ),
  );
  const { count, lane, key, startMicros, endMicros, operation } = trace.calls;
  const found: StoreCall[] = [];
  for (let row = 0; row < count; row++) {
    const node = nodeOfLane.get(lane[row] as number);
    if (node !== undefined && (operation[row] === OPERATION.get || operation[row] === OPERATION.put)) {
      const [start, end] = [startMicros[row] as number, endMicros[row] as number];
      found.push({ node, key: key[row] as number, startMicros: start, endMicros: end });
    }
  }
  return found;
}

function copiesOf(trace: Trace, session: string, rows: readonly number[], calls: readonly StoreCall[]): SessionCopy[] {
  const { kind, lane, a } = trace.events;
  const others = rows.filter((row) => ABOUT_TWO.has(kind[row] as number)).map((row) => a[row] as number);
  const nodes = [...new Set([...rows.map((row) => lane[row] as number), ...others])].sort((one, other) => one - other);
  const vocabulary = vocabularyOf(nodes.map((node) => trace.lanes[node]?.name ?? ''));
  const key = keyOf(trace, rows, calls);
  return nodes.map((node) => {
    const uses = calls.filter((call) => call.node === node && call.key === key).map(({ startMicros }) => startMicros);
    return {
      session,
      node,
      vocabulary,
      spans: spansOf(changesOf(trace, node, nodes, rows), Float64Array.from(uses), trace.durationMicros),
      rows: rows.filter((row) => lane[row] === node || (kind[row] === EVENT['session-diverged'] && a[row] === node)),
    };
  });
}

function vocabularyOf(nodeNames: readonly string[]): Vocabulary {
  return {
    names: [
      'shared state',
      'own state, not saved',
      'shared state, own changes lost',
      ...nodeNames.map((name) => `own state, apart from ${name}`),
    ],
    tones: Uint8Array.from([
      toneNumber('good'),
      toneNumber('warn'),
      toneNumber('warn'),
      ...nodeNames.map(() => toneNumber('bad')),
    ]),
    meanings: [
      'Works on the state that the array has; what it changes, the other nodes get.',
      'The array did not take the last change: it exists on this node only.',
      'Another node has written its own state. What this node changed while it was apart is gone.',
      ...nodeNames.map(
        (name) => `Both have changed the session on their own. Only one state can stay: its or ${name}'s.`,
      ),
    ],
  };
}

/** The key under which the session is stored: that of the calls which ended as the events about it happened. */
function keyOf(trace: Trace, rows: readonly number[], calls: readonly StoreCall[]): number | undefined {
  const { timeMicros, lane } = trace.events;
  const moments = new Set(rows.map((row) => `${lane[row]} ${timeMicros[row]}`));
  const votes = new Map<number, number>();
  for (const { node, key, endMicros } of calls) {
    if (moments.has(`${node} ${endMicros}`)) votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  return [...votes].sort(([, one], [, other]) => other - one)[0]?.[0];
}

interface Change {
  readonly atMicros: number;
  readonly state: number;
  readonly row: number;
}

/** What each event makes of the copy of a node, in time order. */
function changesOf(trace: Trace, node: number, nodes: readonly number[], rows: readonly number[]): Change[] {
  const { kind, lane, a, timeMicros } = trace.events;
  const changes: Change[] = indexOf(trace)
    .spansOfLane(node)
    .filter(({ state }) => state === CLIENT_STATE.down)
    .map(({ startMicros, row }) => ({ atMicros: startMicros, state: NO_COPY, row }));
  const add = (row: number, state: number) => changes.push({ atMicros: timeMicros[row] as number, state, row });
  for (const [position, row] of rows.entries()) {
    const isOwn = lane[row] === node;
    switch (kind[row]) {
      case EVENT['session-diverged']:
        if (isOwn) add(row, APART + nodes.indexOf(a[row] as number));
        else if (a[row] === node && hasOwnState(trace, node, rows.slice(position))) {
          add(row, APART + nodes.indexOf(lane[row] as number));
        }
        break;
      case EVENT['session-save-failed']:
        if (isOwn) add(row, UNSAVED);
        break;
      case EVENT['session-overwritten']:
        if (isOwn) add(row, BEREFT);
        else if (a[row] === node) add(row, SHARED);
        break;
      case EVENT['session-read']:
        if (isOwn && changes.at(-1)?.state !== BEREFT) add(row, SHARED);
        break;
      case EVENT['session-expired']:
        add(row, SHARED);
        break;
      default:
        if (isOwn) add(row, SHARED);
    }
  }
  return changes.sort((one, other) => one.row - other.row);
}

/** Whether the second node of a divergence, which is the first of `rows`, works on a state of its own as well. */
function hasOwnState(trace: Trace, node: number, rows: readonly number[]): boolean {
  const { kind, lane, timeMicros } = trace.events;
  const [diverged = 0, ...later] = rows;
  const next = later.find((row) => lane[row] === node);
  return next === undefined
    ? indexOf(trace).spanAt(node, timeMicros[diverged] as number)?.state !== CLIENT_STATE.online
    : HAD_OWN_CHANGES.has(kind[next] as number);
}

/** `uses` are the moments at which the node used the session: a copy exists from the first one on, or from the first event. */
function spansOf(changes: readonly Change[], uses: Float64Array, durationMicros: number): Spans {
  const spans: Change[] = [];
  const begin = (change: Change) => {
    const last = spans.at(-1);
    if (last?.atMicros === change.atMicros) spans.pop();
    if (spans.at(-1)?.state !== change.state) spans.push(change);
  };
  /** Between two changes a copy appears with its first use. */
  const beginWithUse = (fromMicros: number, toMicros: number) => {
    const first = uses[lowerBound(uses, fromMicros)];
    if (first !== undefined && first < toMicros) begin({ atMicros: first, state: SHARED, row: -1 });
  };
  let state = NO_COPY;
  let fromMicros = 0;
  for (const change of changes) {
    if (state === NO_COPY) beginWithUse(fromMicros, change.atMicros);
    // A failed save of a copy that is apart already says nothing new.
    state = change.state === UNSAVED && state >= APART ? state : change.state;
    fromMicros = change.atMicros;
    begin({ ...change, state });
  }
  if (state === NO_COPY) beginWithUse(fromMicros, durationMicros);
  const kept = spans
    .map((span, index) => ({ ...span, endMicros: spans[index + 1]?.atMicros ?? durationMicros }))
    .filter((span) => span.state !== NO_COPY);
  return {
    startMicros: Float64Array.from(kept, ({ atMicros }) => atMicros),
    endMicros: Float64Array.from(kept, ({ endMicros }) => endMicros),
    state: Uint8Array.from(kept, (span) => span.state),
    row: Int32Array.from(kept, ({ row }) => row),
  };
}

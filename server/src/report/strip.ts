/** A run in a few lines of characters: one row per server, voter, client and cache, time to the right. */
import { type LaneKind, STATES, type StateInfo, type Tone } from '../trace/kinds.ts';
import { laneName } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf } from '../trace/traceIndex.ts';
import { CALL_RANKS, callBuckets } from './callBuckets.ts';
import { familyOf } from './families.ts';
import { isNode } from './nodes.ts';
import { pausesOf } from './pauses.ts';
import { cut, inkOf, paint, type Style, wrapped } from './style.ts';

const GLYPHS: Readonly<Record<string, string>> = {
  active: '█',
  online: '█',
  registered: '█',
  passive: '▒',
  'in-window': '◇',
  handshaking: '◇',
  'active-suspended': '‖',
  'passive-suspended': '‖',
  'start-suspended': '‖',
  restoring: '~',
  reconnecting: '~',
  reopening: '~',
  offline: 'x',
  disconnected: 'x',
  'tier-failed': '#',
  ejected: '#',
  stuck: '#',
  down: '·',
  'stopped-by-itself': '·',
  detached: '·',
};
const TRANSITION = '░';

const MAX_COLUMNS = 100;
const isShown = (kind: LaneKind) => kind === 'cache' || isNode(kind);
const NO_BREAK = '\u00a0';

/** The rows with a scale above and a legend below. Members of a family that look alike share a row. */
export function stripLines(trace: Trace, style: Style): string[] {
  // Room for the name of every lane; ` ×20` of a family takes about that of a member's number.
  const names = trace.lanes.flatMap(({ kind }, lane) => (isShown(kind) ? [laneName(trace, lane)] : []));
  const nameWidth = Math.min(24, Math.max(6, ...names.map((name) => name.length + 1)));
  const columns = Math.max(20, Math.min(style.width, MAX_COLUMNS) - nameWidth - 4);
  const label = (name: string) => `  ${cut(name, nameWidth).padEnd(nameWidth)}  `;
  const rows = rowsOf(trace, columns);
  return [
    label('') + paint(style, 'dim', scale(trace.durationMicros, columns)),
    ...rows.map((row) => label(rowName(trace, row)) + painted(row.cells, style)),
    ...faultLines(trace, columns, label, style),
    ...wrapped({ ...style, width: Math.min(style.width, MAX_COLUMNS) }, legendOf(rows), label('')).map((line) =>
      paint(style, 'dim', line.replaceAll(NO_BREAK, ' ').trimEnd()),
    ),
  ];
}

interface Row {
  /** Lanes that look the same. */
  readonly lanes: number[];
  readonly cells: readonly Cell[];
}

function rowsOf(trace: Trace, columns: number): Row[] {
  const rows = new Map<string, Row>();
  for (const [lane, { kind }] of trace.lanes.entries()) {
    const cells =
      kind === 'cache' ? callCells(trace, lane, columns) : isNode(kind) ? stateCells(trace, lane, columns) : [];
    if (cells.some(({ glyph }) => glyph !== ' ')) {
      const key = `${familyOf(trace, lane).label}\n${cells.map(({ meaning }) => meaning).join('\n')}`;
      const row = rows.get(key);
      if (row === undefined) {
        rows.set(key, { lanes: [lane], cells });
      } else {
        row.lanes.push(lane);
      }
    }
  }
  return [...rows.values()];
}

function rowName(trace: Trace, { lanes }: Row): string {
  const [lane = 0] = lanes;
  return lanes.length > 1 ? `${familyOf(trace, lane).label} ×${lanes.length}` : laneName(trace, lane);
}

function legendOf(rows: readonly Row[]): string {
  const legend = new Map<string, string>();
  for (const { glyph, meaning } of rows.flatMap(({ cells }) => cells)) {
    if (meaning !== '') {
      legend.set(glyph, withMeaning(legend.get(glyph), meaning));
    }
  }
  return [...legend]
    .map(([glyph, meaning]) => `${glyph} ${meaning}`.replaceAll(' ', NO_BREAK))
    .join(`${NO_BREAK}${NO_BREAK} `);
}

interface Cell {
  readonly glyph: string;
  readonly tone: Tone;
  readonly meaning: string;
}

const EMPTY: Cell = { glyph: ' ', tone: 'off', meaning: '' };
const PAUSED: Cell = { glyph: '=', tone: 'warn', meaning: 'paused' };
const URGENCY: readonly Tone[] = ['off', 'idle', 'good', 'busy', 'warn', 'bad'];

/** Per column the state of the longest concern: the most urgent one that lasts for at least a tenth of the column. */
function stateCells(trace: Trace, lane: number, columns: number): Cell[] {
  const cells = new Array<Cell>(columns).fill(EMPTY);
  const columnMicros = trace.durationMicros / columns;
  const states: readonly StateInfo[] = STATES;
  for (const { state, startMicros, endMicros } of indexOf(trace).spansOfLane(lane)) {
    const { name = '', tone = 'idle' } = states[state] ?? {};
    const cell = { glyph: GLYPHS[name] ?? TRANSITION, tone, meaning: name };
    const first = Math.floor(startMicros / columnMicros);
    const last = Math.min(columns - 1, Math.ceil(endMicros / columnMicros) - 1);
    for (let column = first; column <= last; column++) {
      const before = cells[column] ?? EMPTY;
      const overlap = Math.min(endMicros, (column + 1) * columnMicros) - Math.max(startMicros, column * columnMicros);
      const isUrgent = URGENCY.indexOf(tone) >= URGENCY.indexOf(before.tone);
      if (before === EMPTY || overlap > columnMicros / 2 || (isUrgent && overlap > columnMicros / 10)) {
        cells[column] = cell;
      }
    }
  }
  for (const { startMicros, endMicros } of pausesOf(trace, lane)) {
    const last = Math.min(columns, Math.round(endMicros / columnMicros));
    cells.fill(PAUSED, Math.round(startMicros / columnMicros), last);
  }
  return cells;
}

/** Per column the worst that a caller met in it. */
function callCells(trace: Trace, lane: number, columns: number): Cell[] {
  return Array.from(callBuckets(trace, lane, columns), (rank) => CALL_RANKS[rank] ?? EMPTY);
}

function painted(cells: readonly Cell[], style: Style): string {
  let text = '';
  for (let from = 0; from < cells.length; ) {
    let to = from;
    while (to < cells.length && cells[to]?.glyph === cells[from]?.glyph && cells[to]?.tone === cells[from]?.tone) {
      to++;
    }
    const { glyph, tone } = cells[from] ?? EMPTY;
    text += paint(style, inkOf(tone), glyph.repeat(to - from));
    from = to;
  }
  return text.trimEnd();
}

/** A label at every quarter, and the end. */
function scale(durationMicros: number, columns: number): string {
  const text = (share: number) => formatDuration(Math.round((durationMicros * share) / 1e5) * 1e5);
  const marks = [0, 0.25, 0.5, 0.75].map((share) => `╷${text(share)}`.padEnd(Math.ceil(columns / 4)));
  const end = `${text(1)}╷`;
  return marks.join('').slice(0, columns - end.length) + end;
}

function faultLines(trace: Trace, columns: number, label: (name: string) => string, style: Style): string[] {
  const columnMicros = trace.durationMicros / columns;
  return trace.faults.map(({ label: text, startMicros, endMicros }) => {
    const from = Math.min(columns - 1, Math.floor(startMicros / columnMicros));
    const to = Math.max(from + 1, Math.min(columns, Math.ceil(endMicros / columnMicros)));
    const bar = endMicros > startMicros ? '━'.repeat(to - from) : '╵';
    const caption = cut(text, columns);
    const line = from + bar.length + 1 + caption.length <= columns ? `${bar} ${caption}` : bar;
    const before = line === bar && from > caption.length ? `${caption.padStart(from - 1)} ` : ' '.repeat(from);
    return label('') + paint(style, 'yellow', before + line);
  });
}

function withMeaning(before: string | undefined, meaning: string): string {
  return before === undefined || before.split('/').includes(meaning) ? (before ?? meaning) : `${before}/${meaning}`;
}

/** A run as one picture for a document: lanes, states, calls, faults and expectations. Light and dark by the viewer's choice. */
import type { RunResult } from '../index.ts';
import { STATES, type Tone } from '../trace/kinds.ts';
import { laneName } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf } from '../trace/traceIndex.ts';
import { CALL_RANKS, callBuckets } from './callBuckets.ts';
import { isNode } from './nodes.ts';
import { pausesOf } from './pauses.ts';
import { cut, MARK_OF_VERDICT } from './style.ts';

const WIDTH = 1200;
const MARGIN = 16;
const NODE_HEIGHT = 24;
const CACHE_HEIGHT = 12;
const GAP = 4;
const CHARACTER_WIDTH = 6.6;
const AXIS_HEIGHT = 22;
const FAULT_HEIGHT = 16;
const EXPECTATION_HEIGHT = 22;

/** Fill in light, fill in dark; the text on either is of full contrast. */
const FILLS: Readonly<Record<Tone, readonly [string, string]>> = {
  good: ['#9fd8a9', '#2b6b3a'],
  idle: ['#c9d4e3', '#3d4a5c'],
  busy: ['#a9cdf5', '#28527f'],
  warn: ['#f7d98a', '#7a5b12'],
  bad: ['#f3a9a3', '#8c2f29'],
  off: ['#e3e3e3', '#3a3a3a'],
};

const TONES = Object.keys(FILLS) as Tone[];
const variables = (theme: 0 | 1) => TONES.map((tone) => `--${tone}:${FILLS[tone][theme]}`).join(';');

const STYLE = `svg{color-scheme:light dark;color:#1b1f24;background:#fff;${variables(0)};font:12px system-ui,sans-serif}
@media(prefers-color-scheme:dark){svg{color:#e6e8eb;background:#16191d;${variables(1)}}}
text{fill:currentColor}.dim{opacity:.65}.h{font-weight:600;font-size:15px}.grid{stroke:currentColor;opacity:.15}
${TONES.map((tone) => `.${tone}{fill:var(--${tone})}`).join('')}
.pause{fill:url(#hatch);opacity:.3}.fault{fill:var(--bad);opacity:.3}.fault-line{stroke:var(--bad);stroke-width:1.5}
.window{stroke:currentColor;opacity:.5;stroke-width:3}.moment{fill:currentColor}`;

const HATCH =
  '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="currentColor" stroke-width="2"/></pattern></defs>';

/** The picture as a document of its own. */
export function runSvg({ scenario, trace, judgements, verdict }: RunResult): string {
  const lanes = trace.lanes
    .map((lane, index) => ({ ...lane, index, label: laneName(trace, index) }))
    .filter(({ kind }) => kind === 'cache' || isNode(kind));
  const labelWidth = 24 + CHARACTER_WIDTH * Math.min(28, Math.max(...lanes.map(({ label }) => label.length), 8));
  const left = MARGIN + labelWidth;
  const x = (micros: number) => left + ((WIDTH - MARGIN - left) * micros) / Math.max(trace.durationMicros, 1);
  const faultRows = faultRowsOf(trace, x);
  const faultsTop = MARGIN + 30;
  const lanesTop = faultsTop + FAULT_HEIGHT * (1 + Math.max(-1, ...faultRows)) + 6;
  let top = lanesTop;
  const parts: string[] = [];
  for (const { kind, index, label } of lanes) {
    const height = kind === 'cache' ? CACHE_HEIGHT : NODE_HEIGHT;
    const indent = kind === 'cache' ? 12 : 0;
    parts.push(text(MARGIN + indent, top + height / 2 + 4, cut(label, 30), kind === 'cache' ? 'dim' : ''));
    parts.push(
      kind === 'cache'
        ? callShapes(trace, index, top, x)
        : stateShapes(trace, index, top, x) + pauseShapes(trace, index, top, x),
    );
    top += height + GAP;
  }
  const lanesBottom = top;
  parts.unshift(faultBands(trace, faultRows, faultsTop, lanesBottom, x), axis(trace, x, lanesTop, lanesBottom));
  parts.push(faultLabels(trace, faultRows, faultsTop, lanesBottom, x));
  top = lanesBottom + AXIS_HEIGHT + 6;
  for (const judgement of judgements) {
    const { text: wanted = '', window } = scenario.expectations[judgement.expectation] ?? {};
    if (window !== undefined) {
      const y = top + EXPECTATION_HEIGHT / 2;
      const [from, to] = [x(window.fromMicros), x(Math.min(window.toMicros, trace.durationMicros))];
      const at = judgement.atMicros === undefined ? undefined : x(Math.min(judgement.atMicros, trace.durationMicros));
      const tone = { held: 'good', violated: 'bad', inconclusive: 'warn' }[judgement.verdict];
      parts.push(
        `<g><title>${escaped(judgement.reason)}</title><circle class="${tone}" cx="${MARGIN + 7}" cy="${n(y)}" r="8"/>`,
        text(MARGIN + 3, y + 4, MARK_OF_VERDICT[judgement.verdict]),
        text(MARGIN + 22, y + 4, wanted),
        `</g><path class="window" d="M${n(from)} ${n(y + 11)}H${n(Math.max(to, from + 2))}"/>`,
        at === undefined ? '' : `<circle class="moment" cx="${n(at)}" cy="${n(y + 11)}" r="4"/>`,
      );
      top += EXPECTATION_HEIGHT + 6;
    }
  }
  const height = Math.ceil(top + MARGIN);
  const variant = scenario.variant === '' ? '' : ` (${scenario.variant})`;
  const title = `${scenario.name}${variant}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title><desc id="d">Timeline of ${formatDuration(trace.durationMicros)}: ${verdict}. ${escaped(judgements.map(({ reason }) => reason).join(' '))}</desc>
<style>${STYLE}</style>
${HATCH}
${text(MARGIN, MARGIN + 12, title, 'h')}
${parts.join('\n')}
</svg>
`;
}

type Scale = (micros: number) => number;

function stateShapes(trace: Trace, lane: number, top: number, x: Scale): string {
  return indexOf(trace)
    .spansOfLane(lane)
    .filter(({ startMicros, endMicros }) => endMicros > startMicros)
    .map(({ state, startMicros, endMicros }) => {
      const { name = '', tone = 'idle' } = STATES[state] ?? {};
      const [from, to] = [x(startMicros), x(endMicros)];
      const times = `${name} ${formatDuration(startMicros)} to ${formatDuration(endMicros)}`;
      const fits = to - from > name.length * CHARACTER_WIDTH + 8;
      const rect = `<rect class="${tone}" x="${n(from)}" y="${top}" width="${n(Math.max(to - from, 0.7))}" height="${NODE_HEIGHT}" rx="2"/>`;
      return `<g><title>${times}</title>${rect}${fits ? text(from + 5, top + NODE_HEIGHT / 2 + 4, name) : ''}</g>`;
    })
    .join('');
}

function pauseShapes(trace: Trace, lane: number, top: number, x: Scale): string {
  return pausesOf(trace, lane)
    .map(({ startMicros, endMicros }) => {
      const [from, to] = [x(startMicros), x(endMicros)];
      const size = `width="${n(Math.max(to - from, 0.7))}" height="${NODE_HEIGHT}"`;
      const label = to - from > 60 ? text((from + to) / 2, top + NODE_HEIGHT / 2 + 4, 'paused', '', 'middle') : '';
      return `<g><title>paused</title><rect class="pause" x="${n(from)}" y="${top}" ${size}/>${label}</g>`;
    })
    .join('');
}

function callShapes(trace: Trace, lane: number, top: number, x: Scale): string {
  const parts = Math.round(x(trace.durationMicros) - x(0));
  const ranks = callBuckets(trace, lane, parts);
  const left = x(0);
  const shapes: string[] = [];
  for (let from = 0; from < parts; ) {
    let to = from + 1;
    while (to < parts && ranks[to] === ranks[from]) {
      to++;
    }
    const { tone, meaning } = CALL_RANKS[ranks[from] ?? 0] ?? CALL_RANKS[0];
    if (meaning !== '') {
      const rect = `<rect class="${tone}" x="${n(left + from)}" y="${top}" width="${to - from}" height="${CACHE_HEIGHT}">`;
      shapes.push(`${rect}<title>${meaning}</title></rect>`);
    }
    from = to;
  }
  return shapes.join('');
}

function axis(trace: Trace, x: Scale, top: number, bottom: number): string {
  const step = niceStep(trace.durationMicros / 10);
  const marks: string[] = [];
  for (let micros = 0; micros <= trace.durationMicros; micros += step) {
    marks.push(`<path class="grid" d="M${n(x(micros))} ${top}V${n(bottom + 4)}"/>`);
    const anchor = micros + step > trace.durationMicros ? 'end' : 'middle';
    marks.push(
      `<text class="dim" x="${n(x(micros))}" y="${n(bottom + 16)}" text-anchor="${anchor}">${formatDuration(micros)}</text>`,
    );
  }
  return marks.join('');
}

/** 1, 2, 5, 10, 15, 30 seconds or minutes …: the next step that people count in. */
function niceStep(micros: number): number {
  const seconds = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600,
  ];
  const step = seconds.find((candidate) => candidate * 1e6 >= micros);
  return step === undefined ? Math.ceil(micros / 3.6e9) * 3.6e9 : step * 1e6;
}

/** The row of each fault's label, so that labels do not cover each other. */
function faultRowsOf(trace: Trace, x: Scale): number[] {
  const ends: number[] = [];
  return trace.faults.map(({ label, startMicros }) => {
    const from = x(startMicros);
    const free = ends.findIndex((end) => end < from);
    const row = free < 0 ? ends.length : free;
    ends[row] = from + label.length * CHARACTER_WIDTH + 12;
    return row;
  });
}

/** How long each fault lasted, behind the lanes. */
function faultBands(trace: Trace, rows: readonly number[], top: number, bottom: number, x: Scale): string {
  return trace.faults
    .map(({ startMicros, endMicros }, index) => {
      const y = top + (rows[index] ?? 0) * FAULT_HEIGHT;
      const [from, to] = [x(startMicros), x(endMicros)];
      const size = `width="${n(to - from)}" height="${n(bottom - y)}"`;
      return to > from ? `<rect class="fault" x="${n(from)}" y="${n(y)}" ${size}/>` : '';
    })
    .join('');
}

function faultLabels(trace: Trace, rows: readonly number[], top: number, bottom: number, x: Scale): string {
  return trace.faults
    .map(({ label, startMicros }, index) => {
      const from = x(startMicros);
      const y = top + (rows[index] ?? 0) * FAULT_HEIGHT;
      const fitsRight = from + 4 + label.length * CHARACTER_WIDTH < WIDTH - MARGIN;
      const words = fitsRight ? text(from + 4, y + 12, label) : text(from - 4, y + 12, label, '', 'end');
      const line = `<path class="fault-line" d="M${n(from)} ${n(y)}V${n(bottom)}"/>`;
      return `<g><title>${escaped(label)} at ${formatDuration(startMicros)}</title>${line}${words}</g>`;
    })
    .join('');
}

function text(x: number, y: number, content: string, kind = '', anchor = ''): string {
  const attributes = `${kind === '' ? '' : ` class="${kind}"`}${anchor === '' ? '' : ` text-anchor="${anchor}"`}`;
  return `<text x="${n(x)}" y="${n(y)}"${attributes}>${escaped(content)}</text>`;
}

/** A coordinate in tenths. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

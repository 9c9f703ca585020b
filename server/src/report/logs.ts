/** What the products logged in a run, one line each, for `grep` and for eyes that know the product's own log. */
import { EVENT } from '../trace/codes.ts';
import { laneName } from '../trace/sentence.ts';
import { formatInstant } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { paint, type Style } from './style.ts';

/** The lines of some nodes, given by their names or by that of their family; no names: of all. In time order. */
export function logLines(trace: Trace, nodes: readonly string[], style: Style): string[] {
  const { count, kind, lane, timeMicros, text } = trace.events;
  const isWanted = trace.lanes.map(
    ({ name, kind, group }) =>
      nodes.length === 0 || nodes.includes(name) || (kind === 'client' && nodes.includes(group)),
  );
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    if (kind[row] === EVENT.log && isWanted[lane[row] ?? 0]) {
      rows.push(row);
    }
  }
  const nameOf = (row: number) => laneName(trace, lane[row] ?? 0);
  const width = rows.reduce((widest, row) => Math.max(widest, nameOf(row).length), 0);
  return rows.map((row) => {
    const head = `${formatInstant(timeMicros[row] ?? 0).padStart(11)}  ${nameOf(row).padEnd(width)}  `;
    return paint(style, 'dim', head) + (trace.strings[text[row] ?? 0] ?? '');
  });
}

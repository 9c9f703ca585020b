/**
 * Searching a million events as the user types: the words are looked up in the tables (kinds, lanes, interned
 * strings) once, after which a row is accepted or refused by three array reads per word.
 */
import { EVENTS, OUTCOMES } from '../../../server/src/trace/kinds.ts';
import { laneName } from '../../../server/src/trace/sentence.ts';
import { OPERATIONS, type Trace } from '../../../server/src/trace/trace.ts';

export type RowFilter = (row: number) => boolean;

const ALL_ROWS: RowFilter = () => true;

/** Every word of the query must occur in the event's kind, sentence, lane or text; upper and lower case are alike. */
export function eventFilter(trace: Trace, query: string): RowFilter {
  const kinds = EVENTS.map((event) => `${event.name} ${event.category} ${event.sentence.replaceAll(/\{\w+\}/g, '')}`);
  const tables = searchTables(trace, query, kinds);
  const { kind, lane, text } = trace.events;
  return allOf(
    tables.map(
      (table) => (row) =>
        table.heads[kind[row] as number] === 1 ||
        table.lanes[lane[row] as number] === 1 ||
        table.strings[text[row] as number] === 1,
    ),
  );
}

/** Every word must occur in the call's operation, outcome, lane or detail. */
export function callFilter(trace: Trace, query: string): RowFilter {
  const operations = OPERATIONS.map((operation) => operation.name);
  const outcomes = OUTCOMES.map((outcome) => outcome.name);
  const tables = searchTables(trace, query, [...operations, ...outcomes]);
  const { operation, outcome, lane, detail } = trace.calls;
  return allOf(
    tables.map(
      (table) => (row) =>
        table.heads[operation[row] as number] === 1 ||
        table.heads[operations.length + (outcome[row] as number)] === 1 ||
        table.lanes[lane[row] as number] === 1 ||
        table.strings[detail[row] as number] === 1,
    ),
  );
}

interface WordTable {
  readonly heads: Uint8Array;
  readonly lanes: Uint8Array;
  readonly strings: Uint8Array;
}

function searchTables(trace: Trace, query: string, heads: readonly string[]): WordTable[] {
  const lanes = trace.lanes.map((_, lane) => laneName(trace, lane));
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({
      heads: matches(heads, word),
      lanes: matches(lanes, word),
      strings: matches(trace.strings, word),
    }));
}

function matches(texts: readonly string[], word: string): Uint8Array {
  return Uint8Array.from(texts, (text) => (text.toLowerCase().includes(word) ? 1 : 0));
}

function allOf(filters: readonly RowFilter[]): RowFilter {
  const [first, ...others] = filters;
  if (first === undefined) {
    return ALL_ROWS;
  }
  return others.length === 0 ? first : (row) => filters.every((filter) => filter(row));
}

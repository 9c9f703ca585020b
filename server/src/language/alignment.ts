import type { Word } from './syntax.ts';

/** Lines of one kind that follow each other share a column. */
export type ColumnKind = 'time' | 'event' | 'import';

/** A line of formatted text before its columns are known. */
export interface Line {
  readonly depth: number;
  readonly code: string;
  /** What starts in the column that is shared with the neighbours; the code stands in front of it. */
  readonly column: Column | undefined;
  readonly blankBefore: boolean;
  comment: string | undefined;
}

export interface Column {
  readonly kind: ColumnKind;
  readonly text: string;
  /** The author left more than one space in front of it. */
  readonly wide: boolean;
}

/** How many words stand in front of the column, and of which kind it is; undefined when the statement has no column. */
export function columnOf(words: readonly Word[]): { readonly kind: ColumnKind; readonly at: number } | undefined {
  const column = findColumn(words);
  return column && column.at > 0 && column.at < words.length ? column : undefined;
}

function findColumn(words: readonly Word[]): { readonly kind: ColumnKind; readonly at: number } | undefined {
  switch (words[0]?.text) {
    case 'at':
    case 'every':
      return { kind: 'time', at: endOfTime(words) };
    case 'when':
      return { kind: 'event', at: words.findIndex(({ text }) => text === ':') + 1 };
    case 'import':
      return { kind: 'import', at: words.findIndex(({ text }) => text === 'as') };
    default:
      return undefined;
  }
}

/** `at 30s`, `at 20s..60s`, `at 30s every 10s until 2min`, `every 1s from 10s until 2min`: the index behind it. */
function endOfTime(words: readonly Word[]): number {
  const textAt = (index: number) => words[index]?.text ?? '';
  let index = 0;
  while (['at', 'every', 'from', 'until'].includes(textAt(index))) {
    index += 2;
    while (textAt(index) === '..' || textAt(index) === '+') index += 2;
  }
  return index;
}

/** Puts columns and trailing comments of neighbours under each other, and indents. */
export function alignLines(lines: readonly Line[]): readonly string[] {
  const codes = runs(lines, ({ column }) => column?.kind).flatMap(alignColumns);
  const texts: string[] = [];
  for (const run of runs(lines, commentKind)) {
    const place = texts.length;
    const width = widest(codes.slice(place, place + run.length));
    run.forEach(({ comment, code: own }, index) => {
      const code = codes[place + index] ?? '';
      if (comment === undefined) texts.push(code);
      else texts.push(own === '' ? code + comment : `${code.padEnd(width)}  ${comment}`);
    });
  }
  return texts;
}

/** A comment at a brace speaks about the block, not about the line: it is no neighbour of the others. */
function commentKind({ comment, code }: Line): string | undefined {
  return comment === undefined || code === '' || /[{}]$/.test(code) ? undefined : 'comment';
}

function alignColumns(run: readonly Line[]): readonly string[] {
  const codes = run.map(({ depth, code }) => '  '.repeat(depth) + code);
  const gap = run.length > 1 && run.every(({ column }) => column?.wide) ? 2 : 1;
  const start = widest(codes) + gap;
  return run.map(({ column }, index) => {
    const code = codes[index] ?? '';
    return column === undefined ? code : code.padEnd(start) + column.text;
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, { length }) => Math.max(width, length), 0);
}

/** Cuts lines into runs of neighbours with the same key and depth; a line without a key stands alone. */
function runs(lines: readonly Line[], keyOf: (line: Line) => string | undefined): Line[][] {
  const all: Line[][] = [];
  let run: Line[] = [];
  for (const line of lines) {
    const last = run.at(-1);
    const key = keyOf(line);
    const joins = last && key && key === keyOf(last) && line.depth === last.depth && !line.blankBefore;
    if (!joins) {
      run = [];
      all.push(run);
    }
    run.push(line);
  }
  return all;
}

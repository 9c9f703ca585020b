/** How text is set in a terminal: colours if it has them, lines no longer than it is wide. */
import type { Tone } from '../trace/kinds.ts';
import type { Verdict } from '../verdict/verdict.ts';

export interface Style {
  readonly color: boolean;
  /** Columns; Infinity where lines need not be broken, as in a file. */
  readonly width: number;
}

export const PLAIN: Style = { color: false, width: Number.POSITIVE_INFINITY };

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
export type Ink = keyof typeof CODES;

export function paint({ color }: Style, ink: Ink | undefined, text: string): string {
  return color && ink !== undefined && text !== '' ? `\u001b[${CODES[ink]}m${text}\u001b[0m` : text;
}

const INK_OF_TONE: Readonly<Record<Tone, Ink | undefined>> = {
  good: 'green',
  idle: undefined,
  busy: 'cyan',
  warn: 'yellow',
  bad: 'red',
  off: 'dim',
};

export function inkOf(tone: Tone): Ink | undefined {
  return INK_OF_TONE[tone];
}

export const INK_OF_VERDICT: Readonly<Record<Verdict, Ink>> = {
  held: 'green',
  violated: 'red',
  inconclusive: 'yellow',
};
export const MARK_OF_VERDICT: Readonly<Record<Verdict, string>> = { held: '✓', violated: '✗', inconclusive: '?' };

/** The text as lines of at most the style's width, each behind the indent; words are not split. */
export function wrapped({ width }: Style, text: string, indent: string): string[] {
  const room = Math.max(width - indent.length, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}

/** At most so many columns, with `…` for what is cut off. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`;
}

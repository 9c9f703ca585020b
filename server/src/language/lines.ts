import type { Range } from './syntax.ts';

/** A place as editors count it: lines from 0, characters in UTF-16 code units from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Translates offsets of one text to positions and back. Lines end with LF, CR LF or CR, as in the Language Server Protocol. */
export class LineIndex {
  readonly #text: string;
  /** Where each line starts, ascending; the first is 0. */
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = text.includes('\r') ? startsByAnyEnd(text) : startsByLineFeed(text);
  }

  /** At least 1; a text that ends with a line end has an empty last line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** An offset outside the text becomes its nearer end; one between CR and LF the end of that line. */
  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const { start, end } = this.line(low);
    return { line: low, character: Math.max(0, Math.min(offset, end) - start) };
  }

  /** A character behind the end of its line becomes the end of the line, a line behind the last one the end of the text. */
  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.#starts.length) return this.#text.length;
    const { start, end } = this.line(line);
    return Math.max(start, Math.min(start + character, end));
  }

  /** The content of a line, without its terminator. An empty range at the end of the text for a line that is not there. */
  line(line: number): Range {
    const start = this.#starts[line] ?? this.#text.length;
    let end = this.#starts[line + 1] ?? this.#text.length;
    if (end > start && this.#text[end - 1] === '\n') end--;
    if (end > start && this.#text[end - 1] === '\r') end--;
    return { start, end };
  }
}

function startsByLineFeed(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function startsByAnyEnd(text: string): number[] {
  const starts = [0];
  for (const { index, 0: terminator } of text.matchAll(/\r\n?|\n/g)) starts.push(index + terminator.length);
  return starts;
}

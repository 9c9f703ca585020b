/** Offsets as places that people and other programs can find. */
import { LineIndex } from '../language/lines.ts';
import type { Origin, SourceFile } from '../model/model.ts';

/** Counted from 1, as compilers do; columns in UTF-16 code units. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The files of a program with their line ends, each found once. */
export class Places {
  readonly files: readonly SourceFile[];
  readonly #lines = new Map<number, LineIndex>();

  constructor(files: readonly SourceFile[]) {
    this.files = files;
  }

  of({ file, start, end }: Origin): SourcePlace {
    const lines = this.linesOf(file);
    const first = lines.position(start);
    const last = lines.position(Math.max(start, end));
    return {
      file: this.files[file]?.name ?? '',
      line: first.line + 1,
      column: first.character + 1,
      endLine: last.line + 1,
      endColumn: last.character + 1,
    };
  }

  /** `orders.tcsim:12`. */
  short(origin: Origin): string {
    const { file, line } = this.of(origin);
    return `${file}:${line}`;
  }

  linesOf(file: number): LineIndex {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new LineIndex(this.files[file]?.text ?? '');
      this.#lines.set(file, lines);
    }
    return lines;
  }
}

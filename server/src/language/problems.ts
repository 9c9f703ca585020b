import type { SyntaxProblem } from './syntax.ts';

/** More than this many mistakes are not read by anybody: the rest is counted. */
const PROBLEM_LIMIT = 100;

/** Collects what the lexer and the parser find, in any order. */
export class Problems {
  #found: SyntaxProblem[] = [];

  add(start: number, end: number, message: string, help: string): void {
    this.#found.push({ start, end, message, help });
  }

  addStrayBrace(start: number): void {
    this.add(start, start + 1, 'This brace closes nothing.', 'Remove it, or open its block with `{` above.');
  }

  clear(): void {
    this.#found = [];
  }

  /** In the order of the text; after the hundredth, one problem that stands for all others. */
  list(): readonly SyntaxProblem[] {
    const sorted = this.#found.sort((a, b) => a.start - b.start || a.end - b.end);
    const next = sorted[PROBLEM_LIMIT];
    if (next === undefined) return sorted;
    const more = sorted.length - PROBLEM_LIMIT;
    return [
      ...sorted.slice(0, PROBLEM_LIMIT),
      {
        start: next.start,
        end: next.end,
        message: `And ${more} more syntax ${more === 1 ? 'problem' : 'problems'} from here on.`,
        help: 'Correct the first ones and check again; if this is not a tcsim text at all, open it as what it is.',
      },
    ];
  }
}

/** Collects diagnostics while a model is built. */
import type { Range } from '../language/syntax.ts';
import { type Diagnostic, type Fix, type LanguageCode, SEVERITIES, type Severity } from './diagnostic.ts';
import type { Origin } from './model.ts';

export interface Finding {
  readonly code: LanguageCode;
  readonly at: Origin;
  readonly message: string;
  readonly help: string;
  readonly why?: string;
  /** `error` unless given. */
  readonly severity?: Severity;
  readonly related?: Diagnostic['related'];
  readonly fixes?: readonly Fix[];
}

export class Reporter {
  readonly #found = new Map<string, Diagnostic>();
  readonly #before: number;

  /** @param before how many diagnostics other reporters of the same program have */
  constructor(before = 0) {
    this.#before = before;
  }

  /** Reports once: the runs of a `for` read the same statements again. */
  add(finding: Finding): void {
    const { code, at, message } = finding;
    const key = keyOf(finding);
    if (this.#found.has(key)) return;
    this.#found.set(key, {
      code,
      severity: finding.severity ?? 'error',
      at,
      message,
      why: finding.why ?? '',
      help: finding.help,
      related: finding.related ?? [],
      fixes: finding.fixes ?? [],
    });
  }

  /** Takes over what another reporter found. */
  join(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const key = keyOf(diagnostic);
      if (!this.#found.has(key)) this.#found.set(key, diagnostic);
    }
  }

  /** How many were found until now, by this reporter and those before. */
  get count(): number {
    return this.#before + this.#found.size;
  }

  /** So much is wrong that nobody reads suggestions any more; looking for them would take longer than the rest. */
  get isCrowded(): boolean {
    return this.count >= CROWDED;
  }

  /** Whether so many more leave it uncrowded, so that they would read the same if they were found now. */
  hasRoomFor(more: number): boolean {
    return this.count + more < CROWDED;
  }

  /** In the order in which they were found. */
  all(): readonly Diagnostic[] {
    return [...this.#found.values()];
  }

  /** Sorted by file, place, code. What is more than can be read is counted at its first place. */
  list(): Diagnostic[] {
    const sorted = [...this.#found.values()].sort(byPlace);
    const rest = sorted.splice(MOST_DIAGNOSTICS);
    const [first] = rest;
    if (first === undefined) return sorted;
    const severity = SEVERITIES.find((each) => rest.some((diagnostic) => diagnostic.severity === each)) ?? 'error';
    const message = `And ${rest.length} more problems from here on.`;
    sorted.push({
      ...first,
      severity,
      message,
      why: '',
      help: 'Solve the first ones and check again.',
      related: [],
      fixes: [],
    });
    return sorted;
  }
}

const keyOf = ({ code, at, message }: Pick<Diagnostic, 'code' | 'at' | 'message'>): string =>
  `${at.file}:${at.start}:${at.end}:${code}:${message}`;

const CROWDED = 200;
const MOST_DIAGNOSTICS = 1_000;

/** The order in which diagnostics are shown: file, place, code. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    a.at.file - b.at.file ||
    a.at.start - b.at.start ||
    a.at.end - b.at.end ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

export const originOf = (file: number, range: Range): Origin => ({ file, start: range.start, end: range.end });

/** A fix that puts a text in the place of a range. */
export const replacing = (at: Origin, text: string, title = `Change to \`${text}\``): Fix => ({
  title,
  edits: [{ at, text }],
});

export const inserting = (file: number, offset: number, text: string, title: string): Fix =>
  replacing({ file, start: offset, end: offset }, text, title);

/** Collects diagnostics while a model is built. */
import type { Range } from '../language/syntax.ts';
import type { Diagnostic, Fix, LanguageCode, Severity } from './diagnostic.ts';
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

  /** Reports once: the runs of a `for` read the same statements again. */
  add(finding: Finding): void {
    const { code, at, message } = finding;
    const key = `${at.file}:${at.start}:${at.end}:${code}:${message}`;
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

  /** So much is wrong that nobody reads suggestions any more; looking for them would take longer than the rest. */
  get isCrowded(): boolean {
    return this.#found.size >= CROWDED;
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

const CROWDED = 200;
const MOST_DIAGNOSTICS = 1_000;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

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

/** What is reported about a text, whoever finds it: parser, name resolution, rule. Plain data, no protocol. */
import type { Origin } from '../language/syntax.ts';

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

export type Severity = (typeof SEVERITIES)[number];

export interface TextEdit {
  readonly at: Origin;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  /** `TCS001`–`TCS099` language and names, `TCS101` and up the rules. */
  readonly code: string;
  readonly severity: Severity;
  readonly at: Origin;
  /** What is wrong. One sentence. */
  readonly message: string;
  /** Why it matters. May be empty for plain syntax errors. */
  readonly why: string;
  /** What to do. */
  readonly help: string;
  readonly related: readonly { readonly at: Origin; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

/**
 * Codes of the language itself: TCS001 syntax · TCS002 unknown name · TCS003 unknown setting or statement · TCS004 wrong unit or
 * type · TCS005 out of range · TCS006 duplicate · TCS007 import · TCS008 faults that contradict each other · TCS009 not in this
 * product line · TCS010 too large · TCS011 something required is missing · TCS020 a suppression that suppresses nothing ·
 * TCS021 a suppression that is not understood or gives no reason · TCS022 a mistake in `tcsim.json`.
 */
export type LanguageCode = `TCS0${string}`;

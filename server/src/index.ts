/**
 * The engine's façade: what the command, the language server and the tests call. Text in, plain data out; no protocol,
 * no file system, no clock.
 */
import type { SyntaxTree } from './language/syntax.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Model, Scenario } from './model/model.ts';
import type { Trace } from './trace/trace.ts';
import type { Judgement, Verdict } from './verdict/verdict.ts';

/** Gives the text of a file named in an import, already resolved against the importing file; undefined when there is none. */
export type ReadImport = (target: string, from: string) => { readonly name: string; readonly text: string } | undefined;

export interface Analysis {
  readonly tree: SyntaxTree;
  readonly model: Model;
  /** Sorted by file, place, code. Language problems and rules together. */
  readonly diagnostics: readonly Diagnostic[];
  /** No diagnostic of severity error: the scenarios may be run. */
  readonly runnable: boolean;
}

export interface RunResult {
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly judgements: readonly Judgement[];
  /** violated if any is, else inconclusive if any is, else held. */
  readonly verdict: Verdict;
}

/**
 * The engine's façade: what the command, the language server and the tests call. Text in, plain data out; no protocol,
 * no file system, no clock.
 */
import { parse, reparse } from './language/index.ts';
import type { SyntaxTree } from './language/syntax.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { buildProgram, byPlace, type Model, type ProgramSymbol, type Scenario } from './model/index.ts';
import { runRules } from './rules/check.ts';
import { checkRun } from './rules/index.ts';
import { AS_THEY_ARE, type RuleLevels, rulesAt } from './rules/levels.ts';
import { settle, settleRun } from './rules/settle.ts';
import type { Judged, Suppressed } from './rules/suppressions.ts';
import { ENGINE_VERSION, simulate } from './simulator/index.ts';
import type { Trace } from './trace/trace.ts';
import { judge, overallVerdict } from './verdict/index.ts';
import type { Judgement, Verdict } from './verdict/verdict.ts';

export { RunCancelledError } from './simulator/index.ts';
export { TraceTooLargeError } from './trace/recorder.ts';

/** The version of the engine: same engine, scenario and seed, same run. */
export const ENGINE = ENGINE_VERSION;

/** Gives the text of a file named in an import, already resolved against the importing file; undefined when there is none. */
export type ReadImport = (target: string, from: string) => { readonly name: string; readonly text: string } | undefined;

export interface Analysis {
  readonly tree: SyntaxTree;
  readonly model: Model;
  /** Sorted by file, place, code. Language problems and rules together. */
  readonly diagnostics: readonly Diagnostic[];
  /** What comments in the texts keep from being reported. */
  readonly suppressed: readonly Suppressed[];
  /** Does to the findings of a run what settings and comments did to `diagnostics`. */
  readonly settle: (findings: readonly Diagnostic[]) => Judged;
  /** Every name of the program with the places where it is declared and used. */
  readonly symbols: readonly ProgramSymbol[];
  /** No diagnostic of severity error: the scenarios may be run. */
  readonly runnable: boolean;
}

export interface RunResult {
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly judgements: readonly Judgement[];
  /** violated if any is, else inconclusive if any is, else held. */
  readonly verdict: Verdict;
  /** What the rules say about what happened, at the lines that caused it. Sorted by file, place, code. */
  readonly findings: readonly Diagnostic[];
  /** What the rules would say if no comment suppressed it. */
  readonly suppressed: readonly Suppressed[];
}

/**
 * Reads a text and everything that it imports. Never throws for what a text says: mistakes become diagnostics.
 * `name` is what diagnostics and `readImport` know the text by, a path or a URI. `previous` is the analysis of the text
 * before an edit: what did not change is neither read nor checked again, and the result is the same. `levels` are the
 * severities of rules that are not their own.
 */
export function analyse(
  text: string,
  name: string,
  readImport?: ReadImport,
  previous?: Analysis,
  levels: RuleLevels = AS_THEY_ARE,
): Analysis {
  const tree = previous ? reparse(previous.tree, text) : parse(text);
  const program = buildProgram(name, text, readImport, tree, previous?.model);
  const { model } = program;
  const judged = settle([...program.diagnostics, ...runRules(rulesAt(levels), model)], model, levels);
  const diagnostics = [...judged.diagnostics].sort(byPlace);
  return {
    tree,
    model,
    diagnostics,
    suppressed: judged.suppressed,
    settle: (findings) => settleRun(findings, model, levels),
    runnable: diagnostics.every(({ severity }) => severity !== 'error'),
    // Only some questions need them.
    get symbols() {
      return program.symbols;
    },
  };
}

export interface RunOptions {
  /** Looked at now and then: once it is cancelled, `run` throws `RunCancelledError`. */
  readonly signal?: { readonly cancelled: boolean } | undefined;
  /** Called now and then with the share of the duration that has been simulated, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** That of the analysis; without it the findings are those of the rules as they are. */
  readonly settle?: Analysis['settle'] | undefined;
}

/**
 * Simulates one scenario of a runnable analysis and judges its expectations. Throws `RunCancelledError` when it is
 * cancelled and `TraceTooLargeError` when the run records more than can be kept.
 */
export function run(scenario: Scenario, { signal, onProgress, settle: settled }: RunOptions = {}): RunResult {
  const trace = simulate(scenario, {
    onProgress: (share) => {
      onProgress?.(share);
      return signal?.cancelled !== true;
    },
  });
  const judgements = judge(scenario, trace);
  const found = checkRun({ scenario, trace });
  const { diagnostics: findings, suppressed } = settled?.(found) ?? { diagnostics: found, suppressed: [] };
  return { scenario, trace, judgements, verdict: overallVerdict(judgements), findings, suppressed };
}

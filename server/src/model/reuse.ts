/**
 * What a program keeps for the next one, which an edit makes of its text. Two parts: the declarations, and each scenario
 * by itself. A part that reads the same and rests on the same is not built again.
 */
import type { Range, Statement } from '../language/syntax.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ProgramFile } from './imports.ts';
import type { Origin, Scenario } from './model.ts';
import { type Move, moved, moveOf, moveScenario } from './moving.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';
import type { Symbols } from './symbols.ts';
import type { Sources, Topology } from './topology.ts';

/** Everything but the scenarios: what these share. */
export interface Declarations {
  readonly scope: Scope;
  readonly sources: Sources;
  readonly topology: Topology;
  readonly diagnostics: readonly Diagnostic[];
  /** What they were read from; undefined when that cannot be told from other texts. */
  readonly readFrom: readonly (string | number)[] | undefined;
}

/** The runs of one scenario, as they were built. A moved one keeps what is only looked at when somebody asks. */
export interface Body {
  /** The documentation above it. */
  readonly doc: string | undefined;
  /** Where it stood when it was built. */
  readonly builtAt: Range;
  readonly built: readonly Scenario[];
  readonly found: readonly Diagnostic[];
  readonly symbols: Symbols;
  /** Where it stands now. */
  readonly start: number;
  readonly scenarios: readonly Scenario[];
  readonly diagnostics: readonly Diagnostic[];
  readonly move: Move;
}

export interface Parts {
  readonly files: readonly ProgramFile[];
  readonly declarations: Declarations;
  /** By `textOf` their statements. */
  readonly bodies: ReadonlyMap<string, Body>;
}

/** Those of imported files are only declared: nobody runs them. */
export const isScenario = (file: number, { words }: Statement): boolean => file === 0 && words[0]?.text === 'scenario';

/** The texts of all declarations and where they stand; undefined when one does not begin a line. */
export function declarationTexts(files: readonly ProgramFile[]): (string | number)[] | undefined {
  const [root, ...imported] = files;
  if (root === undefined) return undefined;
  const texts: (string | number)[] = [];
  for (const statement of root.tree.statements) {
    if (isScenario(0, statement)) continue;
    const text = textOf(root.text, statement);
    if (text === undefined) return undefined;
    texts.push(statement.start, text);
  }
  for (const { name, text } of imported) texts.push(name, text);
  return texts;
}

/** The text of a statement with its indentation, which fixes look at; undefined when it does not begin a line. */
export function textOf(text: string, { start, end }: Range): string | undefined {
  let lineStart = start;
  while (lineStart > 0 && (text[lineStart - 1] === ' ' || text[lineStart - 1] === '\t')) lineStart--;
  return lineStart === 0 || text[lineStart - 1] === '\n' ? text.slice(lineStart, end) : undefined;
}

/** The declarations of before, if nothing about them has changed. */
export function sameDeclarations(
  before: Declarations | undefined,
  readFrom: Declarations['readFrom'],
  report: Reporter,
): Declarations | undefined {
  if (before?.readFrom === undefined || readFrom === undefined) return undefined;
  if (!report.hasRoomFor(before.diagnostics.length)) return undefined;
  const isSame = before.readFrom.length === readFrom.length && before.readFrom.every((text, i) => text === readFrom[i]);
  return isSame ? before : undefined;
}

export const STAYS: Move = (at: Origin) => at;

/** A scenario of before in its place in the new text; undefined when it has to be built again. */
export function sameBody(
  before: Body | undefined,
  { start, doc }: Statement,
  report: Reporter,
  base: Topology,
): Body | undefined {
  if (before === undefined || before.doc !== doc || !report.hasRoomFor(before.found.length)) return undefined;
  if (before.start === start) return before;
  const { builtAt, built, found } = before;
  // A topology of its own is built faster than moved.
  if (built.some(({ clusters, clients, network }) => !isBase(base, clusters, clients, network))) return undefined;
  const move = start === builtAt.start ? STAYS : moveOf(builtAt, start - builtAt.start);
  const scenarios = move === STAYS ? built : built.map((scenario) => moveScenario(scenario, move));
  return { ...before, start, scenarios, diagnostics: moved(found, move), move };
}

function isBase(base: Topology, ...[clusters, clients, network]: [unknown, unknown, unknown]): boolean {
  return base.clusters === clusters && base.clients === clients && base.network === network;
}

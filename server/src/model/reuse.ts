/**
 * What a program keeps for the next one, which an edit makes of its text: the declarations as a whole, and each scenario
 * by itself. What was read from the same statements, and rests on the same declarations, is not built again.
 */
import type { Range, Statement } from '../language/syntax.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ProgramFile } from './imports.ts';
import type { Origin, Scenario } from './model.ts';
import { type Move, moved, moveOf, moveScenario } from './moving.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';
import type { Symbols } from './symbols.ts';
import { machinesOf, type Sources, type Topology } from './topology.ts';

/** Everything but the scenarios: what these share. */
export interface Declarations {
  readonly scope: Scope;
  readonly sources: Sources;
  readonly topology: Topology;
  readonly diagnostics: readonly Diagnostic[];
  /** The statements of the file itself, and the imported files. */
  readonly readFrom: readonly (Statement | string)[];
}

/** The runs of one scenario, as they were built. A moved one keeps what is only looked at when somebody asks. */
export interface Body {
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
  /** By the unmoved statements of the scenarios. */
  readonly bodies: ReadonlyMap<Statement, Body>;
}

/** Those of imported files are only declared: nobody runs them. */
export const isScenario = (file: number, { words }: Statement): boolean => file === 0 && words[0]?.text === 'scenario';

export function declarationsOf([root, ...imported]: readonly ProgramFile[]): (Statement | string)[] {
  const own = root?.tree.statements.filter((statement) => !isScenario(0, statement)) ?? [];
  return [...own, ...imported.flatMap(({ name, text }) => [name, text])];
}

/** The declarations of before, if nothing about them has changed. */
export function sameDeclarations(
  before: Declarations | undefined,
  readFrom: Declarations['readFrom'],
  report: Reporter,
): Declarations | undefined {
  if (before === undefined || !report.hasRoomFor(before.diagnostics.length)) return undefined;
  const isSame = before.readFrom.length === readFrom.length && before.readFrom.every((each, i) => each === readFrom[i]);
  return isSame ? before : undefined;
}

/**
 * Whether scenarios mean the same on both: the same names stand for the same nodes and caches. Values that `let` binds stand
 * in the declarations themselves, so with them the answer is no.
 */
export function haveSameNames(a: Declarations, b: Declarations): boolean {
  if (a.scope.values.size + b.scope.values.size > 0 || a.readFrom.length !== b.readFrom.length) return false;
  return headsOf(a) === headsOf(b) && namesOf(a) === namesOf(b) && placesOf(a) === placesOf(b);
}

const headsOf = ({ readFrom }: Declarations): string =>
  readFrom.map((each) => (typeof each === 'string' ? each : each.words.map(({ text }) => text).join(' '))).join('\n');

const namesOf = ({ scope: { nodes, caches, servers, clients } }: Declarations): string =>
  JSON.stringify([[...nodes], [...caches], servers, clients]);

/** What a scenario may say depends on the products, and what it cuts off on the machines. */
const placesOf = ({ topology }: Declarations): string =>
  JSON.stringify([topology.clusters.map(({ product }) => product.version), [...machinesOf(topology)]]);

/** A scenario on other declarations that have the same names; undefined when it has to be built again. */
export function rebased(body: Body | undefined, from: Topology, to: Topology): Body | undefined {
  if (body === undefined || body.found.length > 0 || !body.built.every((run) => isOn(run, from))) return undefined;
  const { clusters, clients, network, voters } = to;
  const built = body.built.map((run) => ({
    ...run,
    clusters,
    clients,
    network,
    ...(voters.length === 0 ? {} : { voters }),
  }));
  return { ...body, built, start: body.builtAt.start, scenarios: built, diagnostics: [], move: STAYS };
}

export const STAYS: Move = (at: Origin) => at;

/** A scenario of before in its place in the new text; undefined when it has to be built again. */
export function sameBody(before: Body | undefined, start: number, report: Reporter, base: Topology): Body | undefined {
  if (before === undefined || !report.hasRoomFor(before.found.length)) return undefined;
  if (before.start === start) return before;
  const { builtAt, built, found } = before;
  // A topology of its own is built faster than moved.
  if (!built.every((run) => isOn(run, base))) return undefined;
  const move = start === builtAt.start ? STAYS : moveOf(builtAt, start - builtAt.start);
  const scenarios = move === STAYS ? built : built.map((scenario) => moveScenario(scenario, move));
  return { ...before, start, scenarios, diagnostics: moved(found, move), move };
}

/** Whether a run has the topology as declared, without one of its own. */
function isOn({ clusters, clients, network, voters }: Scenario, base: Topology): boolean {
  const isSame = clusters === base.clusters && clients === base.clients && network === base.network;
  return isSame && (voters ?? base.voters) === base.voters;
}

/**
 * What a program keeps for the next one, which an edit makes of its text: the declarations as a whole, and each scenario
 * by itself. What was read from the same statements, and rests on the same declarations, is not built again.
 */
import { moved as movedRange, unmoved } from '../language/moved.ts';
import type { Range, Statement, Word } from '../language/syntax.ts';
import type { Diagnostic } from './diagnostic.ts';
import { divisionOf } from './division.ts';
import type { ProgramFile } from './imports.ts';
import type { Model, Origin, Scenario } from './model.ts';
import { type Move, moved, moveOf, moveScenario } from './moving.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';
import { Symbols } from './symbols.ts';
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

/** A statement that declares a scenario, as it was read and built. */
export interface Body {
  /** As it was read: the same object as long as no edit touches its text. */
  readonly original: Statement;
  /** Where it stood when it was built; all places here are those of then. */
  readonly builtAt: Range;
  readonly title: Word;
  readonly built: readonly Scenario[];
  readonly found: readonly Diagnostic[];
  readonly symbols: Symbols;
  /** Whether every run has the topology as it is declared, without one of its own. */
  readonly isOnBase: boolean;
}

/** A scenario where it stands in one text. */
export class Part {
  readonly body: Body;
  /** By how much it moved since it was built. */
  readonly by: number;
  // Every key looks at these of every scenario: they are nearer here than in the body.
  readonly original: Statement;
  readonly start: number;
  readonly title: string;
  /** Where they were built. */
  readonly built: readonly Scenario[];
  readonly isQuiet: boolean;
  private inPlace: readonly Scenario[] | undefined;

  constructor(body: Body, by: number) {
    this.body = body;
    this.by = by;
    this.original = body.original;
    this.start = body.builtAt.start + by;
    this.title = body.title.text;
    this.built = body.built;
    this.isQuiet = body.found.length === 0;
    this.inPlace = undefined;
  }

  /** Moved when somebody looks at them: most keys come before anybody asks. */
  get scenarios(): readonly Scenario[] {
    const { body, by } = this;
    if (by === 0) return body.built;
    this.inPlace ??= body.built.map((scenario) => moveScenario(scenario, this.move));
    return this.inPlace;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.here(this.body.found);
  }

  get move(): Move {
    return this.by === 0 ? STAYS : moveOf(this.body.builtAt, this.by);
  }

  /** What was found where the scenario was built, in its place now. */
  here(found: readonly Diagnostic[]): readonly Diagnostic[] {
    return this.by === 0 || found.length === 0 ? found : moved(found, this.move);
  }

  /** What was found in its place now, where the scenario was built. */
  there(found: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.by === 0 || found.length === 0) return found;
    const { start, end } = this.body.builtAt;
    return moved(found, moveOf({ start: start + this.by, end: end + this.by }, -this.by));
  }
}

/** What a model is put together from. */
export interface Parts {
  readonly files: readonly ProgramFile[];
  readonly declarations: Declarations;
  /** The model without its scenarios. */
  readonly declared: Omit<Model, 'scenarios'>;
  /** In the order of the text. */
  readonly scenarios: readonly Part[];
  /** False when so much was wrong that there was no room for suggestions: with room it would read otherwise. */
  readonly mayBeReused: boolean;
}

const knownParts = new WeakMap<Model, Parts>();

export function keepParts(model: Model, parts: Parts): void {
  knownParts.set(model, parts);
}

/** Undefined for a model that was not built from a text. */
export function partsOf(model: Model): Parts | undefined {
  return knownParts.get(model);
}

/** Whether there is a scenario; asks for none of them. */
export const hasScenarios = (model: Model): boolean => (partsOf(model) ?? model).scenarios.length > 0;

/** What the next program may take over. */
export function reusableParts(model: Model): Parts | undefined {
  const parts = knownParts.get(model);
  return parts?.mayBeReused ? parts : undefined;
}

export function declarationsOf([root, ...imported]: readonly ProgramFile[]): (Statement | string)[] {
  const own = root === undefined ? [] : divisionOf(root.tree).others;
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
function haveSameNames(a: Declarations, b: Declarations): boolean {
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

/**
 * A scenario on other declarations that have the same names; undefined when it has to be built again. It is put together in
 * its place in the new text: the new declarations may stand where it stood.
 */
function rebased(part: Part, start: number, { clusters, clients, network, voters }: Topology): Part | undefined {
  const { body } = part;
  if (body.found.length > 0 || !body.isOnBase) return undefined;
  const by = start - body.builtAt.start;
  const { scenarios, move } = new Part(body, by);
  const base = { clusters, clients, network, ...(voters.length === 0 ? {} : { voters }) };
  const symbols = new Symbols();
  symbols.join(body.symbols, move);
  return new Part(
    {
      ...body,
      builtAt: movedRange(body.builtAt, by),
      title: movedRange(body.title, by),
      built: scenarios.map((run) => ({ ...run, ...base })),
      symbols,
    },
    0,
  );
}

/** The scenarios of before, for the statements of a new text. */
export interface PartsBefore {
  /** What was made of the statement with this index; undefined when it is new, or means something else now. */
  readonly find: (index: number) => Part | undefined;
  /** The titles of those that may be gone: all other titles are still taken. */
  readonly free: ReadonlySet<string>;
}

const NONE: PartsBefore = { find: () => undefined, free: new Set() };

/** Finds the scenarios of before by their statements, if they mean the same on these declarations. */
export function partsBefore(
  before: Parts | undefined,
  declarations: Declarations,
  statements: readonly Statement[],
): PartsBefore {
  if (before === undefined) return NONE;
  if (before.declarations === declarations) return inOrder(before.scenarios, statements);
  if (!haveSameNames(before.declarations, declarations)) return NONE;
  const { find, free } = inOrder(before.scenarios, statements);
  return {
    find: (index) => {
      const part = find(index);
      return part && rebased(part, statements[index]?.start ?? 0, declarations.topology);
    },
    free,
  };
}

/** Most edits change one place: what is in front of it and behind it stands in the same order as before. */
function inOrder(parts: readonly Part[], statements: readonly Statement[]): PartsBefore {
  const isSame = (i: number, k: number) => parts[i]?.original === unmoved(statements[k] as Statement);
  const shorter = Math.min(parts.length, statements.length);
  let front = 0;
  while (front < shorter && isSame(front, front)) front++;
  const shift = parts.length - statements.length;
  let back = statements.length;
  while (back > front && back + shift > front && isSame(back + shift - 1, back - 1)) back--;
  const between = new Map(parts.slice(front, back + shift).map((part) => [part.original, part]));
  return {
    find: (index) =>
      index < front
        ? parts[index]
        : index >= back
          ? parts[index + shift]
          : between.get(unmoved(statements[index] as Statement)),
    free: new Set([...between.values()].map(({ title }) => title)),
  };
}

export const STAYS: Move = (at: Origin) => at;

/** A scenario of before in its place in the new text; undefined when it has to be built again. */
export function samePart(before: Part, start: number, report: Reporter): Part | undefined {
  const { body, isQuiet } = before;
  if (!isQuiet && !report.hasRoomFor(body.found.length)) return undefined;
  if (start === before.start) return before;
  // A topology of its own is built faster than moved.
  return body.isOnBase ? new Part(body, start - body.builtAt.start) : undefined;
}

/** Whether a run has the topology as declared, without one of its own. */
export function isOn({ clusters, clients, network, voters }: Scenario, base: Topology): boolean {
  const isSame = clusters === base.clusters && clients === base.clients && network === base.network;
  return isSame && (voters ?? base.voters) === base.voters;
}

/** The names of a program while its model is built. */
import { nearest } from '../language/nearest.ts';
import type { Names } from '../language/phrases.ts';
import type { Word } from '../language/syntax.ts';
import type { Origin } from './model.ts';
import { originOf, type Reporter, replacing } from './report.ts';
import { type SymbolKind, Symbols } from './symbols.ts';

/** A name that stands for nodes: itself, or the members of a family, stripe or cluster. */
export interface NodeName {
  readonly kind: 'server' | 'client' | 'voter' | 'stripe' | 'cluster';
  /** What the node is declared as: `shop` for `shop-2` of a family. */
  readonly declared: string;
  readonly members: readonly string[];
}

/** They share one space of names. */
const NODE_KINDS: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['server', 'client', 'voter', 'stripe', 'cluster']);

/** What a `let` or a `for` bound. */
export interface BoundValue {
  readonly word: Word;
  readonly file: number;
}

export class Scope implements Names {
  readonly symbols = new Symbols();
  /** Names of servers, clients, families, stripes and clusters: they may stand in the same places. */
  readonly nodes: Map<string, NodeName>;
  readonly servers: string[];
  readonly clients: string[];
  /** Caches by name, and the clients that have them. */
  readonly caches: Map<string, string[]>;
  readonly values: Map<string, BoundValue>;
  readonly report: Reporter;
  /** By space of names, then by name. */
  readonly #places = new Map<string, Map<string, Origin>>();

  /** @param outer a scope whose names are known here too; what is noted and reported is not shared with it */
  constructor(report: Reporter, outer?: Scope) {
    this.report = report;
    this.nodes = outer?.nodes ?? new Map();
    this.servers = outer?.servers ?? [];
    this.clients = outer?.clients ?? [];
    this.caches = outer?.caches ?? new Map();
    this.values = outer?.values ?? new Map();
  }

  isName(text: string): boolean {
    return this.nodes.has(text) || this.caches.has(text);
  }

  isValue(text: string): boolean {
    return this.values.has(text);
  }

  *knownNames(): Iterable<string> {
    yield* this.nodes.keys();
    yield* this.caches.keys();
    yield* this.values.keys();
  }

  /** Declares a name of a kind; false when it is taken, which is reported. Nodes of all kinds share one space. */
  declare(kind: SymbolKind, name: string, at: Origin, within = ''): boolean {
    if (!this.claim(kind, name, at, within)) return false;
    this.symbols.declare(kind, name, at);
    return true;
  }

  /** As `declare`, for a name that is not written itself: a member of a family. */
  claim(kind: SymbolKind, name: string, at: Origin, within = ''): boolean {
    const space = NODE_KINDS.has(kind) ? 'node' : within === '' ? kind : `${kind} ${within}`;
    let places = this.#places.get(space);
    if (places === undefined) {
      places = new Map();
      this.#places.set(space, places);
    }
    const first = places.get(name);
    if (first !== undefined) {
      this.reportTaken(name, at, first);
      return false;
    }
    if (name.includes('.')) {
      this.report.add({
        code: 'TCS004',
        at,
        message: `The name \`${name}\` contains a dot.`,
        why: 'A dot separates a client from its cache, as in `shop.sessions`.',
        help: 'Use a dash instead.',
        fixes: [replacing(at, name.replaceAll('.', '-'))],
      });
    }
    places.set(name, at);
    return true;
  }

  /** Reports a name that stands for something else already. */
  reportTaken(name: string, at: Origin, first: Origin): void {
    this.report.add({
      code: 'TCS006',
      at,
      message: `The name \`${name}\` is already taken.`,
      why: 'A name that means two things cannot be used.',
      help: 'Rename one of the two.',
      related: [{ at: first, message: `\`${name}\` is declared here first.` }],
    });
  }

  /** What a word stands for: the value of a `let` or `for` of that name, otherwise itself. */
  expand(word: Word): Word {
    if (word.kind !== 'word') return word;
    return this.values.get(word.text)?.word ?? word;
  }

  /** As `expand`, and notes the use of the name. */
  use(word: Word, file: number): Word {
    const bound = word.kind === 'word' ? this.values.get(word.text) : undefined;
    if (bound === undefined) return word;
    this.symbols.refer('value', word.text, originOf(file, word));
    return bound.word;
  }

  /** Reports a name that nothing declares. */
  unknown(word: Word, file: number, what: string, candidates: Iterable<string>): void {
    const at = originOf(file, word);
    const known = this.report.isCrowded ? [] : [...candidates];
    const meant = nearest(word.text, known);
    const some = known.slice(0, 6).map((name) => `\`${name}\``);
    this.report.add({
      code: 'TCS002',
      at,
      message: `There is no ${what} named \`${word.text}\`.`,
      help:
        meant !== undefined
          ? `Did you mean \`${meant}\`?`
          : some.length > 0
            ? `There is ${some.join(', ')}${known.length > some.length ? ', …' : ''}.`
            : `Declare it first.`,
      fixes: meant === undefined ? [] : [replacing(at, meant)],
    });
  }
}

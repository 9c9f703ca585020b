/** Every name of a program: where it is declared and where it is used. For go to definition, references, rename. */
import type { Origin } from './model.ts';

export type SymbolKind =
  | 'cluster'
  | 'stripe'
  | 'server'
  | 'client'
  | 'voter'
  | 'cache'
  | 'host'
  | 'jvm'
  | 'value'
  | 'scenario'
  | 'session';

export interface ProgramSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** The names themselves. A cache has one for each client that declares it; a host or jvm is declared by use. */
  readonly declarations: readonly Origin[];
  /** Uses, without the declarations. `shop-2` of a family uses the first four characters: `shop`. */
  readonly references: readonly Origin[];
}

interface Growing extends ProgramSymbol {
  readonly declarations: Origin[];
  readonly references: Origin[];
}

export class Symbols {
  readonly #byKind = new Map<SymbolKind, Map<string, Growing>>();
  readonly #all: Growing[] = [];

  declare(kind: SymbolKind, name: string, at: Origin): void {
    this.#get(kind, name).declarations.push(at);
  }

  refer(kind: SymbolKind, name: string, at: Origin): void {
    const { references } = this.#get(kind, name);
    // The runs of a `for` read the same statements again.
    const last = references[references.length - 1];
    if (last !== undefined && last.file === at.file && last.start === at.start && last.end === at.end) return;
    references.push(at);
  }

  /** Takes over what others noted, after what is noted here; `move` says where it stands now. */
  join(others: Symbols, move: (at: Origin) => Origin): void {
    for (const { kind, name, declarations, references } of others.#all) {
      const symbol = this.#get(kind, name);
      for (const at of declarations) symbol.declarations.push(move(at));
      for (const at of references) symbol.references.push(move(at));
    }
  }

  #get(kind: SymbolKind, name: string): Growing {
    let byName = this.#byKind.get(kind);
    if (byName === undefined) {
      byName = new Map();
      this.#byKind.set(kind, byName);
    }
    let symbol = byName.get(name);
    if (symbol === undefined) {
      symbol = { kind, name, declarations: [], references: [] };
      byName.set(name, symbol);
      this.#all.push(symbol);
    }
    return symbol;
  }

  /** In order of first mention. References are unique and in the order of the text. */
  list(): readonly ProgramSymbol[] {
    return this.#all.map((symbol) => ({
      ...symbol,
      declarations: unique(symbol.declarations),
      references: unique(symbol.references),
    }));
  }
}

function unique(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length < 2) return origins;
  const sorted = [...origins].sort((a, b) => a.file - b.file || a.start - b.start);
  return sorted.filter((origin, i) => {
    const before = sorted[i - 1];
    return before === undefined || before.file !== origin.file || before.start !== origin.start;
  });
}

/** The symbol whose name stands at an offset of a file, declared or used. */
export function symbolAt(symbols: readonly ProgramSymbol[], file: number, offset: number): ProgramSymbol | undefined {
  const holds = (at: Origin): boolean => at.file === file && at.start <= offset && offset <= at.end;
  return symbols.find((symbol) => symbol.declarations.some(holds) || symbol.references.some(holds));
}

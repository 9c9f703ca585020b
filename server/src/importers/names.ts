/** Names of a configuration as names of the language: letters, digits, `-` and `_`, beginning with a letter. */
import { isLoopback } from '../language/ports.ts';
import { isPlaceholder } from './placeholders.ts';

const NAME = /^[A-Za-z_][\w-]*$/;
/** What the language reads as one word: a name with dots, or an address that begins with a digit. */
const HOST = /^([A-Za-z_][\w-]*(\.[\w-]+)*|\d[A-Za-z0-9]*(\.[A-Za-z0-9]+)*)$/;

export const isName = (text: string): boolean => NAME.test(text);

/** A name that can be written in a scenario, `server-10-0-0-1` for a server `10.0.0.1`; the kind where nothing of it can. */
export function nameOf(text: string, kind: string): string {
  if (isName(text)) return text;
  if (isPlaceholder(text)) return kind;
  const plain = text.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  if (isName(plain)) return plain;
  return /\w/.test(plain) ? `${kind}-${plain}` : kind;
}

/** A host name as one word; undefined for none and for a placeholder. */
export function hostOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || isPlaceholder(text)) return undefined;
  if (HOST.test(text)) return text;
  // ::1 is no word.
  if (isLoopback(text)) return 'localhost';
  const plain = text.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return HOST.test(plain) ? plain : /\w/.test(plain) ? `host-${plain.replaceAll('.', '-')}` : undefined;
}

/** The name without its folders and its last extension. */
export function baseName(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return file.replace(/\.[^.]*$/, '');
}

/** Names of a file, no two alike. */
export class Names {
  readonly #taken: Set<string>;
  /** Where to go on looking in a series. */
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The name, or the first free one of its series. */
  free(name: string): string {
    if (this.#taken.has(name)) return this.#series(name, 2);
    this.#taken.add(name);
    return name;
  }

  /** The first free name of `server-1`, `server-2`, … */
  numbered(kind: string): string {
    return this.#series(kind, 1);
  }

  #series(stem: string, first: number): string {
    for (let i = this.#next.get(stem) ?? first; ; i++) {
      const name = `${stem}-${i}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      this.#next.set(stem, i + 1);
      return name;
    }
  }

  take(name: string): void {
    this.#taken.add(name);
  }
}

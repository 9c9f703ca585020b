/** Gives a declared name another one, everywhere it stands in this file and the imported ones. */
import type { Origin, Range } from '../language/syntax.ts';
import type { TextEdit } from '../model/diagnostic.ts';
import { type ProgramSymbol, symbolAt } from '../model/symbols.ts';
import { type EditorFile, THIS_FILE, touches } from './file.ts';

export type Renaming =
  | { readonly edits: readonly TextEdit[] }
  /** Why the name cannot be used, for the user. */
  | { readonly refusal: string };

/** The name under the cursor; undefined where nothing can be renamed. */
export function renameRange(file: EditorFile, offset: number): Range | undefined {
  return renamable(file, offset) && placesAt(file, offset).find((place) => isAt(place, offset));
}

/** The edits that give another name to what the cursor is on, or why it cannot have that name. */
export function rename(file: EditorFile, offset: number, newName: string): Renaming {
  const symbol = renamable(file, offset);
  if (!symbol) {
    return { refusal: 'There is no name here that could be changed.' };
  }
  if (!/^[A-Za-z_][\w-]*$/.test(newName)) {
    return { refusal: 'A name is letters, digits, `-` and `_`, and begins with a letter.' };
  }
  const taken = file.analysis.symbols.find(({ name }) => name === newName);
  if (taken && newName !== symbol.name) {
    return { refusal: `\`${newName}\` is already the name of a ${taken.kind}.` };
  }
  const places = placesAt(file, offset);
  // A name of a configuration file that the language cannot write stands there in another spelling, or not at all.
  const spelled = places.filter((at) => textAt(file, at) === symbol.name);
  if (spelled.length < places.length && !spelled.some((at) => isAlias(file, at))) {
    return { refusal: `\`${symbol.name}\` follows from an imported configuration; change it there.` };
  }
  return { edits: spelled.map((at) => ({ at, text: newName })) };
}

function textAt({ analysis }: EditorFile, { file, start, end }: Origin): string {
  return analysis.model.files[file]?.text.slice(start, end) ?? '';
}

/** Whether an import gives the name: `import "tc-config.xml" as orders`. */
function isAlias({ analysis }: EditorFile, { file, start }: Origin): boolean {
  return /(^|\n)[ \t]*import\s+"[^"\n]*"\s+as\s+$/.test(analysis.model.files[file]?.text.slice(0, start) ?? '');
}

function renamable({ analysis }: EditorFile, offset: number): ProgramSymbol | undefined {
  const symbol = symbolAt(analysis.symbols, THIS_FILE, offset);
  // The name of a scenario is a text of its own that nothing refers to; a stripe without a name has none to change.
  return symbol?.kind === 'scenario' ? undefined : symbol;
}

function placesAt({ analysis }: EditorFile, offset: number): readonly Origin[] {
  const symbol = symbolAt(analysis.symbols, THIS_FILE, offset);
  return symbol ? [...symbol.declarations, ...symbol.references] : [];
}

function isAt(place: Origin, offset: number): boolean {
  return place.file === THIS_FILE && touches(place, offset);
}

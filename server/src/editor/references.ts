/** Everywhere a name stands, in this file and the imported ones. */
import type { Origin } from '../language/syntax.ts';
import { symbolAt } from '../model/symbols.ts';
import { type EditorFile, THIS_FILE } from './file.ts';

/** Every place that means what the cursor is on, in the order in which they were read. */
export function references({ analysis }: EditorFile, offset: number, withDeclarations: boolean): readonly Origin[] {
  const symbol = symbolAt(analysis.symbols, THIS_FILE, offset);
  return symbol ? [...(withDeclarations ? symbol.declarations : []), ...symbol.references] : [];
}

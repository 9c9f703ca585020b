/** From a name to where it is declared, in this file or an imported one. */

import { cursorAt } from '../language/cursor.ts';
import type { Origin, SyntaxTree } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import { symbolAt } from '../model/symbols.ts';
import { type EditorFile, THIS_FILE } from './file.ts';
import { declarationsOf } from './names.ts';
import { placeAt } from './place.ts';

/** Several places for a name that several clients give to their caches; none where no name stands. */
export function definition({ analysis }: EditorFile, offset: number): readonly Origin[] {
  const symbol = symbolAt(analysis.symbols, THIS_FILE, offset);
  const names = declarationsOf(analysis);
  const { word } = placeAt(analysis.tree, offset, names);
  if (symbol?.kind === 'cache' && word?.text.includes('.')) {
    // `shop.sessions` means the cache of one client.
    const owned = names.find(word.text).map(({ place }) => place);
    return owned.length > 0 ? owned : symbol.declarations;
  }
  return symbol?.declarations ?? [];
}

/** What the import under the cursor names, as written; undefined when the cursor is not on the text of an import. */
export function importTargetAt(tree: SyntaxTree, offset: number): string | undefined {
  const { statement, word } = cursorAt(tree, offset);
  return statement?.words[0]?.text === 'import' && word?.kind === 'string' ? unquote(word.text) : undefined;
}

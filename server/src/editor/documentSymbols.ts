/** The outline: declarations and scenarios, as far as the text has them, whether or not it is correct. */
import type { Range, Statement, SyntaxTree, Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';

export type SymbolKind = 'import' | 'constant' | 'cluster' | 'stripe' | 'server' | 'client' | 'cache' | 'scenario';

export interface DocumentSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly detail: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly children: readonly DocumentSymbol[];
}

const KIND_OF_KEYWORD: Readonly<Record<string, SymbolKind>> = {
  import: 'import',
  let: 'constant',
  cluster: 'cluster',
  stripe: 'stripe',
  server: 'server',
  voter: 'server',
  client: 'client',
  'integration-server': 'client',
  cache: 'cache',
  scenario: 'scenario',
};

/** The outline: declarations and scenarios, with what is declared inside them. */
export function documentSymbols(tree: SyntaxTree): readonly DocumentSymbol[] {
  return tree.statements.flatMap((statement) => symbolsOf(statement, []));
}

function symbolsOf(statement: Statement, around: readonly SymbolKind[]): readonly DocumentSymbol[] {
  const keyword = statement.words[0];
  const kind = keyword && KIND_OF_KEYWORD[keyword.text];
  // In a client, `cluster orders` names a cluster and declares none; in a scenario nothing is declared.
  if (!keyword || !kind || around.includes('scenario') || (kind === 'cluster' && around.length > 0)) {
    return [];
  }
  const children = (statement.block?.statements ?? []).flatMap((child) => symbolsOf(child, [...around, kind]));
  const { names, detail } = namesOf(kind, statement.words);
  return names.length === 0
    ? [{ kind, name: keyword.text, detail, range: statement, nameRange: keyword, children }]
    : names.map((name) => ({ kind, name: nameText(name), detail, range: statement, nameRange: name, children }));
}

function namesOf(
  kind: SymbolKind,
  words: readonly Word[],
): { readonly names: readonly Word[]; readonly detail: string } {
  const rest = words.slice(1);
  if (kind === 'import') {
    const alias = rest.findIndex(({ text }) => text === 'as');
    const name = rest[alias + 1];
    return alias >= 0 && name
      ? { names: [name], detail: rest[0] === undefined ? '' : nameText(rest[0]) }
      : { names: rest.slice(0, 1), detail: '' };
  }
  if (kind === 'constant') {
    return {
      names: rest.slice(0, 1),
      detail: rest
        .slice(2)
        .map(({ text }) => text)
        .join(' '),
    };
  }
  const count = rest.findIndex(({ text }, index) => index > 0 && text === 'x' && rest[index - 1]?.text !== ',');
  const named = count < 0 ? rest : rest.slice(0, count);
  return {
    names: named.filter(({ kind: wordKind, text }) => (wordKind === 'word' && text !== 'and') || wordKind === 'string'),
    detail:
      count < 0
        ? ''
        : rest
            .slice(count)
            .map(({ text }) => text)
            .join(' '),
  };
}

function nameText(word: Word): string {
  return (word.kind === 'string' ? unquote(word.text) : word.text) || '""';
}

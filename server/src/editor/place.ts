/** Where a cursor stands: in which block, in which statement, behind which words, and what the words mean. */
import { type Cursor, cursorAt } from '../language/cursor.ts';
import { type Match, matchAt, type Slot } from '../language/phrases.ts';
import {
  type Context,
  EDGES,
  type Edge,
  type Entry,
  entriesOf,
  isSettingBlock,
  keywordOf,
} from '../language/schema/index.ts';
import type { Statement, SyntaxTree, Word } from '../language/syntax.ts';
import type { Declarations } from './names.ts';

/** What a block means: which phrases it may hold, and the edge when it is a health check. */
export interface Surroundings {
  /** Undefined inside a block that means nothing, after a mistake in its head. */
  readonly context: Context | undefined;
  readonly edge: Edge | undefined;
}

export const OUTSIDE: Surroundings = { context: 'file', edge: undefined };

export interface Place extends Surroundings, Cursor {
  /** The statements of the block in which the cursor stands. */
  readonly siblings: readonly Statement[];
}

/** Where a cursor stands. `offset` counts UTF-16 code units from the beginning of the text. */
export function placeAt(tree: SyntaxTree, offset: number, names: Declarations): Place {
  const cursor = cursorAt(tree, offset);
  const surroundings = cursor.parents.reduce((outer, parent) => inside(parent, outer, names), OUTSIDE);
  return { ...cursor, ...surroundings, siblings: cursor.parents.at(-1)?.block?.statements ?? tree.statements };
}

/** What the block of a statement means. */
export function inside(statement: Statement, { context, edge }: Surroundings, names: Declarations): Surroundings {
  if (context === undefined) {
    return { context: undefined, edge };
  }
  const match = matchesOf(statement.words, context, names).at(-1);
  const keyword = statement.words[0]?.text ?? '';
  const entry = match?.entry ?? entriesOf(context).find((each) => keywordOf(each) === keyword);
  if (entry?.opens === 'with') {
    return { context: contextOfThing(statement.words[1]?.text ?? '', names), edge };
  }
  const edgeName = entry?.opens === 'health-check' ? statement.words[1]?.text : undefined;
  return { context: entry?.opens, edge: EDGES.find(({ name }) => name === edgeName)?.name ?? edge };
}

function contextOfThing(name: string, names: Declarations): Context | undefined {
  if (name === 'network') {
    return 'network';
  }
  const { kind, context } = names.find(name)[0] ?? {};
  return kind === 'cluster' ? kind : context;
}

/** The phrases of a statement: one, or one for each setting that stands on the line, as far as they can be read. */
export function matchesOf(words: readonly Word[], context: Context, names: Declarations): readonly Match[] {
  const matches: Match[] = [];
  for (let at = 0; at < words.length; ) {
    const match = matchAt(words, at, context, names);
    if (match === undefined || match.end === at) {
      break;
    }
    matches.push(match);
    at = match.end;
    if (!isSettingBlock(context)) {
      break;
    }
  }
  return matches;
}

/** A word of a phrase and what it is there: a word of the language, or a name or value in a slot. */
export interface Use {
  readonly word: Word;
  readonly entry: Entry;
  /** Undefined for a word of the phrase itself. */
  readonly slot: Slot | undefined;
}

/** Every word that the phrases took, in the order of the text. */
export function usesOf(words: readonly Word[], matches: readonly Match[]): readonly Use[] {
  const uses = new Map<Word, Use>();
  const visit = (match: Match): void => {
    for (const word of words.slice(match.first, match.end)) {
      uses.set(word, { word, entry: match.entry, slot: undefined });
    }
    for (const slot of match.slots) {
      if (slot.match) {
        visit(slot.match);
      }
      for (const { word } of slot.items) {
        uses.set(word, { word, entry: match.entry, slot });
      }
    }
  };
  matches.forEach(visit);
  return words.flatMap((word) => uses.get(word) ?? []);
}

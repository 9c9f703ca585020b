/** Reads blocks of settings: from statements to values, before any default. */
import { type Match, wordOf } from '../language/phrases.ts';
import { type Context, type Entry, keywordOf } from '../language/schema/index.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { parseValue, type Value } from '../language/values.ts';
import { type Child, type Draft, EMPTY_DRAFT, type Setting } from './layers.ts';
import type { Origin } from './model.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import { readPhrases, reportBlock, reportSetTwice, reportTwice, reportValue, wordsOf } from './statements.ts';

/** Reads the settings and declarations of a block. Twice the same setting is reported; the first counts. */
export function readBlock(statements: readonly Statement[], context: Context, file: number, scope: Scope): Draft {
  // Names of properties are no phrases: `readProperties` reads them.
  if (statements.length === 0 || context === 'tc-properties') return EMPTY_DRAFT;
  const settings = new Map<string, Setting>();
  const children: Child[] = [];
  for (const statement of statements) {
    const { block } = statement;
    const words = wordsOf(statement);
    const matches = readPhrases(statement, context, file, scope);
    matches.forEach((match, i) => {
      const { entry } = match;
      const isLast = i === matches.length - 1;
      if (entry.category === 'setting') {
        readSetting(match, words, statement, file, scope, settings);
      } else {
        const opens = isLast && block !== undefined ? entry.opens : undefined;
        const draft =
          opens === undefined || block === undefined ? undefined : readBlock(block.statements, opens, file, scope);
        const child = { match, words, statement, file, draft };
        const first = entry.repeatable === true ? undefined : children.find((other) => other.match.entry === entry);
        if (first === undefined) children.push(child);
        else reportTwice(child, first, scope);
      }
      if (isLast && block !== undefined && entry.opens === undefined) reportBlock(entry, block, file, scope);
    });
  }
  return { settings, children };
}

function readSetting(
  match: Match,
  words: readonly Word[],
  statement: Statement,
  file: number,
  scope: Scope,
  settings: Map<string, Setting>,
): void {
  const { entry } = match;
  const keyword = keywordOf(entry);
  const at: Origin = { file, start: words[match.first]?.start ?? 0, end: words[match.end - 1]?.end ?? 0 };
  const first = settings.get(keyword);
  if (first !== undefined) {
    reportSetTwice(keyword, at, first.at, scope);
    return;
  }
  if (keyword === 'host' || keyword === 'jvm') {
    const name = wordOf(match, keyword);
    if (name !== undefined) scope.symbols.declare(keyword, name.text, originOf(file, name));
  }
  const word = wordOf(match, 'value');
  const value = word === undefined || entry.value === undefined ? undefined : readValue(word, entry, file, scope);
  settings.set(keyword, { match, words, statement, file, at, value });
}

/** The value of a setting; reports it when it is not one. */
export function readValue(
  word: Word,
  entry: Entry,
  file: number,
  scope: Scope,
  bareUnit?: 'ms' | 's',
): Value | undefined {
  if (entry.value === undefined) return undefined;
  const parsed = parseValue(scope.use(word, file), entry.value, bareUnit);
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, originOf(file, word), scope, `\`${keywordOf(entry)}\``);
  return undefined;
}

/** From statements to phrases, and what is wrong with a statement as such. */
import { explain } from '../language/explain.ts';
import { startsOf } from '../language/pattern.ts';
import { type Match, matchAt } from '../language/phrases.ts';
import { type Context, type Entry, isSettingBlock, keywordOf } from '../language/schema/index.ts';
import type { Range, Statement, Word } from '../language/syntax.ts';
import type { ValueProblem } from '../language/values.ts';
import type { Origin } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

/** A phrase that matched, with the statement and file that it stands in. */
export interface Phrase {
  readonly match: Match;
  readonly words: readonly Word[];
  readonly statement: Statement;
  readonly file: number;
}

/** The words of a statement without the signs that the parser has already reported as unknown. */
export function wordsOf(statement: Statement): readonly Word[] {
  const { words } = statement;
  for (const { kind } of words) if (kind === 'unknown') return words.filter((word) => word.kind !== 'unknown');
  return words;
}

/** All phrases of one statement; reports what does not fit and goes on with the next phrase that does. */
export function readPhrases(statement: Statement, context: Context, file: number, scope: Scope): readonly Match[] {
  const words = wordsOf(statement);
  const several = isSettingBlock(context);
  let position = 0;
  let matches: Match[] = [];
  while (position < words.length) {
    const match = matchAt(words, position, context, scope);
    if (match !== undefined) {
      // What follows such a word cannot be read, so the rest of the statement is left alone.
      const unsupported = nestedUnsupported(match);
      if (unsupported !== undefined) {
        reportUnsupported(unsupported.entry, originOf(file, words[unsupported.first] ?? statement), scope);
        return matches;
      }
      if (matches.length === 0) matches = [match];
      else matches.push(match);
      position = match.end;
      if (several || position === words.length) continue;
    }
    const start = several ? position : 0;
    const known = scope.report.isCrowded ? [] : [...scope.knownNames()];
    const problem = explain(words, start, context, scope, known, matches[matches.length - 1]);
    const at = originOf(file, problem);
    const { fix } = problem;
    scope.report.add({
      code: problem.code,
      at,
      message: problem.message,
      help: problem.help,
      fixes: fix === undefined ? [] : [replacing(originOf(file, fix), fix.text, fix.title)],
    });
    if (!several) return matches;
    const { byLiteral } = startsOf(context);
    const reached = words.findIndex((word, i) => i > position && word.start >= problem.end && byLiteral.has(word.text));
    if (reached < 0) return matches;
    position = reached;
  }
  return matches;
}

/** The entry inside a phrase that this version does not simulate, if there is one. */
function nestedUnsupported(match: Match): Match | undefined {
  if (match.entry.category === 'unsupported') return match;
  for (const slot of match.slots) {
    const found = slot.match === undefined ? undefined : nestedUnsupported(slot.match);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reportUnsupported(entry: Entry, at: Origin, scope: Scope): void {
  scope.report.add({
    code: 'TCS009',
    at,
    message: `\`${keywordOf(entry)}\` is not supported yet in this version of tcsim.`,
    help: `${entry.documentation} Remove it to run the rest.`,
  });
}

/** Reports a declaration that may stand only once. */
export function reportTwice(phrase: Phrase, first: Phrase, scope: Scope): void {
  const place = ({ words, match, file }: Phrase): Origin => ({
    file,
    start: words[match.first]?.start ?? 0,
    end: words[match.end - 1]?.end ?? 0,
  });
  const at = place(phrase);
  scope.report.add({
    code: 'TCS006',
    at,
    message: `\`${keywordOf(phrase.match.entry)}\` stands here twice.`,
    why: 'Which of the two should count is not clear.',
    help: 'Put all of it into one block.',
    related: [{ at: place(first), message: 'It stands here first.' }],
  });
}

/** Reports a setting that was written before in the same place; the first one counts. */
export function reportSetTwice(keyword: string, at: Origin, first: Origin, scope: Scope): void {
  scope.report.add({
    code: 'TCS006',
    at,
    message: `\`${keyword}\` is set twice.`,
    why: 'Only the first one counts.',
    help: 'Remove one of the two.',
    related: [{ at: first, message: 'It is set here first.' }],
    fixes: [replacing(at, '', 'Remove this one')],
  });
}

/** Reports a block behind a phrase that takes none. */
export function reportBlock(entry: Entry, block: Range, file: number, scope: Scope): void {
  scope.report.add({
    code: 'TCS003',
    at: { file, start: block.start, end: block.start + 1 },
    message: `\`${keywordOf(entry)}\` takes no block.`,
    help: 'Remove the braces, or write one of the statements that take a block before them.',
  });
}

/** Reports a value that could not be read. `of` names what it is the value of. */
export function reportValue(problem: ValueProblem, at: Origin, scope: Scope, of = ''): void {
  const { code, message, help, replacement } = problem;
  scope.report.add({
    code,
    at,
    message: of === '' ? message : `${of}: ${message}`,
    help,
    fixes: replacement === undefined ? [] : [replacing(at, replacement)],
  });
}

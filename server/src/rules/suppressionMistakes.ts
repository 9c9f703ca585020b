/** What is wrong with suppressing comments: TCS020 for one that suppresses nothing, TCS021 for one that is not understood. */
import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { Origin, SourceFile } from '../model/model.ts';
import { noRule } from './configuration.ts';
import {
  DIRECTIVES,
  type Directive,
  directivesOf,
  endOfLine,
  MOST_DIRECTIVES,
  type Reach,
  startOfLine,
} from './directives.ts';
import { isOfLanguage, meantRule, ruleOf } from './levels.ts';

const WHERE: Readonly<Record<Reach, string>> = {
  line: 'on this line',
  'next-line': 'on the line below',
  file: 'in this file',
};

/** A suppression without which nothing more would be reported. */
export function unused(directive: Directive, id: Directive['ids'][number], file: number, text: string): Diagnostic {
  return {
    code: 'TCS020',
    severity: 'warning',
    at: { file, start: id.start, end: id.end },
    message: `This suppresses nothing: ${id.text} is not reported ${WHERE[directive.reach ?? 'line']}.`,
    why: 'A suppression that is left behind hides the next finding at its place.',
    help: 'Remove it.',
    related: [],
    fixes: [removing(directive, id, file, text)],
  };
}

/** Takes out one id, or the whole comment with its line when it was the only one. */
function removing({ ids, comment }: Directive, id: Directive['ids'][number], file: number, text: string): Fix {
  const title = `Remove the suppression of ${id.text}`;
  if (ids.length > 1) {
    const index = ids.indexOf(id);
    const before = ids[index - 1];
    const after = ids[index + 1];
    const range =
      before === undefined ? { start: id.start, end: after?.start ?? id.end } : { start: before.end, end: id.end };
    return { title, edits: [{ at: { file, ...range }, text: '' }] };
  }
  const lineStart = startOfLine(text, comment.start);
  const lineEnd = endOfLine(text, comment.end);
  const before = text.slice(lineStart, comment.start);
  const isAlone = before.trim() === '' && text.slice(comment.end, lineEnd).trim() === '';
  const lineBreak = text.startsWith('\r\n', lineEnd) ? 2 : lineEnd < text.length ? 1 : 0;
  const range = isAlone
    ? { start: lineStart, end: lineEnd + lineBreak }
    : { start: comment.start - (before.length - before.trimEnd().length), end: comment.end };
  return { title, edits: [{ at: { file, ...range }, text: '' }] };
}

export function mistakesIn(source: SourceFile, file: number): Diagnostic[] {
  const directives = directivesOf(source);
  const mistakes = directives.slice(0, MOST_DIRECTIVES).flatMap((each) => mistakesOf(each, source, file));
  return directives.length > MOST_DIRECTIVES ? [...mistakes, tooMany(directives, file)] : mistakes;
}

/** What the writer of the comment should know. */
function mistakesOf(
  { keyword, reach, ids, reason, stray }: Directive,
  { format }: SourceFile,
  file: number,
): Diagnostic[] {
  const why = 'Until it is repaired it suppresses nothing.';
  const sign = format === 'xml' ? ':' : ' --';
  if (reach === undefined) {
    const help = `It is ${Object.keys(DIRECTIVES).join(', ')}.`;
    return [mistake({ file, ...keyword }, `There is no \`${keyword.text}\`.`, why, help)];
  }
  if (ids.length === 0) {
    const help = `Write \`${keyword.text} TCS317${sign} the reason\`.`;
    return [mistake({ file, ...keyword }, 'This suppression names no rule.', why, help)];
  }
  const unknown = ids
    .filter(({ text }) => ruleOf(text) === undefined && !isOfLanguage(text))
    .map((id) => {
      const at = { file, start: id.start, end: id.end };
      if (/^TCS0\d\d$/.test(id.text)) {
        return mistake(
          at,
          `\`${id.text}\` cannot be suppressed.`,
          'It is reported all the same.',
          'Repair what it reports.',
        );
      }
      const meant = meantRule(id.text);
      const fixes =
        meant === undefined ? [] : [{ title: `Change to \`${meant.id}\``, edits: [{ at, text: meant.id }] }];
      const [message, help] = noRule(id.text);
      return { ...mistake(at, message, why, help), fixes };
    });
  if (stray !== undefined) {
    const at = { file, ...stray };
    const edits = [{ at: { ...at, end: at.start }, text: sign === ':' ? ': ' : '-- ' }];
    const problem = mistake(
      at,
      `The reason stands behind \`${sign.trim()}\`.`,
      WITHOUT_REASON,
      `Write \`${sign.trim()}\` before it.`,
    );
    return [...unknown, { ...problem, fixes: [{ title: `Write \`${sign.trim()}\` before the reason`, edits }] }];
  }
  const named = ids.map(({ text }) => text).join(', ');
  const help = `Write it behind the rule: \`${keyword.text} ${named}${sign} the reason\`.`;
  return reason !== ''
    ? unknown
    : [...unknown, mistake({ file, ...keyword }, `The suppression of ${named} gives no reason.`, WITHOUT_REASON, help)];
}

const WITHOUT_REASON = 'Who reads it later cannot tell whether it still holds.';

function mistake(at: Origin, message: string, why: string, help: string): Diagnostic {
  const { file, start, end } = at;
  return { code: 'TCS021', severity: 'warning', at: { file, start, end }, message, why, help, related: [], fixes: [] };
}

function tooMany(directives: readonly Directive[], file: number): Diagnostic {
  const { start, end } = directives[MOST_DIRECTIVES]?.keyword ?? { start: 0, end: 0 };
  const message = `A file has at most ${MOST_DIRECTIVES} suppressions.`;
  return mistake(
    { file, start, end },
    message,
    'From here on they suppress nothing.',
    'Use tcsim-disable, or switch the rule off in tcsim.json.',
  );
}

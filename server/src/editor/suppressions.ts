/** Inside comments that suppress findings: the words and rules that may stand there, and what a rule is about. */
import type { Analysis } from '../index.ts';
import type { Comment } from '../language/syntax.ts';
import { pageOf } from '../rules/addresses.ts';
import { DIRECTIVES, directivesOf } from '../rules/directives.ts';
import { RULES } from '../rules/index.ts';
import { ruleOf } from '../rules/levels.ts';
import type { Rule } from '../rules/rule.ts';
import type { Completion } from './completion.ts';
import { type EditorFile, isHere, THIS_FILE } from './file.ts';
import type { Hover } from './hover.ts';

const DIRECTIVE_TEXTS: Readonly<Record<string, string>> = {
  'tcsim-disable-next-line': 'Suppresses rules on the line below.',
  'tcsim-disable-line': 'Suppresses rules on this line.',
  'tcsim-disable': 'Suppresses rules in the whole file.',
};

/** Empty in comments that are prose. */
export function suppressionCompletions(analysis: Analysis, comment: Comment, offset: number): readonly Completion[] {
  return offersIn(analysis, analysis.tree.text.slice(comment.start + '//'.length, offset), offset, ' --');
}

/** Nobody writes a longer comment to suppress something. */
const LONGEST_COMMENT = 2_000;

/** The same in a configuration file; empty outside its comments. */
export function configurationCompletions({ analysis }: EditorFile, offset: number): readonly Completion[] {
  const { text, format } = analysis.model.files[THIS_FILE] ?? {};
  const before = text?.slice(Math.max(0, offset - LONGEST_COMMENT), offset) ?? '';
  if (format === 'xml') {
    const start = before.lastIndexOf('<!--');
    // Two dashes end a comment there.
    const comment = start < 0 ? undefined : before.slice(start + '<!--'.length);
    return comment === undefined || comment.includes('-->') ? [] : offersIn(analysis, comment, offset, ':');
  }
  const [, comment] = /(?:^|[\r\n])[ \t]*[#!]([^\r\n]*)$/.exec(before) ?? [];
  return format === undefined || comment === undefined ? [] : offersIn(analysis, comment, offset, ' --');
}

/** What may stand behind the beginning of a comment. `reason`: the signs before a reason. */
function offersIn(analysis: Analysis, text: string, offset: number, reason: string): readonly Completion[] {
  const [, keyword = ''] = /^\s*(t[\w-]*)$/.exec(text) ?? [];
  if (keyword !== '') return directiveOffers({ start: offset - keyword.length, end: offset }, reason);
  const [, typed] = /^\s*tcsim-disable(?:-next-line|-line)?\s+(?:TCS\d+[\s,]+)*(\w*)$/.exec(text) ?? [];
  return typed === undefined ? [] : ruleOffers(analysis, { start: offset - typed.length, end: offset });
}

function directiveOffers(range: Completion['range'], reason: string): readonly Completion[] {
  return Object.keys(DIRECTIVES).map((label) => ({
    label,
    kind: 'keyword',
    detail: 'comment',
    documentation: `${DIRECTIVE_TEXTS[label]} A reason stands behind \`${reason.trim()}\`.`,
    text: `${label} \${1:TCS317}${reason} \${2:reason}`,
    snippet: true,
    range,
  }));
}

/** Those that are found in this file come first. */
function ruleOffers({ diagnostics }: Analysis, range: Completion['range']): readonly Completion[] {
  const found = new Set(diagnostics.filter(({ at }) => isHere(at)).map(({ code }) => code));
  const inOrder = [...RULES.filter(({ id }) => found.has(id)), ...RULES.filter(({ id }) => !found.has(id))];
  return inOrder.map((rule) => ({
    label: rule.id,
    kind: 'value',
    detail: rule.slug,
    documentation: ruleText(rule),
    text: rule.id,
    snippet: false,
    range,
  }));
}

/** The rule whose id stands under the cursor. */
export function suppressionHover({ model }: Analysis, offset: number): Hover | undefined {
  const source = model.files[THIS_FILE];
  const ids = source === undefined ? [] : directivesOf(source).flatMap((each) => each.ids);
  const id = ids.find(({ start, end }) => start <= offset && offset <= end);
  const rule = id === undefined ? undefined : ruleOf(id.text);
  return id === undefined || rule === undefined
    ? undefined
    : { range: { start: id.start, end: id.end }, markdown: ruleText(rule) };
}

function ruleText({ id, slug, title }: Rule): string {
  return `**${id}** (\`${slug}\`)\n\n${title}. [More](${pageOf(id)})`;
}

/** Inside comments that suppress findings: the words and rules that may stand there, and what a rule is about. */
import type { Analysis } from '../index.ts';
import type { Comment } from '../language/syntax.ts';
import { pageOf } from '../rules/addresses.ts';
import { DIRECTIVES, directivesOf } from '../rules/directives.ts';
import { RULES } from '../rules/index.ts';
import { ruleOf } from '../rules/levels.ts';
import type { Rule } from '../rules/rule.ts';
import type { Completion } from './completion.ts';
import { isHere, THIS_FILE } from './file.ts';
import type { Hover } from './hover.ts';

const DIRECTIVE_TEXTS: Readonly<Record<string, string>> = {
  'tcsim-disable-next-line': 'Suppresses rules on the line below.',
  'tcsim-disable-line': 'Suppresses rules on this line.',
  'tcsim-disable': 'Suppresses rules in the whole file.',
};

/** Empty in comments that are prose. */
export function suppressionCompletions(analysis: Analysis, comment: Comment, offset: number): readonly Completion[] {
  const text = analysis.tree.text.slice(comment.start, offset);
  const [, keyword = ''] = /^\/\/\s*(t[\w-]*)$/.exec(text) ?? [];
  if (keyword !== '') return directiveOffers({ start: offset - keyword.length, end: offset });
  const [, typed] = /^\/\/\s*tcsim-disable(?:-next-line|-line)?\s+(?:TCS\d+[\s,]+)*(\w*)$/.exec(text) ?? [];
  return typed === undefined ? [] : ruleOffers(analysis, { start: offset - typed.length, end: offset });
}

function directiveOffers(range: Completion['range']): readonly Completion[] {
  return Object.keys(DIRECTIVES).map((label) => ({
    label,
    kind: 'keyword',
    detail: 'comment',
    documentation: `${DIRECTIVE_TEXTS[label]} A reason stands behind \`--\`.`,
    text: `${label} \${1:TCS317} -- \${2:reason}`,
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

/** *Why does this matter?*: a finding on a configuration or a scenario as a scenario of its own that shows the damage. */

import { SOME_CLUSTERS } from './configuration.ts';
import { shownName } from './editor/file.ts';
import { importConfiguration, printImports } from './importers/index.ts';
import { type Analysis, analyse } from './index.ts';
import { format, parse } from './language/index.ts';
import type { Statement } from './language/syntax.ts';
import type { Diagnostic, Fix, TextEdit } from './model/diagnostic.ts';
import type { SourceFile } from './model/model.ts';
import type { Demonstration, GoodSide } from './rules/demonstration.ts';
import { WITHOUT_DEMONSTRATION } from './rules/demonstrations/without.ts';
import { RULES } from './rules/index.ts';

export interface Explanation {
  /** The scenario to run. */
  readonly scenario: string;
  /** A whole program without imports: the scenario, and below it the configuration as it is. */
  readonly text: string;
  /** The same with the first fix of the finding; undefined where no machine can make one. */
  readonly fixed: { readonly title: string; readonly text: string } | undefined;
}

/** Whether a rule can show what its findings lead to. */
export const isExplained = (code: string): boolean => demonstrationOf(code) !== undefined;

/** Why a rule has nothing to run, for the user. Undefined for one that has, and for what is no rule. */
export const reasonWithout = (code: string): string | undefined => WITHOUT_DEMONSTRATION[code];

function demonstrationOf(code: string) {
  const rule = RULES.find(({ id }) => id === code);
  return rule === undefined || rule.phase === 'runtime' ? undefined : rule.demonstration;
}

/**
 * The scenario that shows what a finding leads to, on the configuration in which it was found. Undefined where it cannot
 * be shown: the rule has nothing to show, the configuration has no mirror, or it has errors of its own that no run gets over.
 */
export function explain(analysis: Analysis, finding: Diagnostic): Explanation | undefined {
  const demonstrate = demonstrationOf(finding.code);
  if (demonstrate === undefined) return undefined;
  const alone = declarationsOf(analysis);
  for (const array of ['', ...SOME_CLUSTERS]) {
    const source = array + alone;
    const found = sameFinding(source, finding, analysis.model.files[finding.at.file]?.format !== undefined);
    const shown = found && demonstrate(found.analysis.model, found.finding);
    if (found === undefined || shown === undefined || hasTwins(found.analysis.model)) continue;
    const heading = comment(`${finding.code}: ${found.finding.message}`);
    const text = told(shown, heading, source);
    if (text === undefined) continue;
    const good = goodSide(shown, found.finding.fixes[0]);
    return { scenario: shown.title, text, fixed: good && fixedBy(good, shown, heading, source) };
  }
  return undefined;
}

/** Two servers of one name: no run could tell which of them is meant. */
function hasTwins({ clusters }: Analysis['model']): boolean {
  const names = clusters.flatMap(({ stripes }) => stripes.flatMap(({ servers }) => servers.map(({ name }) => name)));
  return new Set(names).size < names.length;
}

function goodSide({ good, edits = [] }: Demonstration, fix: Fix | undefined): GoodSide | undefined {
  return good ?? (fix && { title: fix.title, edits: [...edits, ...fix.edits] });
}

function fixedBy(
  { title, edits = [], ...changed }: GoodSide,
  shown: Demonstration,
  heading: readonly string[],
  source: string,
): Explanation['fixed'] {
  const text = told({ ...shown, ...changed, edits }, heading, source);
  return text === undefined ? undefined : { title, text };
}

const PROGRAM = 'explanation.tcsim';

/**
 * What a program and its imports declare, and its scenarios, as one text. Configurations become what `tcsim import` makes
 * of them.
 */
function declarationsOf({ tree, model }: Analysis): string {
  const { files } = model;
  const [root] = files;
  if (root === undefined) return '';
  if (root.format !== undefined) return imported(root, tree.statements.find(isNamed)?.words[1]?.text ?? '');
  const parts = files.flatMap((file, index) => {
    if (file.format !== undefined) return [imported(file, nameIn(model, index))];
    const { statements } = index === 0 ? tree : parse(file.text);
    return statements
      .filter(({ words }) => words[0]?.text !== 'import' && (index === 0 || words[0]?.text !== 'scenario'))
      .map((statement) => file.text.slice(statement.start, statement.end));
  });
  return `${parts.join('\n\n')}\n`;
}

const isNamed = ({ words }: Statement): boolean => words[0]?.text === 'cluster' || words[0]?.text === 'client';

/** The name that an import gave to what the file declares. */
function nameIn({ clusters, clients }: Analysis['model'], file: number): string {
  const declared = clients.find(({ at }) => at.self.file === file)?.family;
  return declared ?? clusters.find(({ at }) => at.self.file === file)?.name ?? 'imported';
}

const imported = ({ name, text }: SourceFile, alias: string): string =>
  printImports([{ file: shownName(name), imported: importConfiguration(text, alias) }]);

/** The finding in a text that says the same: its own places and names are those of other files. */
function sameFinding(
  text: string,
  said: Diagnostic,
  isOfFile: boolean,
): { readonly analysis: Analysis; readonly finding: Diagnostic } | undefined {
  const { code, message } = said;
  const analysis = analyse(text, PROGRAM);
  const all = analysis.diagnostics.filter((each) => each.code === code);
  const finding = all.find((each) => each.message === message) ?? all[0] ?? (isOfFile ? withoutPlace(said) : undefined);
  return finding && { analysis, finding };
}

/** A configuration file says more than the language by what it leaves out, such as ports. What names its nodes can be shown. */
const withoutPlace = (finding: Diagnostic): Diagnostic => ({
  ...finding,
  at: { file: -1, start: 0, end: 0 },
  related: [],
  fixes: [],
});

/** The scenario first, so that its places are the same with the fix and without. */
function composed(
  shown: Demonstration,
  heading: readonly string[],
  source: string,
  { tree, model }: Analysis,
): string | undefined {
  const { scenario, statements, declarations = [], title, story } = shown;
  const own = scenario && tree.statements.find(({ start }) => start === scenario.at.self.start);
  if (scenario !== undefined && own?.block === undefined) return undefined;
  const inner = own?.block === undefined ? [] : [source.slice(own.block.start + 1, own.block.end - 1).trimEnd()];
  const rest = tree.statements
    .filter(({ words }) => words[0]?.text !== 'scenario')
    .map(({ start, end }) => source.slice(start, end));
  const head = `scenario ${JSON.stringify(title)} {`;
  const firstExpectation = statements.findIndex((line) => line.startsWith('expect'));
  const body = [...inner, ...statements.flatMap((line, i) => (i === firstExpectation ? ['', line] : [line]))];
  const parts = [
    [...heading, '//', ...comment(story), head, ...body, '}'].join('\n'),
    ...declarations,
    ...comments(model, source),
    ...rest,
  ];
  return format(parse(`${parts.join('\n\n')}\n`));
}

/** What an importer had to say stands above its declarations. */
function comments(model: Analysis['model'], source: string): readonly string[] {
  const lines = model.files[0]?.text === source ? source.match(/^\/\/.*$/gm) : null;
  return lines === null ? [] : [lines.join('\n')];
}

/** The whole program; undefined where it means nothing, with these edits. */
function told(shown: Demonstration, heading: readonly string[], source: string): string | undefined {
  const text = edited(source, shown.edits ?? []);
  const analysis = analyse(text, PROGRAM);
  const scenario = analysis.model.scenarios.find(({ name }) => name === shown.scenario?.name);
  if (shown.scenario !== undefined && scenario === undefined) return undefined;
  const whole = composed(scenario === undefined ? shown : { ...shown, scenario }, heading, text, analysis);
  return whole === undefined || !canRun(whole) ? undefined : whole;
}

const edited = (source: string, edits: readonly TextEdit[]): string =>
  [...edits]
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((text, { at, text: part }) => text.slice(0, at.start) + part + text.slice(at.end), source);

const canRun = (text: string): boolean => isUnderstood(analyse(text, PROGRAM).diagnostics);

/** Whether all errors are those of rules, so that the text means something: what they warn of can be run. */
export function isUnderstood(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ severity, code }) => severity !== 'error' || !code.startsWith('TCS0'));
}

const WIDTH = 80;

function comment(text: string): string[] {
  const lines = ['//'];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length > WIDTH) lines.push(`// ${word}`);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

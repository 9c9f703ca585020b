/**
 * The failing sample of every rule, written as other people would write it. A demonstration works there as on the sample
 * itself, or there is none; it never shows what is not so.
 */
import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { type Analysis, analyse, run } from './index.ts';
import { parse } from './language/index.ts';
import type { Statement } from './language/syntax.ts';
import { RULES } from './rules/index.ts';
import { parseMarked } from './test/marked.ts';

interface Program {
  readonly text: string;
  /** The text of `config.tcsim`, where the program imports that. */
  readonly imported?: string;
}

/** The text with something put in at places; the places are those of the text as it was. */
function inserted(text: string, parts: readonly (readonly [at: number, part: string])[]): string {
  return [...parts]
    .sort(([a], [b]) => b - a)
    .reduce((all, [at, part]) => all.slice(0, at) + part + all.slice(at), text);
}

const first = ({ words }: Statement): string | undefined => words[0]?.text;
const statementsOf = (text: string): readonly Statement[] => parse(text).statements;
const isClient = (statement: Statement): boolean => ['client', 'integration-server'].includes(first(statement) ?? '');
const says = (statement: Statement, word: string): boolean =>
  statement.block?.statements.some((each) => first(each) === word) ?? false;

/** Every declared name is another one, also inside `shop.sessions`. */
function renamed(text: string, rename: (name: string, index: number) => string): string {
  const { clusters, clients, voters = [] } = analyse(text, 'sample.tcsim').model;
  const stripes = clusters.flatMap((cluster) => cluster.stripes);
  const names = [
    ...stripes.flatMap(({ servers }) => servers.map(({ name }) => name)),
    ...clients.map(({ family }) => family),
    ...voters.map(({ name }) => name),
    ...clusters.map(({ name }) => name),
    ...clients.flatMap(({ caches }) => caches.map(({ name }) => name)).filter((name) => /^[a-z]/.test(name)),
  ];
  const others = new Map([...new Set(names)].map((name, index) => [name, rename(name, index)]));
  const word = /"[^"]*"|[\w-]+/g;
  return text.replace(word, (found) => others.get(found) ?? found);
}

/** What a program may look like that has the same mistake. */
const VARIANTS: Readonly<Record<string, (text: string) => Program>> = {
  'odd names, and the line ends of Windows': (text) => ({
    text: renamed(text, (name) => `for_${name}-9`).replaceAll('\n', '\r\n'),
  }),

  'names that demonstrations themselves use': (text) => ({
    text: renamed(text, (name, index) => ['some-app', 'another-app', 'some-data', 'some-app-2'][index] ?? name),
  }),

  'a configuration that is imported': (text) => {
    const [scenarios, others] = [true, false].map((isScenario) =>
      statementsOf(text)
        .filter((each) => (first(each) === 'scenario') === isScenario)
        .map(({ start, end }) => text.slice(start, end))
        .join('\n'),
    );
    return { text: `import "config.tcsim"\n${scenarios}\n`, imported: `${others}\n` };
  },

  'a second stripe': (text) => {
    const clusters = statementsOf(text).filter((each) => first(each) === 'cluster');
    return {
      text: inserted(
        text,
        clusters.flatMap(({ block, words }) =>
          block === undefined
            ? []
            : [[block.end - 1, `\n  stripe { server ${words[1]?.text}-x, ${words[1]?.text}-y }\n`]],
        ),
      ),
    };
  },

  'clients by twos': (text) => ({
    text: inserted(
      text,
      statementsOf(text)
        .filter((each) => first(each) === 'client' && each.words.length === 2)
        .map(({ words }) => [words[1]?.end ?? 0, ' x 2']),
    ),
  }),

  'another cluster before it, with another client': (text) => {
    const statements = statementsOf(text);
    const name = statements.find((each) => first(each) === 'cluster')?.words[1]?.text ?? '';
    const own = statements.filter((each) => isClient(each) && !says(each, 'cluster'));
    const settings = own.map(({ block, end }) =>
      block === undefined
        ? ([end, ` { cluster ${name} }`] as const)
        : ([block.start + 1, `\n  cluster ${name}\n`] as const),
    );
    const other = 'cluster others { server other-1, other-2 }\nclient bystander { cluster others  cache things }\n';
    return { text: other + inserted(text, settings) };
  },
};

function analysed({ text, imported }: Program): Analysis {
  return analyse(text, 'main.tcsim', (name) => (imported === undefined ? undefined : { name, text: imported }));
}

function verdictOf(text: string, scenario: string): string {
  const found = analyse(text, 'explanation.tcsim').model.scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`There is no scenario "${scenario}".`);
  const { verdict, judgements } = run(found);
  return [verdict, ...judgements.filter((each) => each.verdict === 'inconclusive').map(({ reason }) => reason)].join();
}

const shown = RULES.filter((rule) => rule.phase !== 'runtime' && rule.demonstration !== undefined);

test.each(Object.entries(VARIANTS))('%s', (_, variant) => {
  const wrong: string[] = [];
  let explained = 0;
  for (const { id, failing } of shown) {
    const analysis = analysed(variant(parseMarked(failing).text));
    const broken = analysis.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('TCS0'));
    expect(broken.map(({ message }) => `${id}: ${message}`)).toEqual([]);
    for (const finding of analysis.diagnostics.filter(({ code }) => code === id)) {
      const explanation = explain(analysis, finding);
      if (explanation === undefined) continue;
      explained++;
      const { text, scenario, fixed } = explanation;
      const before = verdictOf(text, scenario);
      const after = fixed === undefined ? 'held' : verdictOf(fixed.text, scenario);
      if (before !== 'violated' || after !== 'held') wrong.push(`${id}: ${before}, then ${after}`);
    }
  }
  expect(wrong).toEqual([]);
  // Most of them work everywhere.
  expect(explained).toBeGreaterThan(shown.length / 2);
});

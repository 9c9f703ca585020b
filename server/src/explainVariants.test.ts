/**
 * The failing sample of every rule, written as other people would write it. A demonstration works there as on the sample
 * itself, or there is none; it never shows what is not so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyseConfiguration } from './configuration.ts';
import { explain, isUnderstood } from './explain.ts';
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

/** The text with other settings, or as it was where they do not go with what it says. */
function ifUnderstood(text: string, changed: string): Program {
  const { diagnostics } = analyse(changed, 'sample.tcsim');
  return { text: isUnderstood(diagnostics) ? changed : text };
}

const serversOf = ({ block }: Statement): readonly Statement[] =>
  (block?.statements ?? []).filter((each) => first(each) === 'server' && each.block === undefined);

const isList = ({ words }: Statement): boolean => words.some(({ text }) => text === ',');

const clustersOf = (text: string): readonly Statement[] =>
  statementsOf(text).filter((each) => first(each) === 'cluster' && each.block !== undefined);

/** What a program may look like that has the same mistake. */
const VARIANTS: Readonly<Record<string, (text: string) => Program>> = {
  'odd names, the line ends of Windows, and a configuration that is imported': (sample) => {
    const text = renamed(sample, (name) => `for_${name}-9`).replaceAll('\n', '\r\n');
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

  'names that demonstrations themselves use, and clients by twos': (sample) => {
    const text = renamed(
      sample,
      (name, index) => ['some-app', 'another-app', 'some-data', 'some-app-2'][index] ?? name,
    );
    const clients = statementsOf(text).filter((each) => first(each) === 'client' && each.words.length === 2);
    return {
      text: inserted(
        text,
        clients.map(({ words }) => [words[1]?.end ?? 0, ' x 2']),
      ),
    };
  },

  'a third server, on a slow network': (text) => {
    const pairs = clustersOf(text).flatMap(serversOf).filter(isList);
    const ends = pairs.map(({ end }) => end);
    const third = inserted(
      text,
      ends.map((end, index) => [end, `, third-${index}`]),
    );
    return ifUnderstood(text, `network { latency 40ms  jitter 20ms }\n${third}`);
  },

  'one server, and no client where nobody names one': (text) => {
    const [pair] = clustersOf(text).flatMap(serversOf).filter(isList);
    const [, only] = pair?.words ?? [];
    const single = pair && only ? text.slice(0, only.end) + text.slice(pair.end) : text;
    const { text: alone } = ifUnderstood(text, single);
    const clients = statementsOf(alone).filter(isClient);
    return ifUnderstood(
      alone,
      clients.reduceRight((all, { start, end }) => all.slice(0, start) + all.slice(end), alone),
    );
  },

  'an older release': (text) => {
    const written = clustersOf(text).filter((each) => !says(each, 'product'));
    const older = written.map(({ block }) => [(block?.start ?? 0) + 1, '\n  product terracotta 3.7\n'] as const);
    return ifUnderstood(text, inserted(text, older));
  },

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

/** What is wrong with the explanations of some findings; the second is how many there are. */
function misled(
  analysis: Analysis,
  codes: (code: string) => boolean,
): readonly [wrong: readonly string[], count: number] {
  const explanations = analysis.diagnostics
    .filter(({ code }) => codes(code))
    .flatMap((finding) => ({ code: finding.code, explanation: explain(analysis, finding) ?? [] }))
    .flatMap(({ code, explanation }) => ('text' in explanation ? [{ code, ...explanation }] : []));
  const wrong = explanations.flatMap(({ code, text, scenario, fixed }) => {
    const before = verdictOf(text, scenario);
    const after = fixed === undefined ? 'held' : verdictOf(fixed.text, scenario);
    return before === 'violated' && after === 'held' ? [] : [`${code}: ${before}, then ${after}`];
  });
  return [wrong, explanations.length];
}

const shown = RULES.filter((rule) => rule.phase !== 'runtime' && rule.demonstration !== undefined);

test.each(Object.entries(VARIANTS))('%s', (_, variant) => {
  const all = shown.map(({ id, failing }) => {
    const analysis = analysed(variant(parseMarked(failing).text));
    const broken = analysis.diagnostics.filter(({ code, severity }) => severity === 'error' && code.startsWith('TCS0'));
    expect(broken.map(({ message }) => `${id}: ${message}`)).toEqual([]);
    return misled(analysis, (code) => code === id);
  });
  expect(all.flatMap(([wrong]) => wrong)).toEqual([]);
  // Many of them work everywhere; some need a mirror.
  expect(all.filter(([, count]) => count > 0).length).toBeGreaterThan(shown.length / 3);
});

const FIXTURES = fileURLToPath(new URL('importers/fixtures/', import.meta.url));
const isRule = (code: string): boolean => /^TCS[1-9]/.test(code);

test('configuration files, the broken and the strange ones among them', () => {
  const files = readdirSync(FIXTURES).filter((name) => !name.endsWith('.txt'));
  const all = files.map((name) => {
    const text = readFileSync(FIXTURES + name, 'utf8');
    return [name, misled(analyseConfiguration(text, `file:///files/${name}`), isRule)] as const;
  });
  expect(all.flatMap(([name, [wrong]]) => wrong.map((each) => `${name} ${each}`))).toEqual([]);
  expect(all.filter(([, [, count]]) => count > 0).length).toBeGreaterThan(10);
});

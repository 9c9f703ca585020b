/** What the snippets of the editor write, with each of the words that they offer, is read without an error. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { format, parse } from '../language/index.ts';

interface Snippet {
  readonly body: string | readonly string[];
}

const snippets: Readonly<Record<string, Snippet>> = JSON.parse(
  readFileSync(new URL('../../../snippets/tcsim.json', import.meta.url), 'utf8'),
);
const MOST_CHOICES = 4;

/** The text of a snippet with its defaults, and of each choice the one with this number or the last. */
function textOf(name: string, choice = 0): string {
  const body = snippets[name]?.body ?? [];
  return [body]
    .flat()
    .join('\n')
    .replace(
      /\$\{\d+\|([^|]*)\|\}/g,
      (_, words: string) =>
        words
          .split(',')
          .slice(0, choice + 1)
          .at(-1) ?? '',
    )
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d/g, '')
    .replaceAll('\t', '  ');
}

/** Where a snippet stands that is no file by itself. */
const INSIDE: Readonly<Record<string, (text: string) => string>> = {
  Cache: (text) => `${textOf('Cluster')}\nclient shop {\n  cluster orders\n  rejoin true\n${text}\n}\n`,
  'Health check': (text) => `cluster orders {\n  server tsa-1, tsa-2\n${text}\n}\n`,
};
const inScenario = (text: string): string =>
  `${textOf('Cluster')}\n${textOf('Client')}\nscenario "one" {\n  duration 3min\n${text}\n}\n`;
const OF_A_FILE = ['Cluster', 'Client', 'Scenario'];

test.each(Object.keys(snippets))('%s', (name) => {
  for (let choice = 0; choice < MOST_CHOICES; choice++) {
    const text = OF_A_FILE.includes(name)
      ? OF_A_FILE.map((each) => textOf(each, choice)).join('\n\n')
      : (INSIDE[name] ?? inScenario)(textOf(name, choice));
    const { diagnostics } = analyse(text, 'snippets.tcsim');
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  }
});

test('what is written first is formatted', () => {
  const text = `${OF_A_FILE.map((name) => textOf(name)).join('\n\n')}\n`;
  expect(format(parse(text))).toBe(text);
});

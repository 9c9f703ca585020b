/** The examples of docs/configuration.md do what the page says. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { readConfiguration } from './configuration.ts';
import { directivesOf } from './directives.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/configuration.md', import.meta.url)), 'utf8');
const examples = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);

test('the configuration is one', () => {
  const [text = ''] = examples('json');
  const { levels, diagnostics } = readConfiguration(text);
  expect(diagnostics).toEqual([]);
  expect([...levels.values()]).toEqual(['off', 'error']);
});

test('the comments of the scenario suppress what they say', () => {
  const [text = ''] = examples('tcsim');
  const { suppressed, diagnostics } = analyse(text, 'test.tcsim');
  expect(suppressed.map(({ diagnostic }) => diagnostic.code)).toEqual(['TCS317', 'TCS317']);
  expect(diagnostics.filter(({ code }) => code.startsWith('TCS02'))).toEqual([]);
});

test('the comment of the XML is understood', () => {
  const [text = ''] = examples('xml');
  const [directive] = directivesOf({ name: 'tc-config.xml', text, format: 'xml' });
  expect(directive).toMatchObject({ reach: 'next-line', ids: [{ text: 'TCS301' }], stray: undefined });
  expect(text.slice(directive?.covers.start, directive?.covers.end)).toBe(
    '<client-reconnect-window>5</client-reconnect-window>',
  );
});

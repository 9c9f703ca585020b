import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { textMateGrammar } from './grammar.ts';

const grammarFile = join(import.meta.dirname, 'tcsim.tmLanguage.json');

test('tcsim.tmLanguage.json is current', async () => {
  await expect(`${JSON.stringify(textMateGrammar(), null, 2)}\n`).toMatchFileSnapshot(grammarFile);
});

/** Lines of source, each with the marks below it: `^^^ scope` says what the columns above it are. */
const marked = readFileSync(join(import.meta.dirname, 'grammar.marked.txt'), 'utf8').split('\n');
const isMark = (line: string) => /^\s*\^+ \S+$/.test(line);

describe('colours', () => {
  let grammar: IGrammar;

  beforeAll(async () => {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
    await loadWASM(wasm);
    const registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: async () => parseRawGrammar(JSON.stringify(textMateGrammar()), 'grammar.json'),
    });
    const loaded = await registry.loadGrammar('source.tcsim');
    if (loaded === null) {
      throw new Error('The grammar was not loaded.');
    }
    grammar = loaded;
  });

  test('are as marked', () => {
    let stack = INITIAL;
    let scopesAt: (column: number) => string[] = () => [];
    for (const [index, line] of marked.entries()) {
      if (!isMark(line)) {
        const result = grammar.tokenizeLine(line, stack);
        stack = result.ruleStack;
        scopesAt = (column) => result.tokens.find((token) => token.endIndex > column)?.scopes ?? [];
        continue;
      }
      const [, indent = '', carets = '', scope] = /^(\s*)(\^+) (\S+)$/.exec(line) ?? [];
      const wrong = [...carets]
        .map((_, offset) => scopesAt(indent.length + offset))
        .map((scopes) => scopes.at(-1))
        .filter((found) => found !== scope);
      expect(wrong, `line ${index + 1}: ${line.trim()}`).toEqual([]);
    }
  });
});

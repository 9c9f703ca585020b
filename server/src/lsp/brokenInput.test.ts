import { describe, expect, it } from 'vitest';
import type { CompletionItem, Diagnostic, DocumentSymbol, FoldingRange, TextEdit } from 'vscode-languageserver/node';
import type { RunAnswer } from './protocol.ts';
import type { Session } from './testing/session.ts';
import { startedForAll } from './testing/started.ts';

let session: Session;
startedForAll((started) => {
  session = started;
});

const CLUSTER = 'cluster c { stripe { server a, b } }\nclient shop { cache k {} }\n';
const hundredThousandLines = `${CLUSTER}scenario "long" {\n  duration 60h\n${Array.from({ length: 100_000 }, (_, i) => `  at ${i}s crash a`).join('\n')}\n  expect b becomes active\n}\n`;

/** What every feature has to survive, with the codes that the list of problems must have. */
const inputs: readonly { readonly name: string; readonly text: string; readonly has?: readonly string[] }[] = [
  { name: 'an empty file', text: '' },
  {
    name: 'binary',
    text: String.fromCharCode(...Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
    has: ['TCS001'],
  },
  {
    name: 'a line of one megabyte',
    text: `cluster c { server ${'x'.repeat(1_000_000)} crash } nonsense`,
    has: ['TCS003'],
  },
  {
    name: 'a megabyte of words on one line',
    text: `scenario "s" { ${'at 1s crash '.repeat(90_000)} }`,
    has: ['TCS003'],
  },
  { name: 'a block that is not closed', text: 'cluster c {\n  server a\n', has: ['TCS001'] },
  { name: 'a circular import', text: 'import "self.tcsim"\n', has: ['TCS007'] },
  { name: 'an unknown setting', text: `${CLUSTER}client desk { rejoyn true }`, has: ['TCS003'] },
  { name: 'a wrong unit', text: 'cluster c { server a\n client-reconnect-window 120 }', has: ['TCS004'] },
  { name: 'names that are given twice', text: 'cluster c { server a, a }', has: ['TCS313'] },
  {
    name: 'faults that contradict each other',
    text: `${CLUSTER}scenario "s" {\n  at 1s crash a\n  at 2s crash a\n  expect b becomes active\n}`,
    has: ['TCS008'],
  },
  { name: 'a hundred thousand lines', text: hundredThousandLines },
  { name: 'ten thousand open braces', text: 'a { '.repeat(10_000), has: ['TCS001'] },
];

describe.each(inputs)('$name', { timeout: 120_000 }, ({ name, text, has = [] }) => {
  const uri = name.includes('import') ? 'file:///self.tcsim' : `file:///${encodeURIComponent(name)}.tcsim`;

  it('gets a list of problems that is not empty where something is wrong', async () => {
    session.open(uri, text);
    const diagnostics = await session.diagnostics(uri);
    expect(diagnostics.map(({ code }: Diagnostic) => code)).toEqual(expect.arrayContaining([...has]));
    expect(diagnostics.length).toBeLessThanOrEqual(501);
  });

  it('gets an answer from every feature', async () => {
    const end = session.document(uri).positionAt(text.length);
    const about = { textDocument: { uri }, position: end };
    const whole = { range: { start: { line: 0, character: 0 }, end }, context: { diagnostics: [] } };
    expect(Array.isArray(await session.request<CompletionItem[]>('textDocument/completion', about))).toBe(true);
    await session.request('textDocument/hover', about);
    expect(await session.request('textDocument/definition', about)).toEqual(expect.any(Array));
    expect(Array.isArray(await session.about<DocumentSymbol[]>('textDocument/documentSymbol', uri))).toBe(true);
    expect(Array.isArray(await session.about<FoldingRange[]>('textDocument/foldingRange', uri))).toBe(true);
    expect(Array.isArray(await session.about('textDocument/codeAction', uri, whole))).toBe(true);
    const options = { options: { tabSize: 2, insertSpaces: true } };
    expect(Array.isArray(await session.about<TextEdit[]>('textDocument/formatting', uri, options))).toBe(true);
  });

  it('is refused with a reason, or run, when it is to be run', async () => {
    const answer = await session.request<RunAnswer>('tcsim/run', { uri });
    expect(answer.runs.length + answer.problems.length).toBeGreaterThan(0);
    session.close(uri);
  });
});

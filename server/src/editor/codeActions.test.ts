import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.ts';
import { codeActions } from './codeActions.ts';
import { editorDiagnostics, sentences } from './diagnostics.ts';
import { edited, fixed } from './testing/editor.ts';

const problem = (start: number, code = 'TCS004', file = 0): Diagnostic => ({
  code,
  severity: 'error',
  at: { file, start, end: start + 3 },
  message: 'This has no unit.',
  why: '',
  help: 'Write one.',
  related: [],
  fixes: [
    { title: 'Write `s`', edits: [{ at: { file, start, end: start + 3 }, text: '30s' }] },
    { title: 'Write `ms`', edits: [{ at: { file, start, end: start + 3 }, text: '30ms' }] },
  ],
});

function withDiagnostics(diagnostics: readonly Diagnostic[]) {
  const { file } = edited('');
  return { analysis: { ...file.analysis, diagnostics } };
}

describe('quick fixes', () => {
  it('are those of the problems under the cursor, the first preferred', () => {
    const actions = codeActions(withDiagnostics([problem(0), problem(100, 'TCS005')]), { start: 2, end: 2 });
    expect(actions.map(({ title, preferred }) => [title, preferred])).toEqual([
      ['Write `s`', true],
      ['Write `ms`', false],
    ]);
  });

  it('repair all of a kind at once, except where they touch each other', () => {
    const problems = [problem(0), problem(2), problem(50), problem(100, 'TCS005'), problem(200, 'TCS004', 1)];
    const all = codeActions(withDiagnostics(problems), { start: 0, end: 0 }).at(-1);
    expect(all?.title).toBe('Fix all 2 of TCS004 in this file');
    expect(all?.edits.map(({ at }) => at.start)).toEqual([0, 50]);
  });

  it('suppress a finding on its line, both of a rule at once', () => {
    const problems = [problem(0, 'TCS301'), problem(4, 'TCS301'), problem(0, 'TCS001')];
    const actions = codeActions(withDiagnostics(problems), { start: 0, end: 9 });
    expect(actions.filter(({ title }) => title.startsWith('Suppress'))).toMatchObject([
      {
        title: 'Suppress TCS301 on this line',
        preferred: false,
        diagnostics: [{ at: { start: 0 } }, { at: { start: 4 } }],
      },
    ]);
    expect(fixed('cluster $0c { server a, b }', 'Suppress TCS317 on this line')).toBe(
      '// tcsim-disable-next-line TCS317 -- why?\ncluster c { server a, b }',
    );
  });

  it('repair what the language itself finds', () => {
    expect(fixed('cluster c { server a\n  client-reconnect-window 12$00 }', 'Change to `120s`')).toContain(
      'window 120s',
    );
  });
});

describe('diagnostics', () => {
  it('say what, why and what to do, a line each', () => {
    expect(sentences({ message: 'A.', why: 'B.', help: 'C.' })).toBe('A.\nB.\nC.');
    expect(sentences({ message: 'A.', why: '', help: 'C.' })).toBe('A.\nC.');
  });

  it('are those of the file itself', () => {
    expect(editorDiagnostics(withDiagnostics([problem(0), problem(9, 'TCS004', 1)]))).toHaveLength(1);
  });

  it('beyond five hundred are counted, and stay errors', () => {
    const many = editorDiagnostics(withDiagnostics(Array.from({ length: 700 }, (_, index) => problem(index * 10))));
    expect(many).toHaveLength(501);
    expect(many.at(-1)).toMatchObject({ code: 'TCS010', severity: 'error', range: { start: 5000 } });
    expect(many.at(-1)?.message).toContain('200 more');
  });
});

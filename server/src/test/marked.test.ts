import { expect, test } from 'vitest';
import { expectDiagnostics, parseMarked, renderMarked } from './marked.ts';

const MARKED = `cluster orders {
  server tsa-1
  server tsa-1
         ^^^^^ TCS006: already taken
  ^^^^^^ TCS999
}`;

test('markers are taken out and point into what is left', () => {
  const { text, expected } = parseMarked(MARKED);
  expect(text).toBe('cluster orders {\n  server tsa-1\n  server tsa-1\n}');
  expect(expected.map(({ start, end }) => text.slice(start, end))).toEqual(['tsa-1', 'server']);
  expect(expected.map(({ line, code, messagePart }) => ({ line, code, messagePart }))).toEqual([
    { line: 2, code: 'TCS006', messagePart: 'already taken' },
    { line: 2, code: 'TCS999', messagePart: '' },
  ]);
});

test('rendering puts them back, sorted', () => {
  const { text, expected } = parseMarked(MARKED);
  const lines = MARKED.split('\n');
  const [first = '', second = ''] = lines.splice(3, 2);
  lines.splice(3, 0, second, first);
  expect(renderMarked(text, expected)).toBe(lines.join('\n'));
});

test('a marker without a line above it is a mistake of the test', () => {
  expect(() => parseMarked('^^^ TCS001: x\ntext')).toThrow('no line above');
});

test('a diagnostic that is missing, misplaced or too many fails', () => {
  const clean = 'cluster orders {\n  server tsa-1\n}';
  expect(() => expectDiagnostics(clean)).not.toThrow();
  expect(() => expectDiagnostics(`${clean}\n^ TCS001: nothing`)).toThrow();
  expect(() => expectDiagnostics('cluster orders {\n  sever tsa-1\n}')).toThrow();
  expect(() => expectDiagnostics('cluster orders {\n}\n^ TCS011: no servers')).toThrow();
});

import { expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

test.each([
  ['crash', 'crash', 0],
  ['crsh', 'crash', 1],
  ['carsh', 'crash', 1],
  ['crashes', 'crash', 2],
  ['', 'abc', 3],
])('from %j to %j it takes %i edits', (a, b, edits) => {
  expect(editDistance(a, b, 5)).toBe(edits);
  expect(editDistance(b, a, 5)).toBe(edits);
});

test('a distance beyond the limit is not worked out', () => {
  expect(editDistance('crash', 'partition', 2)).toBe(3);
  expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3);
});

test.each([
  ['crsh', 'crash'],
  ['Restart', 'restart'],
  ['client-reconect-window', 'client-reconnect-window'],
  ['xyz', undefined],
  ['ab', undefined],
  ['reconnect-window', 'client-reconnect-window'],
  ['window', 'client-reconnect-window'],
  ['in', undefined],
])('%j means %j', (word, meant) => {
  expect(nearest(word, ['crash', 'restart', 'pause', 'cut', 'client-reconnect-window', 'in-doubt'])).toBe(meant);
});

test('a part that two words share means neither', () => {
  expect(nearest('window', ['client-reconnect-window', 'send-window'])).toBeUndefined();
});

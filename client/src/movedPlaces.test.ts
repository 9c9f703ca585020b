import { expect, test } from 'vitest';
import type { Place, TimelineRun } from '../timeline/protocol.ts';
import { MovedPlaces } from './movedPlaces.ts';

const FILE = 'orders.tcsim';
const TEXT = 'first line\n  at 30s crash tsa-1\nlast line\n';
const WANTED = 'at 30s crash tsa-1';
const start = TEXT.indexOf(WANTED);
const place: Place = { file: FILE, start, end: start + WANTED.length, line: 1 };
const runs = [{ places: [place], expectations: [] }] as unknown as readonly TimelineRun[];

/** Replaces the first `from`, and tells what then stands at the place. */
function after(...edits: readonly (readonly [from: string, to: string])[]): [string, boolean] {
  const places = new MovedPlaces();
  places.show(runs);
  const text = edits.reduce((before, [from, to]) => {
    const rangeOffset = before.indexOf(from);
    places.edited(FILE, [{ rangeOffset, rangeLength: from.length, text: to }]);
    return before.replace(from, to);
  }, TEXT);
  const { start, end, intact } = places.now(place);
  return [text.slice(start, end), intact];
}

test('a place moves with its text, whatever is changed around it', () => {
  expect(after(['first', 'a new first'])).toEqual([WANTED, true]);
  expect(after(['first line\n', ''])).toEqual([WANTED, true]);
  expect(after(['\nlast', '\n\nlast'], ['last', ''])).toEqual([WANTED, true]);
  expect(after(['\n  ', '\n    '], ['first', '1st'])).toEqual([WANTED, true]);
});

test('a place whose text is changed is known as such', () => {
  expect(after(['30s', '45s'])).toEqual(['at 45s crash tsa-1', false]);
  expect(after(['30s', '45s'], ['45s', '30s'])).toEqual([WANTED, false]);
  expect(after([`  ${WANTED}\n`, ''])).toEqual(['', false]);
  expect(after(['line\n  at 30s', 'x'])).toEqual(['x crash tsa-1', false]);
});

test('edits that were made while the run went on count', () => {
  const places = new MovedPlaces();
  places.show(runs);
  places.begin();
  places.edited(FILE, [{ rangeOffset: 0, rangeLength: 0, text: 'abc' }]);
  expect(places.now(place).start).toBe(start + 3); // of the run that is still shown
  places.show(runs);
  expect(places.now(place).start).toBe(start + 3);
  places.show(runs);
  expect(places.now(place).start).toBe(start);
});

test('other files stay as they are', () => {
  const places = new MovedPlaces();
  places.show(runs);
  places.edited('other.tcsim', [{ rangeOffset: 0, rangeLength: 0, text: 'abc' }]);
  expect(places.now(place).start).toBe(start);
});

import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

/** As defined, with whole numbers. */
function slowly(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of text.split('')) hash = ((hash ^ BigInt(unit.charCodeAt(0))) * 0x100000001b3n) % 2n ** 64n;
  return hash.toString(16).padStart(16, '0');
}

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'], // from the reference by Fowler, Noll and Vo
  ['foobar', '85944171f73967e8'],
])('%j', (text, expected) => {
  expect(fingerprint(text)).toBe(expected);
});

test.each(['at 30s crash tsa-1', '\u{1f600}\uffff\0', 'x'.repeat(10_000)])('%.20j as it is defined', (text) => {
  expect(fingerprint(text)).toBe(slowly(text));
});

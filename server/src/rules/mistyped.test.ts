/** Rules run on every key press, so mostly on texts that are broken somewhere. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildProgram, type TextEdit } from '../model/index.ts';
import { parseMarked } from '../test/marked.ts';
import { checkRules, RULES } from './index.ts';

const SAMPLES = RULES.flatMap((rule) => [rule.failing, rule.passing]).map((sample) => parseMarked(sample).text);

/** A sample with some lines removed, cut off, repeated or with another number. */
const mistyped = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(fc.tuple(fc.nat(40), fc.constantFrom('remove', 'cut', 'repeat', 'number'), fc.nat(200)), { maxLength: 4 }),
  )
  .map(([sample, mistakes]) => {
    const lines = sample.split('\n');
    for (const [at, kind, amount] of mistakes) {
      const i = at % lines.length;
      const line = lines[i] ?? '';
      if (kind === 'remove') lines.splice(i, 1);
      else if (kind === 'repeat') lines.splice(i, 0, lines[amount % lines.length] ?? '');
      else lines[i] = kind === 'cut' ? line.slice(0, amount % (line.length + 1)) : line.replace(/\d+/, String(amount));
      if (lines.length === 0) lines.push('');
    }
    return lines.join('\n');
  });

const errorsIn = (text: string): number =>
  buildProgram('mistyped.tcsim', text).diagnostics.filter(({ severity }) => severity === 'error').length;

function applied(text: string, edits: readonly TextEdit[]): string {
  const backwards = [...edits].reverse().sort((a, b) => b.at.start - a.at.start);
  return backwards.reduce(
    (result, edit) => result.slice(0, edit.at.start) + edit.text + result.slice(edit.at.end),
    text,
  );
}

test('every finding has a place and plain words, and no fix makes a text worse', () => {
  fc.assert(
    fc.property(mistyped, (text) => {
      const errors = errorsIn(text);
      for (const { at, message, why, help, fixes } of checkRules(buildProgram('mistyped.tcsim', text).model)) {
        expect(at.start).toBeLessThan(at.end);
        expect(at.end).toBeLessThanOrEqual(text.length);
        expect(`${message} ${why} ${help}`).not.toMatch(/undefined|NaN|Infinity/);
        for (const fix of fixes) expect(errorsIn(applied(text, fix.edits))).toBeLessThanOrEqual(errors);
      }
    }),
    { numRuns: 300 },
  );
});

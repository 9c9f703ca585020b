/** Configurations that somebody is editing: pieces missing, doubled, exchanged. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { importConfiguration, printImports } from './index.ts';

const folder = new URL('./fixtures/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.xml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

const mangled = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat(60), fc.nat()), { minLength: 1, maxLength: 4 }))
  .map(([text, cuts]) =>
    cuts.reduce((current, [from, length, to]) => {
      const start = from % (current.length + 1);
      const piece = current.slice(start, start + length);
      const without = current.slice(0, start) + current.slice(start + length);
      const target = to % (without.length + 1);
      return to % 3 === 0
        ? without
        : without.slice(0, target) + piece + (to % 3 === 1 ? '' : piece) + without.slice(target);
    }, text),
  );

test('a mangled configuration is survived: every place is inside the file, and what is printed has no syntax errors', () => {
  fc.assert(
    fc.property(mangled, (text) => {
      const { diagnostics, model } = analyse('import "x.xml" as orders\n', 'main.tcsim', () => ({
        name: 'x.xml',
        text,
      }));
      for (const { at, fixes } of diagnostics) {
        const edited = fixes.flatMap(({ edits }) => edits.map((edit) => edit.at));
        for (const { start, end, file } of [at, ...edited]) {
          expect(start <= end && end <= (model.files[file]?.text.length ?? 0)).toBe(true);
        }
      }
      const printed = printImports([{ file: 'x.xml', imported: importConfiguration(text, 'orders') }]);
      const again = analyse(printed, 'printed.tcsim');
      // A property that the product of the file does not have is said to have no effect, in the file as in the text.
      const wrong = again.diagnostics.filter(({ severity }) => severity !== 'info');
      expect(wrong.filter(({ code }) => code === 'TCS001' || code === 'TCS003')).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/**
 * Every sample holds as it is; with its key setting flipped it is violated; its trace is the one that was reviewed.
 * The header of a sample says what it shows and what to flip:
 *
 *     // shows: F2, F3
 *     // flip: "timeout 20s" -> "timeout 5s"
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, run } from '../index.ts';
import { format, parse } from '../language/index.ts';
import { hashOfTrace } from '../trace/compare.ts';
import { traceText } from '../trace/text.ts';

const folder = new URL('../../../samples/', import.meta.url);
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.tcsim'))
  .sort();

/** The behaviours that the samples together have to show. */
const BEHAVIOURS = ['F1 F2 F3 F4 F5 F6 F7 F9 F10', 'J1 J2 J3 J4 J5 J6 J8', 'N1 N2 N3 N5', 'X4'].flatMap((row) =>
  row.split(' '),
);

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

function header(text: string, key: string): string {
  return new RegExp(`^// ${key}: (.*)$`, 'm').exec(text)?.[1] ?? '';
}

function flipped(text: string): string {
  const [, from, to] = /^"(.*)" -> "(.*)"$/.exec(header(text, 'flip')) as unknown as [string, string, string];
  const flippedLines = text.split('\n').map((line) => (line.startsWith('//') ? line : line.replace(from, () => to)));
  return flippedLines.join('\n');
}

function runAll(text: string, name: string) {
  const { model, diagnostics } = analyse(text, name);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return model.scenarios.map((scenario) => run(scenario));
}

describe.each(samples)('%s', (name) => {
  const text = read(name);

  it('holds, and its trace is the reviewed one', async () => {
    const results = runAll(text, name);
    expect(results.length).toBeGreaterThan(0);
    const reasons = results.flatMap(({ judgements }) => judgements.filter(({ verdict }) => verdict !== 'held'));
    expect(reasons).toEqual([]);
    const golden = results.map(({ trace }) => traceText(trace, { detail: 'notable' })).join('\n');
    await expect(golden).toMatchFileSnapshot(`./golden/${name.replace('.tcsim', '.txt')}`);
  });

  it('is violated when its key setting is flipped', () => {
    const other = flipped(text);
    expect(other).not.toBe(text);
    const results = runAll(other, name);
    expect(results.map(({ verdict }) => verdict)).toContain('violated');
    for (const { trace, judgements } of results) {
      for (const { verdict, chain } of judgements) {
        // A violation that something caused can be followed back to what the scenario did.
        if (verdict !== 'violated' || chain.length === 0) continue;
        const root = chain.at(-1) as number;
        expect(trace.events.cause[root]).toBe(-1);
      }
    }
  });

  it('gives the same bytes every time', () => {
    const hashes = [runAll(text, name), runAll(text, name)].map((results) =>
      results.map(({ trace }) => hashOfTrace(trace)),
    );
    expect(hashes[1]).toEqual(hashes[0]);
  });

  it('is formatted', () => {
    expect(format(parse(text))).toBe(text);
  });
});

it('every behaviour has a sample', () => {
  const shown = new Set(samples.flatMap((name) => header(read(name), 'shows').split(', ')));
  expect(BEHAVIOURS.filter((id) => !shown.has(id))).toEqual([]);
});

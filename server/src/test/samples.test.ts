/**
 * Every sample holds as it is; with its key setting flipped it is violated; its trace is the one that was reviewed.
 * The header of a sample says what it shows and what to flip: see `sampleFiles.ts`.
 */
import { describe, expect, it } from 'vitest';
import { analyse, run } from '../index.ts';
import { format, parse } from '../language/index.ts';
import { hashOfTrace } from '../trace/compare.ts';
import { traceText } from '../trace/text.ts';
import { flipped, readSampleImport, sampleFiles } from './sampleFiles.ts';
import { samplesPage } from './samplesPage.ts';

const samples = sampleFiles();

/** The behaviours that the samples together have to show. */
const BEHAVIOURS = [
  'F1 F2 F3 F4 F5 F6 F7 F8 F9 F10',
  'J1 J2 J3 J4 J5 J6 J7 J8 J9',
  'N1 N2 N3 N4 N5',
  'S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11',
  'X1 X2 X3 X4 X5 X6',
].flatMap((row) => row.split(' '));

/** The cases of the vendor's test plan, without the pings NT1 and NT4, where nothing of Terracotta runs. */
const PLAN = [
  ...Array.from({ length: 18 }, (_, i) => `FS${i + 1}`),
  ...'NT2 NT3 NT5 NT6 NT7 NT8 NT9 NT10 NT11 TAL1 TAL2 TAL3 TAL4 TAL5 TPL1 TPL2 TPL3 TPL4 TPL5'.split(' '),
  ...'TFO1 TSL1 TNL1 TNL2 TF1 TF2 TCF1'.split(' '),
];

function runAll(text: string, name: string) {
  const { model, diagnostics } = analyse(text, name, readSampleImport);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return model.scenarios.map((scenario) => run(scenario));
}

describe.each(samples)('$name', (sample) => {
  const { name, text } = sample;

  it('holds, and its trace is the reviewed one', async () => {
    const results = runAll(text, name);
    expect(results.length).toBeGreaterThan(0);
    const reasons = results.flatMap(({ judgements }) => judgements.filter(({ verdict }) => verdict !== 'held'));
    expect(reasons).toEqual([]);
    const golden = results.map(({ trace }) => traceText(trace, { detail: 'notable' })).join('\n');
    await expect(golden).toMatchFileSnapshot(`./golden/${name.replace('.tcsim', '.txt')}`);
  });

  it('is violated when its key setting is flipped', () => {
    const other = flipped(sample);
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
  const shown = new Set(samples.flatMap(({ shows }) => shows));
  expect(BEHAVIOURS.filter((id) => !shown.has(id))).toEqual([]);
});

it("every case of the vendor's test plan has a sample, and no sample names another", () => {
  const named = new Set(samples.flatMap(({ tests }) => tests));
  expect([...named].sort()).toEqual([...PLAN].sort());
});

it('samples/README.md lists every sample', async () => {
  await expect(samplesPage()).toMatchFileSnapshot('../../../samples/README.md');
});

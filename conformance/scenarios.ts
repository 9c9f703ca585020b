/**
 * Cases that are scenarios. The head of the file says what they are and where they come from:
 *
 *     // case: HC-04
 *     // title: …
 *     // area: …
 *     // source: repository commit path test
 *     // expected: …
 *     // refused: TCS101        the product refuses the configuration, and so does a rule; it is run all the same
 */
import { readdirSync, readFileSync } from 'node:fs';
import { analyse, type RunResult, run } from '../server/src/index.ts';
import { formatDuration } from '../server/src/trace/time.ts';
import type { Case, Finding, ProductName } from './case.ts';

const FOLDERS: readonly (readonly [folder: string, product: ProductName])[] = [
  ['terracotta-4', 'Terracotta 3.7 and 4.x'],
  ['terracotta-10', 'Terracotta 10.x and 11.x'],
];

export function scenarioCases(): Case[] {
  return FOLDERS.flatMap(([folder, product]) => {
    const place = new URL(`./${folder}/`, import.meta.url);
    return readdirSync(place)
      .filter((name) => name.endsWith('.tcsim'))
      .sort()
      .map((name) => ({ ...caseOf(folder, name, readFileSync(new URL(name, place), 'utf8')), product }));
  });
}

function caseOf(folder: string, name: string, text: string): Omit<Case, 'product'> {
  const field = (key: string): string => {
    const value = new RegExp(`^// ${key}: (.*(?:\\n//   .*)*)`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`${name} has no line "// ${key}: …"`);
    return value.replaceAll(/\n\/\/ +/g, ' ');
  };
  return {
    id: field('case'),
    title: field('title'),
    area: field('area'),
    source: field('source'),
    expected: field('expected'),
    file: `${folder}/${name}`,
    simulate: () => runAll(text, name).flatMap(findingsOf),
  };
}

/** Runs every scenario of a text. Throws when the text has errors that it does not announce. */
export function runAll(text: string, name: string): RunResult[] {
  const { model, diagnostics } = analyse(text, name);
  const announced = /^\/\/ refused: (.*)$/m.exec(text)?.[1]?.split(', ') ?? [];
  const errors = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  if ([...errors].sort().join() !== announced.sort().join()) {
    throw new Error(`${name}: ${diagnostics.map(({ code, message }) => `${code} ${message}`).join('; ')}`);
  }
  return model.scenarios.map((scenario) => run(scenario));
}

function findingsOf({ scenario, judgements }: RunResult): Finding[] {
  return judgements.map(({ expectation, verdict, atMicros, reason }) => {
    // Tenths of a second: below that is the network, not the product.
    const moment = atMicros === undefined ? '' : ` at ${formatDuration(Math.round(atMicros / 100_000) * 100_000)}`;
    return {
      what: scenario.name,
      expected: scenario.expectations[expectation]?.text ?? '',
      simulated: verdict === 'held' ? `holds${moment}` : reason,
      agrees: verdict === 'held',
    };
  });
}

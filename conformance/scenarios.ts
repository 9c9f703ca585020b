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
import type { Case, Finding } from './case.ts';

const FOLDER = 'terracotta-4';
const folder = new URL(`./${FOLDER}/`, import.meta.url);

export function scenarioCases(): Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tcsim'))
    .sort()
    .map((name) => caseOf(name, readFileSync(new URL(name, folder), 'utf8')));
}

function caseOf(name: string, text: string): Case {
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
    file: `${FOLDER}/${name}`,
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

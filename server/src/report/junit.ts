/**
 * Runs for a build server: the JUnit XML that Jenkins, GitLab and others read. A file is a suite, an expectation a test
 * case; errors in a file are a case that failed with an error, since nothing was judged.
 */
import type { RunResult } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sentenceOf } from '../trace/sentence.ts';
import { formatInstant } from '../trace/time.ts';
import type { Judgement } from '../verdict/verdict.ts';
import type { FileReport } from './json.ts';
import type { Places } from './place.ts';

type Outcome = 'failure' | 'error' | 'skipped';

interface Case {
  readonly className: string;
  readonly name: string;
  readonly outcome?: { readonly kind: Outcome; readonly message: string; readonly detail: string } | undefined;
}

/** The whole document, ending with a line break. */
export function junitXml(reports: readonly FileReport[]): string {
  const suites = reports.map(({ name, ...report }) => ({ name, cases: casesOf({ name, ...report }) }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tcsim" ${totals(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escaped(name)}" ${totals(cases)}>`,
      ...cases.flatMap(caseLines),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf({ name, diagnostics, results, places }: FileReport): readonly Case[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [
    ...errors.map((error) => errorCase(name, error, places)),
    ...results.flatMap((result) => runCases(name, result, places)),
  ];
}

function errorCase(file: string, { code, message, why, help, at }: Diagnostic, places: Places): Case {
  const detail = [`${places.short(at)}: ${code}`, why, help].filter((part) => part !== '').join('\n');
  return { className: file, name: `${code} ${places.short(at)}`, outcome: { kind: 'error', message, detail } };
}

function runCases(file: string, result: RunResult, places: Places): readonly Case[] {
  const { scenario, judgements } = result;
  const className = `${file}.${scenario.name}${scenario.variant === '' ? '' : ` (${scenario.variant})`}`;
  // A scenario that expects nothing has run all the same.
  if (judgements.length === 0) return [{ className, name: 'runs' }];
  return judgements.map((judgement) => ({
    className,
    name: scenario.expectations[judgement.expectation]?.text ?? '',
    outcome: outcomeOf(judgement, result, places),
  }));
}

function outcomeOf(
  { verdict, reason, chain, expectation }: Judgement,
  { scenario, trace }: RunResult,
  places: Places,
): Case['outcome'] {
  if (verdict === 'held') return undefined;
  const at = scenario.expectations[expectation]?.at;
  const causes = chain.map((row) => `${formatInstant(trace.events.timeMicros[row] ?? 0)}  ${sentenceOf(trace, row)}`);
  const detail = [...(at === undefined ? [] : [places.short(at)]), reason, ...causes].join('\n');
  return verdict === 'violated'
    ? { kind: 'failure', message: reason, detail }
    : { kind: 'skipped', message: `inconclusive: ${reason}`, detail };
}

function totals(cases: readonly Case[]): string {
  const count = (kind: Outcome): number => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="0"`;
}

function caseLines({ className, name, outcome }: Case): readonly string[] {
  const head = `    <testcase classname="${escaped(className)}" name="${escaped(name)}" time="0"`;
  if (outcome === undefined) return [`${head}/>`];
  const { kind, message, detail } = outcome;
  const body =
    kind === 'skipped'
      ? `      <skipped message="${escaped(message)}"/>`
      : `      <${kind} message="${escaped(message)}">${escaped(detail)}</${kind}>`;
  return [`${head}>`, body, '    </testcase>'];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold, such as a NUL from a broken file, becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

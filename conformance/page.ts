/** `docs/conformance.md`: every case, what is expected, what the simulator does, and whether they agree. */
import { ASSUMPTIONS as INTEGRATION_SERVER } from '../server/src/simulator/integration-server/assumptions.ts';
import { ASSUMPTIONS } from '../server/src/simulator/terracotta-4/timing.ts';
import { ASSUMPTIONS as CLIENTS } from '../server/src/simulator/terracotta-10/clients/timing.ts';
import { ASSUMPTIONS as STRIPE } from '../server/src/simulator/terracotta-10/stripe/timing.ts';
import { ASSUMPTIONS as RELEASES } from '../server/src/simulator/terracotta-10/versions.ts';
import { ASSUMPTIONS as VOTERS } from '../server/src/simulator/terracotta-10/voter/timing.ts';
import { TRANSPORT_ASSUMPTIONS } from '../server/src/simulator/transport/assumptions.ts';
import { type Case, type Finding, type MissingCase, PRODUCTS, type ProductName } from './case.ts';
import { TOPICS } from './coverage.ts';

const ASSUMED: Readonly<Record<ProductName, readonly Readonly<Record<string, string>>[]>> = {
  'Terracotta 3.7 and 4.x': [ASSUMPTIONS, TRANSPORT_ASSUMPTIONS, INTEGRATION_SERVER],
  'Terracotta 10.x and 11.x': [RELEASES, STRIPE, CLIENTS, VOTERS, TRANSPORT_ASSUMPTIONS],
};

export interface Outcome {
  readonly case: Case;
  readonly findings: readonly Finding[];
}

export function conformancePage(outcomes: readonly Outcome[], missing: readonly MissingCase[]): string {
  const agreeing = outcomes.filter(agrees).length;
  const lines = [
    '# Conformance',
    '',
    '<!-- Generated from the cases in conformance/. Do not edit: npx vitest run conformance --update -->',
    '',
    "Cases from the products' own tests, from their source, and from their manuals, each run on the simulator.",
    'A case is a scenario where the language can say it, and a test of the class that does it where it is below the language.',
    '',
    `${outcomes.length + missing.length} cases: ${agreeing} agree, ${outcomes.length - agreeing} do not, ${missing.length} cannot be expressed.`,
  ];
  for (const product of PRODUCTS) {
    const run = outcomes.filter((outcome) => outcome.case.product === product);
    const left = missing.filter((one) => one.product === product);
    lines.push('', `## ${product}`);
    const areas = new Set([...run.map((outcome) => outcome.case.area), ...left.map(({ area }) => area)]);
    for (const area of areas) {
      lines.push('', `### ${area}`, '', '| Case | Expected | Simulated | |', '| --- | --- | --- | --- |');
      for (const outcome of run.filter((one) => one.case.area === area)) lines.push(row(outcome));
      for (const one of left.filter((candidate) => candidate.area === area)) lines.push(missingRow(one));
    }
    lines.push(
      '',
      '### What is simulated',
      '',
      ...coverage(product),
      '',
      '### What is assumed',
      '',
      ...assumed(product),
    );
  }
  return `${lines.join('\n')}\n`;
}

function coverage(product: ProductName): string[] {
  const rows = TOPICS[product].map(
    ({ topic, source, simulated, missing }) =>
      `| ${topic}<br><small>${cell(source)}</small> | ${cell(simulated)} | ${cell(missing)} |`,
  );
  return [
    "Read beside the product's source, topic by topic.",
    '',
    '| Topic, and source | Simulated | Not simulated |',
    '| --- | --- | --- |',
    ...rows,
  ];
}

function assumed(product: ProductName): string[] {
  return [
    'Where no source says what happens, or how long it takes. A run that depends on one of these says so in its result.',
    '',
    ...ASSUMED[product].flatMap(Object.values<string>).map((text) => `- ${text}`),
  ];
}

export function agrees({ findings }: Outcome): boolean {
  return findings.length > 0 && findings.every((finding) => finding.agrees);
}

function row(outcome: Outcome): string {
  const { id, title, source, expected, file } = outcome.case;
  const simulated = outcome.findings.map(
    (finding) => `${finding.agrees ? '' : '**differs** '}${cell(textOf(finding))}`,
  );
  const name = `[${id}](../conformance/${file}) ${cell(title)}<br><small>${cell(source)}</small>`;
  return `| ${name} | ${cell(expected)} | ${simulated.join('<br>')} | ${agrees(outcome) ? 'agrees' : '**differs**'} |`;
}

function missingRow({ id, title, source, expected, missing }: MissingCase): string {
  const name = `${id} ${cell(title)}<br><small>${cell(source)}</small>`;
  return `| ${name} | ${cell(expected)} | not expressed: ${cell(missing)} | – |`;
}

function textOf({ what, expected, simulated }: Finding): string {
  return simulated.startsWith('holds') ? `${expected}: ${simulated}` : `${what}: ${simulated} (${expected})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

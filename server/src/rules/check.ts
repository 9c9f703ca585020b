/** Runs rules over a model, and over a run that has ended. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model, Scenario } from '../model/model.ts';
import { moved, originalOf } from '../model/moving.ts';
import type { Finding, FinishedRun, ModelRule, Rule } from './rule.ts';
import { ofLines } from './support/lines.ts';

/**
 * Everything the rules find, in source order, each finding once: the runs of a scenario with `for` and the topologies
 * of several scenarios repeat what is wrong in the declarations they share.
 */
export function runRules(rules: readonly Rule[], model: Model): Diagnostic[] {
  const { ofSettings, ofProgram, ofScenarios } = dividedOf(rules);
  const found = [...findingsOfSettings(ofSettings, model), ...findingsOfAll(ofProgram, model)];
  for (const scenario of model.scenarios) found.push(...findingsOf(scenario, ofScenarios, model));
  return eachOnce(found);
}

/** Rules by what they look at: declarations alone, all of the program, or each scenario by itself. */
interface Divided {
  readonly ofSettings: readonly ModelRule[];
  readonly ofProgram: readonly ModelRule[];
  readonly ofScenarios: readonly ModelRule[];
}

/** The same parts for the same list: what is known is compared with them for every scenario. */
const knownDivided = new WeakMap<readonly Rule[], Divided>();

function dividedOf(rules: readonly Rule[]): Divided {
  let divided = knownDivided.get(rules);
  if (divided === undefined) {
    const ofModel = rules.filter((rule) => rule.phase !== 'runtime');
    divided = {
      ofSettings: ofModel.filter(({ phase, readsScenarios }) => phase === 'static' && !readsScenarios),
      ofProgram: ofModel.filter(({ phase, readsScenarios }) => phase === 'static' && readsScenarios),
      ofScenarios: ofModel.filter(({ phase }) => phase === 'scenario'),
    };
    knownDivided.set(rules, divided);
  }
  return divided;
}

/** Everything that the rules of the phase `runtime` find in a run that has ended, in source order, each finding once. */
export function runRuntimeRules(rules: readonly Rule[], run: FinishedRun): Diagnostic[] {
  const { clusters } = run.scenario;
  const isAbout = ({ lines }: Rule): boolean => clusters.some(({ product }) => lines.includes(product.line));
  return eachOnce(
    rules.flatMap((rule) => (rule.phase === 'runtime' && isAbout(rule) ? check(rule, () => rule.check(run)) : [])),
  );
}

function eachOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, at, message } = diagnostic;
    const key = `${code} ${at.file}:${at.start}:${at.end} ${message}`;
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()].sort(
    (a, b) =>
      a.at.file - b.at.file ||
      a.at.start - b.at.start ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : a.at.end - b.at.end),
  );
}

interface Findings {
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
}

interface FindingsOfSettings extends Findings {
  readonly topology: Topology;
}

/** By the clusters that they are about. */
const knownOfSettings = new WeakMap<Model['clusters'], FindingsOfSettings>();

/** Settings that an edit left alone are not checked again while all scenarios have them as they are declared. */
function findingsOfSettings(rules: readonly ModelRule[], model: Model): readonly Diagnostic[] {
  if (!model.scenarios.every((scenario) => isSameTopology(scenario, model))) return findingsOfAll(rules, model);
  const before = knownOfSettings.get(model.clusters);
  if (before !== undefined && isSameTopology(before.topology, model) && isSame(before.rules, rules)) {
    return before.diagnostics;
  }
  const { clusters, clients, network, voters } = model;
  const diagnostics = findingsOfAll(rules, { ...model, scenarios: [] });
  knownOfSettings.set(clusters, { rules, topology: { clusters, clients, network, voters }, diagnostics });
  return diagnostics;
}

type Topology = Pick<Model, 'clusters' | 'clients' | 'network' | 'voters'>;

const isSameTopology = (a: Topology, b: Topology): boolean =>
  a.clusters === b.clusters && a.clients === b.clients && a.network === b.network && a.voters === b.voters;

function findingsOfAll(rules: readonly ModelRule[], model: Model): Diagnostic[] {
  return rules.flatMap((rule) => check(rule, () => findingsIn(rule, model)));
}

const known = new WeakMap<Scenario, Findings>();

/** A scenario that an edit left alone, or only moved, is not checked again. */
function findingsOf(scenario: Scenario, rules: readonly ModelRule[], model: Model): readonly Diagnostic[] {
  const before = known.get(scenario);
  if (before !== undefined && isSame(before.rules, rules)) return before.diagnostics;
  const origin = originalOf(scenario);
  const original = origin === undefined ? undefined : known.get(origin.original);
  let diagnostics: readonly Diagnostic[];
  if (origin !== undefined && original !== undefined && isSame(original.rules, rules)) {
    diagnostics = moved(original.diagnostics, origin.move);
  } else {
    diagnostics = findingsOfAll(rules, { ...model, scenarios: [scenario] });
  }
  known.set(scenario, { rules, diagnostics });
  return diagnostics;
}

const isSame = (a: readonly Rule[], b: readonly Rule[]): boolean =>
  a === b || (a.length === b.length && a.every((rule, i) => rule === b[i]));

/** A rule sees the clusters of its own product lines. */
function findingsIn(rule: ModelRule, model: Model): Iterable<Finding> {
  const part = ofLines(model, rule.lines);
  return part === undefined ? [] : rule.check(part);
}

/** What one rule finds. A rule that fails says so, and keeps nobody from the findings of the others. */
function check(rule: Rule, findings: () => Iterable<Finding>): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  try {
    for (const finding of findings()) diagnostics.push(toDiagnostic(rule, finding));
  } catch (error) {
    diagnostics.push(defect(rule, error));
  }
  return diagnostics;
}

function defect(rule: Rule, error: unknown): Diagnostic {
  return {
    code: 'TCS000',
    severity: 'info',
    at: { file: 0, start: 0, end: 0 },
    message: `Rule ${rule.id} (${rule.slug}) failed: ${error instanceof Error ? error.message : String(error)}.`,
    why: 'This is a defect of tcsim, not of the text; what the rule would have found is missing.',
    help: 'Please report it with the text. Everything else was checked, and the scenarios run.',
    related: [],
    fixes: [],
  };
}

function toDiagnostic(rule: Rule, finding: Finding): Diagnostic {
  return {
    code: rule.id,
    severity: finding.severity ?? rule.severity,
    at: finding.at,
    message: finding.message,
    why: finding.why,
    help: finding.help,
    related: finding.related ?? [],
    fixes: finding.fixes ?? [],
  };
}

/** Runs rules over a model, and over a run that has ended. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model, Origin, Scenario } from '../model/model.ts';
import { type Part, partsOf } from '../model/reuse.ts';
import type { Finding, FinishedRun, ModelRule, Rule } from './rule.ts';
import { ofLines } from './support/lines.ts';

/**
 * Everything the rules find, in source order, each finding once: the runs of a scenario with `for` and the topologies
 * of several scenarios repeat what is wrong in the declarations they share.
 */
export function runRules(rules: readonly Rule[], model: Model): Diagnostic[] {
  const divided = dividedOf(rules);
  const { declared, scenarios } = partsOf(model) ?? inPlace(model);
  const withTopology: Scenario[] = [];
  const read: Scenario[] = [];
  const ofScenarios: Diagnostic[] = [];
  const told = new Set<string>();
  for (const part of scenarios) {
    const { hasTopology, isRead, own, shared } = checkedOf(part, divided, declared);
    if (hasTopology) withTopology.push(...part.scenarios);
    // With the first one, rules can tell a text without scenarios.
    if (hasTopology || isRead || part === scenarios[0]) read.push(...part.scenarios);
    if (own.length > 0) ofScenarios.push(...part.here(own));
    for (const { key, diagnostic } of shared) {
      if (told.has(key)) continue;
      told.add(key);
      ofScenarios.push(...part.here([diagnostic]));
    }
  }
  return [
    ...findingsOfAll(knownOfSettings, divided.ofSettings, declared, withTopology),
    ...findingsOfAll(knownOfProgram, divided.ofProgram, declared, read),
    ...ofScenarios,
  ].sort(inSourceOrder);
}

/** The scenarios that one statement makes, and where they stand. */
type ScenarioPart = Pick<Part, 'built' | 'scenarios' | 'here' | 'there'>;

type Declared = Omit<Model, 'scenarios'>;

/** A model that was not built from a text. */
function inPlace({ scenarios, ...declared }: Model): { declared: Declared; scenarios: readonly ScenarioPart[] } {
  const stays = (found: readonly Diagnostic[]) => found;
  const parts = scenarios.map((scenario) => ({
    built: [scenario],
    scenarios: [scenario],
    here: stays,
    there: stays,
  }));
  return { declared, scenarios: parts };
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
  ).sort(inSourceOrder);
}

function eachOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic);
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()];
}

const keyOf = ({ code, at, message }: Diagnostic): string => `${code} ${at.file}:${at.start}:${at.end} ${message}`;

function inSourceOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    a.at.file - b.at.file ||
    a.at.start - b.at.start ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : a.at.end - b.at.end)
  );
}

/** What rules about more than one scenario found, and in what. */
interface FindingsOfAll {
  readonly rules: readonly Rule[];
  readonly declared: Declared;
  readonly scenarios: readonly Scenario[];
  readonly diagnostics: readonly Diagnostic[];
}

/** By the clusters that they are about. */
type KnownOfAll = WeakMap<Model['clusters'], FindingsOfAll>;

const knownOfSettings: KnownOfAll = new WeakMap();
const knownOfProgram: KnownOfAll = new WeakMap();

/** Declarations that an edit left alone are not checked again while those scenarios are the same that rules look into. */
function findingsOfAll(
  known: KnownOfAll,
  rules: readonly ModelRule[],
  declared: Declared,
  scenarios: readonly Scenario[],
): readonly Diagnostic[] {
  const before = known.get(declared.clusters);
  if (
    before !== undefined &&
    isSameTopology(before.declared, declared) &&
    isSame(before.rules, rules) &&
    isSame(before.scenarios, scenarios)
  ) {
    return before.diagnostics;
  }
  const diagnostics = eachOnce(findingsIn(rules, { ...declared, scenarios }));
  known.set(declared.clusters, { rules, declared, scenarios, diagnostics });
  return diagnostics;
}

type Topology = Pick<Model, 'clusters' | 'clients' | 'network' | 'voters'>;

const isSameTopology = (a: Topology, b: Topology): boolean =>
  a.clusters === b.clusters && a.clients === b.clients && a.network === b.network && a.voters === b.voters;

/** What is known of a scenario, where it was built. */
interface CheckedScenario {
  readonly rules: readonly Rule[];
  /** It does not have the settings as they are declared. */
  readonly hasTopology: boolean;
  /** There is something in it for rules that look into several scenarios together. */
  readonly isRead: boolean;
  /** Findings at its own lines. */
  readonly own: readonly Diagnostic[];
  /** Findings at declarations, which other scenarios may repeat: those have the same key. */
  readonly shared: readonly { readonly key: string; readonly diagnostic: Diagnostic }[];
}

const knownScenarios = new WeakMap<readonly Scenario[], CheckedScenario>();

/** A scenario that an edit left alone, or only moved, is not checked again. */
function checkedOf(part: ScenarioPart, { ofScenarios, ofProgram }: Divided, declared: Declared): CheckedScenario {
  const before = knownScenarios.get(part.built);
  if (before !== undefined && isSame(before.rules, ofScenarios)) return before;
  const found = eachOnce(
    part.scenarios.flatMap((scenario) => findingsIn(ofScenarios, { ...declared, scenarios: [scenario] })),
  );
  const isOwn = ({ at }: Diagnostic): boolean => part.scenarios.some((scenario) => contains(scenario.at.self, at));
  const checked: CheckedScenario = {
    rules: ofScenarios,
    hasTopology: !part.built.every((run) => isSameTopology(run, declared)),
    isRead: part.built.some((scenario) => ofProgram.some((rule) => rule.readsScenarios?.(scenario))),
    own: part.there(found.filter(isOwn)),
    shared: part
      .there(found.filter((each) => !isOwn(each)))
      .map((diagnostic) => ({ key: keyOf(diagnostic), diagnostic })),
  };
  knownScenarios.set(part.built, checked);
  return checked;
}

const contains = (outer: Origin, inner: Origin): boolean =>
  outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;

const isSame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((each, i) => each === b[i]));

function findingsIn(rules: readonly ModelRule[], model: Model): Diagnostic[] {
  return rules.flatMap((rule) => check(rule, () => findingsOf(rule, model)));
}

/** A rule sees the clusters of its own product lines. */
function findingsOf(rule: ModelRule, model: Model): Iterable<Finding> {
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

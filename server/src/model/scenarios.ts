/** From the statements of a scenario to its runs: one, or one for each value of `for`. */
import { type Match, phraseOf, slotOf, wordOf } from '../language/phrases.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { formatDuration, parseDuration, unquote, type Value } from '../language/values.ts';
import { readValue } from './blocks.ts';
import { reportContradictions } from './contradictions.ts';
import { buildExpectation } from './expectations.ts';
import { reportSize } from './limits.ts';
import type { Expectation, Locations, Origin, Scenario, Session, Step } from './model.ts';
import { readOverrides } from './overrides.ts';
import { inserting, originOf } from './report.ts';
import { nodesOf, type Site } from './resolve.ts';
import { productsOf, readExtras } from './scenarios10.ts';
import type { BoundValue, Scope } from './scope.ts';
import { buildSession } from './sessions.ts';
import { type Phrase, readPhrases, reportBlock, reportSetTwice, wordsOf } from './statements.ts';
import { buildStep } from './steps.ts';
import { machinesOf, overrideTopology, type Sources, type Topology } from './topology.ts';

/** A run that does not say how long it lasts goes on for so long after its last step. */
const AFTER_LAST_STEP_MICROS = 180_000_000;
const MOST_RUNS = 1_000;

interface Line extends Phrase {
  readonly entryId: string;
}

export function buildScenario(scenario: Phrase, sources: Sources, base: Topology, scope: Scope): Scenario[] {
  const { statement, file } = scenario;
  const title = wordOf(scenario.match, 'title');
  if (title === undefined) return [];
  const statements = statement.block?.statements ?? [];
  const outer = new Map(scope.values);
  const loops = bindLoops(statements, file, scope);
  const lines = readLines(statements, file, scope);
  reportEmpty(scenario, title, lines, scope);
  if (sources.clusters.length === 0) {
    scope.report.add({
      code: 'TCS011',
      at: originOf(file, title),
      message: 'There is no cluster that this scenario could happen to.',
      help: 'Declare one, as in `cluster orders { server tsa-1, tsa-2 }`, or import a file that does.',
    });
  }
  const runs: Scenario[] = [];
  for (const variant of variantsOf(loops, file, scope)) {
    for (const [name, value] of variant) scope.values.set(name, value);
    runs.push(buildRun(scenario, title, lines, variant, sources, base, scope));
  }
  scope.values.clear();
  for (const [name, value] of outer) scope.values.set(name, value);
  return runs;
}

function readLines(statements: readonly Statement[], file: number, scope: Scope): Line[] {
  const lines: Line[] = [];
  for (const statement of statements) {
    for (const match of readPhrases(statement, 'scenario', file, scope)) {
      lines.push({ match, words: wordsOf(statement), statement, file, entryId: match.entry.id });
      if (statement.block !== undefined && match.entry.opens === undefined) {
        reportBlock(match.entry, statement.block, file, scope);
      }
    }
  }
  return lines;
}

interface Loop {
  readonly name: Word;
  readonly values: readonly Word[];
}

/** Finds the `for` statements first, so that their names are known wherever they stand. */
function bindLoops(statements: readonly Statement[], file: number, scope: Scope): Loop[] {
  const loops: Loop[] = [];
  for (const { words } of statements) {
    const [keyword, name, , , value] = words;
    if (keyword?.text !== 'for' || name === undefined || value === undefined) continue;
    const values = words.slice(4).filter((word) => word.kind !== 'punctuation' && word.kind !== 'unknown');
    if (values.length === 0) continue;
    const first = loops.find((loop) => loop.name.text === name.text);
    if (first !== undefined) {
      scope.report.add({
        code: 'TCS006',
        at: originOf(file, name),
        message: `The name \`${name.text}\` is already taken.`,
        help: 'Rename one of the two.',
        related: [{ at: originOf(file, first.name), message: `\`${name.text}\` is bound here first.` }],
      });
      continue;
    }
    scope.symbols.declare('value', name.text, originOf(file, name));
    scope.values.set(name.text, { word: value, file });
    loops.push({ name, values });
  }
  return loops;
}

function variantsOf(loops: readonly Loop[], file: number, scope: Scope): Map<string, BoundValue>[] {
  let variants = [new Map<string, BoundValue>()];
  for (const { name, values } of loops) {
    if (variants.length * values.length > MOST_RUNS) {
      scope.report.add({
        code: 'TCS010',
        at: originOf(file, name),
        message: `These are more than ${MOST_RUNS} runs.`,
        help: 'Use fewer values.',
      });
      break;
    }
    variants = variants.flatMap((variant) =>
      values.map((word) => new Map(variant).set(name.text, scope.values.get(word.text) ?? { word, file })),
    );
  }
  return variants;
}

function buildRun(
  scenario: Phrase,
  title: Word,
  lines: readonly Line[],
  variant: ReadonlyMap<string, BoundValue>,
  sources: Sources,
  base: Topology,
  scope: Scope,
): Scenario {
  const { file, statement } = scenario;
  const withLines = lines.filter((line) => line.entryId === 'scenario.with');
  const topology =
    withLines.length === 0 ? base : overrideTopology(sources, base, readOverrides(withLines, sources, scope), scope);
  const settings: Record<string, Origin> = {};
  const setting = (keyword: string): Value | undefined => readSetting(lines, keyword, settings, scope);
  const written = setting('duration');
  const seed = setting('seed');
  const durationMicros = typeof written === 'number' ? written : lastStepMicros(lines, scope) + AFTER_LAST_STEP_MICROS;
  if (settings.duration === undefined) reportNoDuration(scenario, title, durationMicros, scope);
  const sessions = new Map<string, Session>();
  const integrationServers = integrationServersOf(topology);
  const products = productsOf(topology);
  const machineOf = machinesOf(topology);
  const siteOf = (line: Line): Site => ({
    scope,
    file,
    words: line.words,
    durationMicros,
    sessions,
    integrationServers,
    productOf: (node) => products.get(node),
    machineOf,
  });
  // Requests name sessions that may be declared below them.
  for (const line of lines) {
    const session = line.entryId === 'scenario.session' ? buildSession(line.match, siteOf(line)) : undefined;
    if (session !== undefined) sessions.set(session.name, session);
  }
  const initiallyDown = new Set<string>();
  const steps: Step[] = [];
  const expectations: Expectation[] = [];
  for (const line of lines) {
    const { match, entryId } = line;
    if (entryId === 'scenario.initially') {
      for (const node of nodesOf(slotOf(match, 'nodes'), siteOf(line))) initiallyDown.add(node);
    } else if (entryId === 'expect') {
      const expectation = buildExpectation(match, siteOf(line));
      if (expectation !== undefined) expectations.push(expectation);
    } else if (match.entry.category === 'trigger') {
      const step = buildStep(match, siteOf(line));
      if (step !== undefined) steps.push(step);
    }
  }
  const at: Locations = {
    self: originOf(file, statement),
    name: originOf(file, title),
    block: statement.block === undefined ? undefined : originOf(file, statement.block),
    settings,
  };
  const run: Scenario = {
    name: unquote(title.text),
    variant: [...variant].map(([name, { word }]) => `${name} = ${word.text}`).join(', '),
    doc: statement.doc ?? '',
    durationMicros,
    seed: typeof seed === 'number' ? seed : 1,
    clusters: topology.clusters,
    clients: topology.clients,
    network: topology.network,
    ...(sessions.size === 0 ? {} : { sessions: [...sessions.values()] }),
    initiallyDown: [...initiallyDown],
    ...readExtras(lines, siteOf, topology),
    steps,
    expectations,
    at,
  };
  reportContradictions(run, scope);
  reportSize(run, scope);
  return run;
}

const NO_NAMES: ReadonlySet<string> = new Set();

function integrationServersOf({ clients }: Topology): ReadonlySet<string> {
  const found = clients.filter(({ integrationServer }) => integrationServer !== undefined);
  return found.length === 0 ? NO_NAMES : new Set(found.map(({ name }) => name));
}

function readSetting(
  lines: readonly Line[],
  keyword: string,
  settings: Record<string, Origin>,
  scope: Scope,
): Value | undefined {
  let value: Value | undefined;
  for (const { entryId, match, words, file } of lines) {
    if (entryId !== `scenario.${keyword}`) continue;
    const at: Origin = { file, start: words[match.first]?.start ?? 0, end: words[match.end - 1]?.end ?? 0 };
    const first = settings[keyword];
    if (first !== undefined) {
      reportSetTwice(keyword, at, first, scope);
      continue;
    }
    settings[keyword] = at;
    const word = wordOf(match, 'value');
    if (word !== undefined) value = readValue(word, match.entry, file, scope);
  }
  return value;
}

/** The end of what the steps say about time; what cannot be read is reported when the steps are built. */
function lastStepMicros(lines: readonly Line[], scope: Scope): number {
  const micros = (match: Match | undefined, label: string): number => {
    const word = match === undefined ? undefined : wordOf(match, label);
    const parsed = word === undefined ? undefined : parseDuration(scope.expand(word));
    return parsed?.ok === true ? parsed.value : 0;
  };
  let last = 0;
  for (const { match } of lines) {
    if (match.entry.category !== 'trigger' || match.entry.id === 'expect') continue;
    const begins = Math.max(...['time', 'latest', 'from', 'until', 'delay'].map((label) => micros(match, label)));
    last = Math.max(last, begins + micros(phraseOf(match, 'action'), 'duration'));
  }
  return last;
}

function reportNoDuration(scenario: Phrase, title: Word, durationMicros: number, scope: Scope): void {
  const { block } = scenario.statement;
  if (block === undefined || block.statements.length === 0) return;
  const text = formatDuration(durationMicros);
  scope.report.add({
    code: 'TCS011',
    severity: 'info',
    at: originOf(scenario.file, title),
    message: `The scenario does not say how long it lasts, so it ends after ${text}.`,
    why: 'That is three minutes after its last step.',
    help: `Write \`duration ${text}\` to make it explicit.`,
    fixes: [inserting(scenario.file, block.start + 1, `\n  duration ${text}`, `Add \`duration ${text}\``)],
  });
}

function reportEmpty(scenario: Phrase, title: Word, lines: readonly Line[], scope: Scope): void {
  const at = originOf(scenario.file, title);
  const has = (isWanted: (line: Line) => boolean): boolean => lines.some(isWanted);
  // A statement that is wrong has been reported; the scenario is not empty because of it.
  const isBroken = lines.length < (scenario.statement.block?.statements.length ?? 0);
  if (scenario.statement.block === undefined) {
    scope.report.add({
      code: 'TCS011',
      at,
      message: 'The scenario has no block.',
      help: 'Write what happens between `{` and `}`.',
      fixes: [inserting(scenario.file, title.end, ' {\n}', 'Add a block')],
    });
    return;
  }
  if (isBroken) return;
  if (!has(({ match, entryId }) => match.entry.category === 'trigger' && entryId !== 'expect')) {
    scope.report.add({
      code: 'TCS011',
      severity: 'info',
      at,
      message: 'Nothing happens in this scenario.',
      help: 'Add a step, such as `at 30s crash SERVER` or `every 1s CLIENT get CACHE`.',
    });
  }
  if (!has(({ entryId }) => entryId === 'expect')) {
    scope.report.add({
      code: 'TCS011',
      severity: 'info',
      at,
      message: 'This scenario expects nothing, so it has no verdict.',
      help: 'Add what must hold, such as `expect every client resumes within 60s`.',
    });
  }
}

/** From the files of a program to its model. */
import type { ReadImport } from '../index.ts';
import { unmoved } from '../language/moved.ts';
import { parse } from '../language/parser.ts';
import { wordOf } from '../language/phrases.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { readBlock } from './blocks.ts';
import { type ClientSource, readClients } from './clients.ts';
import { type ClusterSource, declareCluster } from './clusters.ts';
import type { Diagnostic } from './diagnostic.ts';
import { divisionOf } from './division.ts';
import { loadFiles, type ProgramFile, withoutForeignFixes } from './imports.ts';
import { declareSystemCaches } from './integrationServers.ts';
import { type Draft, EMPTY_DRAFT } from './layers.ts';
import type { ConfigurationFormat, Model, Scenario } from './model.ts';
import { originOf, Reporter, replacing } from './report.ts';
import {
  type Body,
  type Declarations,
  declarationsOf,
  isOn,
  keepParts,
  Part,
  type Parts,
  partsBefore,
  reusableParts,
  STAYS,
  sameDeclarations,
  samePart,
} from './reuse.ts';
import { buildScenario } from './scenarios.ts';
import { Scope } from './scope.ts';
import { type Phrase, readPhrases, reportBlock, wordsOf } from './statements.ts';
import { type ProgramSymbol, Symbols } from './symbols.ts';
import { buildTopology, type Sources } from './topology.ts';

export interface Program {
  /** The file itself first, then what it imports; `Origin.file` indexes them. */
  readonly files: readonly ProgramFile[];
  readonly model: Model;
  /** Sorted by file, place, code. */
  readonly diagnostics: readonly Diagnostic[];
  readonly symbols: readonly ProgramSymbol[];
}

/**
 * Builds what a text and its imports mean. Never throws for what a text says: whatever is wrong becomes a diagnostic,
 * and the rest is built. Only the scenarios of the text itself are built, not those of its imports. `previous` is the
 * model of the text before an edit: parts that did not change are taken over, and the result is the same without it.
 * `format` is given for a text that is a configuration itself; `tree` then has what its importer read.
 */
export function buildProgram(
  name: string,
  text: string,
  read?: ReadImport,
  tree = parse(text),
  previous?: Model,
  format?: ConfigurationFormat,
): Program {
  const before = previous && reusableParts(previous);
  const report = new Reporter();
  const files = loadFiles({ name, text, tree, format }, read, report, before?.files);
  files.forEach((file, i) => {
    for (const problem of file.tree.problems) {
      report.add({ code: 'TCS001', at: originOf(i, problem), message: problem.message, help: problem.help });
    }
  });
  const readFrom = declarationsOf(files);
  const declarations =
    sameDeclarations(before?.declarations, readFrom, report) ?? readDeclarations(files, readFrom, report.count);
  report.join(declarations.diagnostics);
  const scenarios = readScenarios(divisionOf(tree).scenarios, declarations, before, report);
  if (format === undefined && tree.statements.length === 0 && tree.problems.length === 0) reportEmptyFile(report);
  const { topology } = declarations;
  const declared = {
    files: files.map((file) => ({ name: file.name, text: file.text, format: file.format })),
    clusters: topology.clusters,
    clients: topology.clients,
    ...(topology.voters.length === 0 ? {} : { voters: topology.voters }),
    network: topology.network,
  };
  const parts = { files, declarations, declared, scenarios, mayBeReused: !report.isCrowded };
  return programOf(parts, withoutForeignFixes(report.list(), files));
}

/** What costs more than a key may take is computed when somebody asks. */
function programOf(parts: Parts, diagnostics: readonly Diagnostic[]): Program {
  let scenarios: readonly Scenario[] | undefined;
  let symbols: readonly ProgramSymbol[] | undefined;
  const model: Model = {
    ...parts.declared,
    get scenarios() {
      scenarios ??= parts.scenarios.flatMap((part) => part.scenarios);
      return scenarios;
    },
  };
  keepParts(model, parts);
  return {
    files: parts.files,
    model,
    diagnostics,
    get symbols() {
      symbols ??= symbolsOf(parts);
      return symbols;
    },
  };
}

function symbolsOf({ declarations, scenarios }: Parts): readonly ProgramSymbol[] {
  const symbols = new Symbols();
  symbols.join(declarations.scope.symbols, STAYS);
  for (const { body, move } of scenarios) {
    symbols.declare('scenario', body.title.text, move(originOf(0, body.title)));
    symbols.join(body.symbols, move);
  }
  return symbols.list();
}

function readDeclarations(
  files: readonly ProgramFile[],
  readFrom: Declarations['readFrom'],
  count: number,
): Declarations {
  const report = new Reporter(count);
  const scope = new Scope(report);
  const phrases = files.flatMap((file, i) => readFile(file, i, scope));
  bindValues(phrases, scope);
  const sources = readSources(phrases, scope);
  const topology = buildTopology(sources, scope);
  return { scope, sources, topology, diagnostics: report.all(), readFrom };
}

/** The scenarios of the text. Of several with one title the first one counts. */
function readScenarios(
  statements: readonly Statement[],
  declarations: Declarations,
  before: Parts | undefined,
  report: Reporter,
): readonly Part[] {
  const { find, free } = partsBefore(before, declarations, statements);
  const parts: Part[] = [];
  // Titles of new scenarios, and of those that stood elsewhere.
  const taken = new Map<string, Part>();
  const keptWith = (title: string) => (free.has(title) ? undefined : parts.find((part) => part.title === title));
  const firstWith = (title: string) => taken.get(title) ?? (taken.size < parts.length ? keptWith(title) : undefined);
  statements.forEach((statement, i) => {
    const last = find(i);
    const isFree = last !== undefined && (taken.size === 0 || !taken.has(last.title));
    const kept = isFree ? samePart(last, statement.start, report) : undefined;
    if (kept !== undefined) {
      if (!kept.isQuiet) report.join(kept.diagnostics);
      if (free.has(kept.title)) taken.set(kept.title, kept);
      parts.push(kept);
      return;
    }
    const read = readScenario(statement, declarations, report.count, firstWith);
    report.join(read instanceof Part ? read.diagnostics : read);
    if (!(read instanceof Part)) return;
    taken.set(read.title, read);
    parts.push(read);
  });
  return parts;
}

/** Reads a scenario; what is wrong with it when it has no title of its own. `firstWith` finds the scenario above with a title. */
function readScenario(
  statement: Statement,
  { scope, sources, topology }: Declarations,
  count: number,
  firstWith: (title: string) => Part | undefined,
): Part | readonly Diagnostic[] {
  const report = new Reporter(count);
  const [match] = readPhrases(statement, 'file', 0, new Scope(report));
  const title = match && wordOf(match, 'title');
  if (match?.entry.id !== 'scenario' || title === undefined) return report.all();
  if (isBlank(title)) reportNoName(title, report);
  const own = new Scope(report, scope);
  const first = firstWith(title.text);
  if (first !== undefined) {
    own.reportTaken(title.text, originOf(0, title), first.move(originOf(0, first.body.title)));
    return report.all();
  }
  const built = buildScenario({ match, words: wordsOf(statement), statement, file: 0 }, sources, topology, own);
  const { start, end } = statement;
  const body: Body = {
    original: unmoved(statement),
    builtAt: { start, end },
    title,
    built,
    found: report.all(),
    symbols: own.symbols,
    isOnBase: built.every((run) => isOn(run, topology)),
  };
  return new Part(body, 0);
}

function readFile(file: ProgramFile, index: number, scope: Scope): Phrase[] {
  const phrases: Phrase[] = [];
  // The scenarios of imported files are only declared: nobody runs them.
  for (const statement of index === 0 ? divisionOf(file.tree).others : file.tree.statements) {
    for (const match of readPhrases(statement, 'file', index, scope)) {
      phrases.push({ match, words: wordsOf(statement), statement, file: index });
    }
  }
  return phrases;
}

function bindValues(phrases: readonly Phrase[], scope: Scope): void {
  for (const { match, file } of phrases) {
    if (match.entry.id !== 'let') continue;
    const name = wordOf(match, 'name');
    const word = wordOf(match, 'value');
    if (name === undefined || word === undefined) continue;
    if (!scope.declare('value', name.text, originOf(file, name))) continue;
    scope.values.set(name.text, { word: scope.use(word, file), file });
  }
}

function readSources(phrases: readonly Phrase[], scope: Scope): Sources {
  const clusters: ClusterSource[] = [];
  const clients: ClientSource[] = [];
  const imports: Phrase[] = [];
  let network: Sources['network'];
  for (const phrase of phrases) {
    const { match, statement, file } = phrase;
    const { entry } = match;
    const { block } = statement;
    if (block !== undefined && entry.opens === undefined) reportBlock(entry, block, file, scope);
    const draft = (): Draft =>
      block === undefined || entry.opens === undefined
        ? EMPTY_DRAFT
        : readBlock(block.statements, entry.opens, file, scope);
    if (entry.id === 'cluster') {
      const name = wordOf(match, 'name');
      if (name === undefined) continue;
      const source = { ...phrase, name, draft: draft() };
      if (declareCluster(source, scope)) clusters.push(source);
    } else if (entry.id === 'client') {
      clients.push(...readClients(phrase, draft(), scope));
    } else if (entry.id === 'integration-server') {
      const nodes = readClients(phrase, draft(), scope);
      declareSystemCaches(nodes, scope);
      clients.push(...nodes);
    } else if (entry.id === 'network') {
      if (network === undefined) network = { ...phrase, draft: draft() };
      else reportSecondNetwork(phrase, network, scope);
    } else if (entry.id === 'import') {
      imports.push(phrase);
    }
  }
  // What an alias names is known once all files are read.
  for (const phrase of imports) readAlias(phrase, scope);
  return { clusters, clients, network };
}

function reportSecondNetwork(phrase: Phrase, first: Phrase, scope: Scope): void {
  scope.report.add({
    code: 'TCS006',
    at: originOf(phrase.file, phrase.words[0] ?? phrase.statement),
    message: 'There is a network already.',
    why: 'A program has one network; only the first one counts.',
    help: 'Put all its settings into one block.',
    related: [{ at: originOf(first.file, first.words[0] ?? first.statement), message: 'It is declared here first.' }],
  });
}

/** The alias of a configuration is a use of the name that the file declares; that of a scenario file names nothing. */
function readAlias(phrase: Phrase, scope: Scope): void {
  const alias = wordOf(phrase.match, 'alias');
  const file = wordOf(phrase.match, 'file');
  if (alias === undefined || file === undefined) return;
  if (/\.(xml|properties)"?$/i.test(file.text)) {
    const kind = scope.nodes.get(alias.text)?.kind;
    if (kind !== undefined) scope.symbols.refer(kind, alias.text, originOf(phrase.file, alias));
    return;
  }
  const at = { file: phrase.file, start: file.end, end: phrase.words[phrase.match.end - 1]?.end ?? file.end };
  scope.report.add({
    code: 'TCS007',
    severity: 'warning',
    at,
    message: 'A name for an imported .tcsim file has no effect.',
    why: 'What the file declares keeps its own names.',
    help: 'Remove `as` and the name.',
    fixes: [replacing(at, '', 'Remove the name')],
  });
}

const isBlank = (title: Word): boolean => title.text.replaceAll('"', '').trim() === '';

function reportNoName(title: Word, report: Reporter): void {
  report.add({
    code: 'TCS011',
    at: originOf(0, title),
    message: 'The scenario has no name.',
    help: 'Say in a few words what happens.',
  });
}

function reportEmptyFile(report: Reporter): void {
  report.add({
    code: 'TCS011',
    severity: 'info',
    at: { file: 0, start: 0, end: 0 },
    message: 'There is no scenario here yet.',
    help: 'Type `scenario`, or begin with a `cluster` and a `client`.',
    fixes: [replacing({ file: 0, start: 0, end: 0 }, EXAMPLE, 'Insert an example')],
  });
}

/** Small, complete and runnable. */
const EXAMPLE = `cluster orders {
  server tsa-1
  server tsa-2
}

client shop {
  cache sessions {
    nonstop { timeout 5s }
  }
}

scenario "the active dies" {
  duration 3min
  every 1s shop put sessions
  at 30s crash tsa-1
  expect tsa-2 becomes active within 15s after 30s
}
`;

/** From the files of a program to its model. */
import type { ReadImport } from '../index.ts';
import { parse } from '../language/parser.ts';
import { wordOf } from '../language/phrases.ts';
import { unmoved } from '../language/reparse.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { readBlock } from './blocks.ts';
import { type ClientSource, readClients } from './clients.ts';
import { type ClusterSource, declareCluster } from './clusters.ts';
import type { Diagnostic } from './diagnostic.ts';
import { loadFiles, type ProgramFile, withoutForeignFixes } from './imports.ts';
import { declareSystemCaches } from './integrationServers.ts';
import { type Draft, EMPTY_DRAFT } from './layers.ts';
import type { ConfigurationFormat, Model, Origin } from './model.ts';
import { originOf, Reporter, replacing } from './report.ts';
import {
  type Body,
  type Declarations,
  declarationsOf,
  haveSameNames,
  isScenario,
  type Parts,
  rebased,
  STAYS,
  sameBody,
  sameDeclarations,
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

/** By the model that they belong to. */
const partsOf = new WeakMap<Model, Parts>();

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
  const before = previous === undefined ? undefined : partsOf.get(previous);
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
  const known = before === undefined ? undefined : knownBodies(before, declarations);
  const heads = new Scope(report);
  const scope = new Scope(report, declarations.scope);
  const bodies = new Map<Statement, Body>();
  const titles: { readonly name: string; readonly at: Origin; readonly body: Body }[] = [];
  for (const statement of tree.statements) {
    if (!isScenario(0, statement)) continue;
    for (const match of readPhrases(statement, 'file', 0, heads)) {
      const title = wordOf(match, 'title');
      if (match.entry.id !== 'scenario' || title === undefined || !claimTitle(title, scope)) continue;
      const original = unmoved(statement);
      const body =
        sameBody(known?.(original), statement.start, report, declarations.topology) ??
        buildBody({ match, words: wordsOf(statement), statement, file: 0 }, declarations, report.count);
      report.join(body.diagnostics);
      bodies.set(original, body);
      titles.push({ name: title.text, at: originOf(0, title), body });
    }
  }
  if (format === undefined && tree.statements.length === 0 && tree.problems.length === 0) reportEmptyFile(report);
  let symbols: readonly ProgramSymbol[] | undefined;
  const { topology } = declarations;
  const model: Model = {
    files: files.map((file) => ({ name: file.name, text: file.text, format: file.format })),
    clusters: topology.clusters,
    clients: topology.clients,
    ...(topology.voters.length === 0 ? {} : { voters: topology.voters }),
    network: topology.network,
    scenarios: titles.flatMap(({ body }) => body.scenarios),
  };
  // What was found when there was no room for suggestions reads otherwise when there is.
  if (!report.isCrowded) partsOf.set(model, { files, declarations, bodies });
  return {
    files,
    model,
    diagnostics: withoutForeignFixes(report.list(), files),
    get symbols() {
      if (symbols === undefined) {
        const all = new Symbols();
        all.join(declarations.scope.symbols, STAYS);
        for (const { name: title, at, body } of titles) {
          all.declare('scenario', title, at);
          all.join(body.symbols, body.move);
        }
        symbols = all.list();
      }
      return symbols;
    },
  };
}

/** Where the scenarios of before are found, if they mean the same on these declarations. */
function knownBodies(
  { declarations: before, bodies }: Parts,
  declarations: Declarations,
): ((original: Statement) => Body | undefined) | undefined {
  if (before === declarations) return (original) => bodies.get(original);
  if (!haveSameNames(before, declarations)) return undefined;
  return (original) => rebased(bodies.get(original), before.topology, declarations.topology);
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

function buildBody(phrase: Phrase, { scope, sources, topology }: Declarations, count: number): Body {
  const report = new Reporter(count);
  const own = new Scope(report, scope);
  const built = buildScenario(phrase, sources, topology, own);
  const found = report.all();
  const { start, end } = phrase.statement;
  return {
    builtAt: { start, end },
    built,
    found,
    symbols: own.symbols,
    start,
    scenarios: built,
    diagnostics: found,
    move: STAYS,
  };
}

function readFile(file: ProgramFile, index: number, scope: Scope): Phrase[] {
  const phrases: Phrase[] = [];
  for (const statement of file.tree.statements) {
    if (isScenario(index, statement)) continue;
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

/** False when another scenario has the title. */
function claimTitle(title: Word, scope: Scope): boolean {
  const at = originOf(0, title);
  if (title.text.replaceAll('"', '').trim() === '') {
    scope.report.add({
      code: 'TCS011',
      at,
      message: 'The scenario has no name.',
      help: 'Say in a few words what happens.',
    });
  }
  return scope.claim('scenario', title.text, at);
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

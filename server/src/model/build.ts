/** From the files of a program to its model. */
import type { ReadImport } from '../index.ts';
import { parse } from '../language/parser.ts';
import { wordOf } from '../language/phrases.ts';
import { readBlock } from './blocks.ts';
import { type ClientSource, readClients } from './clients.ts';
import { type ClusterSource, declareCluster } from './clusters.ts';
import type { Diagnostic } from './diagnostic.ts';
import { loadFiles, type ProgramFile, withoutForeignFixes } from './imports.ts';
import { type Draft, EMPTY_DRAFT } from './layers.ts';
import type { Model, Scenario } from './model.ts';
import { originOf, Reporter, replacing } from './report.ts';
import { buildScenario } from './scenarios.ts';
import { Scope } from './scope.ts';
import { type Phrase, readPhrases, reportBlock, wordsOf } from './statements.ts';
import type { ProgramSymbol } from './symbols.ts';
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
 * and the rest is built. Only the scenarios of the text itself are built, not those of its imports.
 */
export function buildProgram(name: string, text: string, read?: ReadImport, tree = parse(text)): Program {
  const report = new Reporter();
  const files = loadFiles({ name, text, tree }, read, report);
  const scope = new Scope(report);
  files.forEach((file, i) => {
    for (const problem of file.tree.problems) {
      report.add({ code: 'TCS001', at: originOf(i, problem), message: problem.message, help: problem.help });
    }
  });
  const phrases = files.flatMap((file, i) => readFile(file, i, scope));
  bindValues(phrases, scope);
  const sources = readSources(phrases, scope);
  const topology = buildTopology(sources, scope);
  const scenarios: Scenario[] = [];
  for (const phrase of phrases) {
    if (phrase.match.entry.id !== 'scenario') continue;
    const title = wordOf(phrase.match, 'title');
    if (phrase.file !== 0 || title === undefined) continue;
    if (!declareScenario(phrase, scope)) continue;
    scenarios.push(...buildScenario(phrase, sources, topology, scope));
  }
  if (tree.statements.length === 0 && tree.problems.length === 0) reportEmptyFile(report);
  let symbols: readonly ProgramSymbol[] | undefined;
  return {
    files,
    model: {
      files: files.map((file) => ({ name: file.name, text: file.text })),
      clusters: topology.clusters,
      clients: topology.clients,
      network: topology.network,
      scenarios,
    },
    diagnostics: withoutForeignFixes(report.list(), files),
    get symbols() {
      symbols ??= scope.symbols.list();
      return symbols;
    },
  };
}

function readFile(file: ProgramFile, index: number, scope: Scope): Phrase[] {
  const phrases: Phrase[] = [];
  for (const statement of file.tree.statements) {
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

function declareScenario(phrase: Phrase, scope: Scope): boolean {
  const title = wordOf(phrase.match, 'title');
  if (title === undefined) return false;
  const at = originOf(phrase.file, title);
  if (title.text.replaceAll('"', '').trim() === '') {
    scope.report.add({
      code: 'TCS011',
      at,
      message: 'The scenario has no name.',
      help: 'Say in a few words what happens.',
    });
  }
  return scope.declare('scenario', title.text, at);
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

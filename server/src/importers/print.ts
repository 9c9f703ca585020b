/** Imported declarations as a `.tcsim` text that a person would have written: no defaults, and comments on the rest. */
import { format, parse } from '../language/index.ts';
import {
  type Context,
  defaultOf,
  EDGES,
  type Edge,
  type Entry,
  entriesOf,
  keywordOf,
  releaseOf,
} from '../language/schema/index.ts';
import type { Statement, Word } from '../language/syntax.ts';
import { parseValue } from '../language/values.ts';
import type { ProductLine } from '../model/model.ts';
import { clusterOfUrl } from './addresses.ts';
import type { Imported } from './index.ts';
import { isLocal } from './local.ts';
import { Names } from './names.ts';
import type { LeftOut } from './reading.ts';

export interface NamedImport {
  /** The file, as the comment names it. */
  readonly file: string;
  readonly imported: Imported;
}

const WIDTH = 100;

/** One text for several files, formatted. Its model is that of the files, but for the places. */
export function printImports(imports: readonly NamedImport[]): string {
  const line = productLine(imports);
  const declared = (statements: readonly Statement[]): string =>
    printAll(statements, 'file', { line, edge: undefined }).join('\n\n');
  const parts = imports.map(({ file, imported }) =>
    [...heading(file, imported), declared(imported.tree.statements)].join('\n'),
  );
  const missing = missingCluster(imports);
  if (missing !== undefined) parts.unshift([...missing.lines, declared([missing.cluster])].join('\n'));
  return format(parse(`${parts.join('\n\n')}\n`));
}

/** Clients need an array: without a file for it, what the first url tells has to do. */
function missingCluster(imports: readonly NamedImport[]): { cluster: Statement; lines: string[] } | undefined {
  const names = imports.flatMap(({ imported }) => imported.tree.statements.map(({ words }) => words[1]?.text ?? ''));
  if (imports.some(({ imported }) => imported.tree.statements.some(({ words }) => words[0]?.text === 'cluster')))
    return;
  const clients = imports.filter(({ imported }) => imported.kind === 'client');
  const connected = clients.find(({ imported }) => !isLocal({ ...imported, statements: imported.tree.statements }));
  const [first] = clients;
  if (first === undefined) return undefined;
  const { file, imported } = connected ?? first;
  const url = imported.url ?? { text: 'localhost', range: { start: 0, end: 0 }, start: 0 };
  const text =
    connected === undefined
      ? `${file} has no clustered cache and connects to no array: this one is here because a client needs one.`
      : `The array that ${file} connects to: import its configuration, too, for the settings of the servers.`;
  return {
    cluster: clusterOfUrl(url, new Names(names).free('array'), names, imported.product),
    lines: comment(text),
  };
}

interface Place {
  readonly line: ProductLine;
  /** Inside the health check of an edge. */
  readonly edge: Edge | undefined;
}

/** Defaults depend on the product line of the only cluster, or of the one that a client needs. */
function productLine(imports: readonly NamedImport[]): ProductLine {
  const statements = imports.flatMap(({ imported }) => imported.tree.statements);
  const settings = statements.flatMap(({ block }) => block?.statements ?? []);
  const written = settings.find(({ words }) => words[0]?.text === 'product')?.words[2]?.text;
  const needed = imports.find(({ imported }) => imported.product !== undefined)?.imported.product;
  return releaseOf(written ?? needed ?? '')?.line ?? '4.x';
}

function printAll(statements: readonly Statement[], context: Context, place: Place): string[] {
  const printed: { words: string; block: string }[] = [];
  for (const statement of statements) {
    const entry = entryFor(statement, context);
    if (isDefault(statement, entry, place)) continue;
    const { words, block } = statement;
    // What belongs together in `main:512MB` is written without blanks, and stays so.
    const text = words
      .map(textOf)
      .join(' ')
      .replace(/ : (?=\d)/g, ':');
    const inner = block === undefined ? [] : printBlock(statement, entry, place);
    if (inner.length === 0 && isEmptyWithoutBlock(entry)) continue;
    const body = inner.length === 0 ? '' : ` {\n${inner.join('\n')}\n}`;
    const before = printed.at(-1);
    const together = before === undefined ? undefined : joined(before, { words: text, block: body }, entry);
    if (before !== undefined && together !== undefined) before.words = together;
    else printed.push({ words: text, block: body });
  }
  return printed.map(({ words, block }) => words + block);
}

function printBlock({ words, block }: Statement, entry: Entry | undefined, place: Place): string[] {
  const statements = block?.statements ?? [];
  if (entry?.opens === undefined) return [];
  if (entry.opens === 'tc-properties') return statements.map(({ words: pair }) => pair.map(textOf).join(' '));
  const edge = EDGES.find(({ name }) => name === words[1]?.text)?.name;
  return printAll(statements, entry.opens, { ...place, edge });
}

const textOf = ({ text }: Word): string => text;

function entryFor({ words }: Statement, context: Context): Entry | undefined {
  const keyword = words[0]?.text ?? '';
  return entriesOf(context).find((entry) => keywordOf(entry) === keyword);
}

function isDefault({ words }: Statement, entry: Entry | undefined, { line, edge }: Place): boolean {
  const [, value] = words;
  // Nothing fills in the default of what is only checked.
  if (entry?.checkedOnly === true) return false;
  const standard = entry === undefined ? undefined : defaultOf(entry, line, edge);
  if (entry?.value === undefined || standard === undefined || value === undefined) return false;
  const written = parseValue(value, entry.value);
  const usual = parseValue({ ...value, kind: 'quantity', text: standard }, entry.value);
  return written.ok && usual.ok && written.value === usual.value;
}

/** Blocks that say nothing when nothing is in them; `nonstop`, a cache or a server alone do. */
function isEmptyWithoutBlock(entry: Entry | undefined): boolean {
  return ['health-check', 'l1reconnect', 'l2reconnect', 'tc-properties'].includes(entry?.opens ?? '');
}

/** Neighbours that differ only in their name are one statement: `server tsa-1, tsa-2`. */
function joined(
  before: { words: string; block: string },
  next: { words: string; block: string },
  entry: Entry | undefined,
): string | undefined {
  if (before.block !== next.block || (entry?.opens !== 'server' && entry?.opens !== 'cache')) return undefined;
  const keyword = `${keywordOf(entry)} `;
  const words = `${before.words}, ${next.words.slice(keyword.length)}`;
  return before.words.startsWith(keyword) && words.length <= WIDTH ? words : undefined;
}

function heading(file: string, { leftOut, notes }: Imported): string[] {
  const remarks = notes
    .filter(({ code, renamed: name }) => code !== 'TCS003' && name === undefined)
    .map(({ message, help }) => `${message} ${help}`.trim());
  const of = (kind: LeftOut['kind']): string[] => leftOut.filter((each) => each.kind === kind).map(named);
  const renamed = notes.flatMap((note) => note.renamed ?? []).map((names) => names.join(' is '));
  return [
    `From ${file}.`,
    ...list('Without effect on the simulation and left out:', of('known')),
    ...list('Not known to tcsim and left out:', of('unknown')),
    ...list('Names that are others here:', renamed),
    ...remarks,
  ].flatMap(comment);
}

const list = (title: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${title} ${names.join(', ')}.`];

const named = ({ name, value, count }: LeftOut): string =>
  count > 1 ? `${name} (${count} times)` : value === undefined ? name : `${name} ${value}`;

/** Comment lines of at most a hundred signs. */
function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 4 > WIDTH) {
      lines.push(`// ${line}`);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `// ${line}`];
}

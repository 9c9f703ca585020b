/** Real configuration files as declarations of the language. */
import type { Statement, SyntaxTree } from '../language/syntax.ts';
import type { ConfigurationFormat } from '../model/model.ts';
import { readDynamicConfig } from './dynamicConfig.ts';
import { dynamicFormat } from './dynamicLayout.ts';
import { xmlFormatOf } from './formats.ts';
import { isLocal } from './local.ts';
import { baseName, nameOf } from './names.ts';
import { templateBlock, templateSign } from './placeholders.ts';
import { encodingNote, foreignNote, problemNote, templateNote } from './problems.ts';
import type { Separators } from './properties.ts';
import { type LeftOut, type Note, type Raw, Reading } from './reading.ts';
import { readXml } from './xml.ts';

export { decodeXml } from './decode.ts';
export { type NamedImport, printImports } from './print.ts';
export type { LeftOut, Note } from './reading.ts';
export { isConfigurationFile } from './roots.ts';

export interface Imported {
  /** Statements of the language whose words stand at places of the file. */
  readonly tree: SyntaxTree;
  /** What to say about the file, in the order of its text. */
  readonly notes: readonly Note[];
  /** The settings of the file that are not among the statements. */
  readonly leftOut: readonly LeftOut[];
  /** Where the client of an ehcache.xml looks for its array; undefined where the file has a tc-config of its own. */
  readonly url: Raw | undefined;
  readonly format: ConfigurationFormat;
  /** What the name given to the file names. */
  readonly kind: 'cluster' | 'client' | undefined;
  /** The version of the array that a client of this kind needs, where it is not the usual one. */
  readonly product: string | undefined;
}

/** The name of what a file declares, where the import gives none: `tc-config` for `conf/tc-config.xml`. */
export const defaultAlias = (file: string, kind = 'imported'): string => nameOf(baseName(file), kind);

/** Kept, since a scenario that is being edited is read again with every key and its imports are not. */
const recent = new Map<string, Imported>();
const MOST_RECENT = 8;

/**
 * Reads a configuration as a cluster or a client: XML by its root element, the dynamic configuration by its keys. Never
 * throws for what a text says: whatever could be read is declared, and the notes say what could not.
 */
export function importConfiguration(text: string, alias: string): Imported {
  const known = recent.get(alias);
  if (known?.tree.text === text) return known;
  const imported = read(text, alias);
  recent.delete(alias);
  recent.set(alias, imported);
  const [oldest] = recent.keys();
  if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
  return imported;
}

function read(text: string, alias: string): Imported {
  const format = isXml(text) ? undefined : dynamicFormat(text);
  const imported = format === undefined ? readAsXml(text, alias) : readAsProperties(text, format, alias);
  const notes = [...imported.notes];
  const block = imported.kind === undefined ? undefined : templateBlock(text, format === undefined);
  // Where the text is no XML because of it, that note says so.
  if (block !== undefined && !notes.some(({ code }) => code === 'TCS001')) {
    notes.push(templateNote(block.offset, block.sign));
  }
  const undecodable = text.indexOf('\ufffd');
  if (undecodable >= 0) notes.push(encodingNote(undecodable));
  notes.sort((a, b) => a.start - b.start || a.end - b.end);
  return { ...imported, notes };
}

const isXml = (text: string): boolean => /^[\s\ufeff]*</.test(text);

const treeOf = (text: string, statements: readonly Statement[]): SyntaxTree => ({
  start: 0,
  end: text.length,
  text,
  statements,
  comments: [],
  problems: [],
});

function readAsProperties(text: string, separators: Separators, alias: string): Imported {
  const reading = new Reading();
  const statement = readDynamicConfig(text, separators, alias, reading);
  const leftOut = reading.leftOut(undefined, new Set());
  reading.noteLeftOut(statement.words[0] ?? statement, leftOut, false);
  const tree = treeOf(text, [statement]);
  return {
    tree,
    notes: reading.notes,
    leftOut,
    url: undefined,
    format: 'properties',
    kind: 'cluster',
    product: undefined,
  };
}

function readAsXml(text: string, alias: string): Imported {
  const { root, problems } = readXml(text);
  const format = root === undefined ? undefined : xmlFormatOf(root.name, text.slice(root.start, root.inner.start));
  const reading = new Reading(format?.lastCounts);
  let statements: readonly Statement[] = [];
  let leftOut: readonly LeftOut[] = [];
  let url: Raw | undefined;
  if (root !== undefined && format !== undefined) {
    url = format.urlOf?.(root, reading);
    statements = format.read(root, alias, reading);
    leftOut = reading.leftOut(root, format.withoutEffect);
    reading.noteLeftOut(root.tag, leftOut, isLocal({ statements, url, kind: format.kind }));
  }
  // Of what does not even begin as XML, it is beside the point what exactly is wrong with it.
  const said = problems.filter((problem) => root !== undefined || problem.kind === 'too-large' || isXml(text));
  const template = said.length > 0 ? templateSign(text) : undefined;
  const notes = [...said.map((problem) => problemNote(problem, template)), ...reading.notes];
  if (format === undefined && (root !== undefined || said.length === 0))
    notes.push(foreignNote(root, root === undefined ? templateSign(text) : undefined));
  return {
    tree: treeOf(text, statements),
    notes,
    leftOut,
    url,
    format: 'xml',
    kind: format?.kind,
    product: format?.product,
  };
}

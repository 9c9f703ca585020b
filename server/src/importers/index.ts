/** Real configuration files as declarations of the language. */
import type { Statement, SyntaxTree } from '../language/syntax.ts';
import { readEhcache, urlOf } from './ehcache.ts';
import { baseName, nameOf } from './names.ts';
import { encodingNote, foreignNote, problemNote } from './problems.ts';
import { type LeftOut, type Note, type Raw, Reading } from './reading.ts';
import { readTcConfig } from './tcConfig.ts';
import { EHCACHE_WITHOUT_EFFECT, TC_CONFIG_WITHOUT_EFFECT } from './withoutEffect.ts';
import { readXml } from './xml.ts';

export { decodeXml } from './decode.ts';
export { type NamedImport, printImports } from './print.ts';
export type { LeftOut, Note } from './reading.ts';

export interface Imported {
  /** Statements of the language whose words stand at places of the file. */
  readonly tree: SyntaxTree;
  /** What to say about the file, in the order of its text. */
  readonly notes: readonly Note[];
  /** The settings of the file that are not among the statements. */
  readonly leftOut: readonly LeftOut[];
  /** Where the client of an ehcache.xml looks for its array; undefined where the file has a tc-config of its own. */
  readonly url: Raw | undefined;
  /** What the name given to the file names. */
  readonly kind: 'cluster' | 'client' | undefined;
}

/** Whether the name of a file is that of a configuration which can be imported. */
export const isConfigurationFile = (name: string): boolean => /\.xml$/i.test(name);

/** The name of what a file declares, where the import gives none: `tc-config` for `conf/tc-config.xml`. */
export const defaultAlias = (file: string, kind = 'imported'): string => nameOf(baseName(file), kind);

/** Kept, since a scenario that is being edited is read again with every key and its imports are not. */
const recent = new Map<string, Imported>();
const MOST_RECENT = 8;

/**
 * Reads a configuration: tc-config.xml as a cluster, ehcache.xml as a client, told apart by their root element. Never
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
  const document = readXml(text);
  const reading = new Reading();
  const { root } = document;
  const kind = root?.name === 'tc-config' ? 'cluster' : root?.name === 'ehcache' ? 'client' : undefined;
  let statements: Statement[] = [];
  let leftOut: readonly LeftOut[] = [];
  let url: Raw | undefined;
  if (root !== undefined && kind !== undefined) {
    if (kind === 'client') url = urlOf(root, reading);
    statements = kind === 'cluster' ? [readTcConfig(root, alias, reading)] : readEhcache(root, alias, reading);
    leftOut = reading.leftOut(root, kind === 'cluster' ? TC_CONFIG_WITHOUT_EFFECT : BOTH);
    reading.noteLeftOut(root, leftOut);
  }
  // Without any element, what exactly is wrong with the XML is beside the point.
  const problems = document.problems.filter((problem) => root !== undefined || problem.kind === 'too-large');
  const notes = [...problems.map(problemNote), ...reading.notes];
  if (kind === undefined && (root !== undefined || problems.length === 0)) notes.push(foreignNote(root));
  const undecodable = text.indexOf('\ufffd');
  if (undecodable >= 0) notes.push(encodingNote(undecodable));
  notes.sort((a, b) => a.start - b.start || a.end - b.end);
  const tree = { start: 0, end: text.length, text, statements, comments: [], problems: [] };
  return { tree, notes, leftOut, url, kind };
}

/** An ehcache.xml may hold a tc-config. */
const BOTH = new Set([...EHCACHE_WITHOUT_EFFECT, ...TC_CONFIG_WITHOUT_EFFECT]);

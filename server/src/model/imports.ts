/** The files of a program: the one that is checked, and those it imports, directly or not. */

import { defaultAlias, importConfiguration, isConfigurationFile } from '../importers/index.ts';
import type { ReadImport } from '../index.ts';
import { parse } from '../language/parser.ts';
import type { SyntaxTree, Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import type { Diagnostic } from './diagnostic.ts';
import { divisionOf } from './division.ts';
import type { Origin, SourceFile } from './model.ts';
import { originOf, type Reporter } from './report.ts';

export interface ProgramFile extends SourceFile {
  readonly tree: SyntaxTree;
}

/** More files than this are a mistake, such as a folder of copies that import each other. */
const MOST_FILES = 200;

/**
 * Loads the imports of a root file, each file once, in the order of their first mention; the root comes first. Files
 * that are among the `known` with the same text are not parsed again.
 */
export function loadFiles(
  root: ProgramFile,
  read: ReadImport | undefined,
  report: Reporter,
  known: readonly ProgramFile[] = [],
): ProgramFile[] {
  const files: ProgramFile[] = [root];
  const indexes = new Map([[root.name, 0]]);
  const path: string[] = [];

  function visit(file: ProgramFile, index: number): void {
    path.push(file.name);
    for (const { words } of divisionOf(file.tree).others) {
      const [keyword, target, as, alias] = words;
      if (keyword?.text !== 'import' || target?.kind !== 'string') continue;
      follow(file, index, target, as?.text === 'as' ? alias?.text : undefined);
    }
    path.pop();
  }

  function follow(from: ProgramFile, index: number, target: Word, alias: string | undefined): void {
    const at = originOf(index, target);
    const name = unquote(target.text);
    const source = read?.(name, from.name);
    if (source === undefined) {
      problem(at, `There is no file \`${name}\`.`, 'The path is relative to this file.');
      return;
    }
    if (isConfigurationFile(name)) {
      loadConfiguration(source, alias ?? defaultAlias(name), at);
      return;
    }
    const start = path.indexOf(source.name);
    if (start >= 0) {
      const cycle = [...path.slice(start), source.name].map(shortName).join(' → ');
      problem(
        at,
        `This import goes round in a circle: ${cycle}.`,
        'Move what both need to a file of its own and import that.',
      );
      return;
    }
    if (indexes.has(source.name) || isFull(at)) return;
    const before = known.find((each) => each.name === source.name && each.text === source.text);
    const file: ProgramFile = { ...source, tree: before?.tree ?? parse(source.text) };
    const next = add(file, source.name);
    visit(file, next);
  }

  /** The same file may be imported under several names: applications that share a configuration. */
  function loadConfiguration(source: SourceFile, alias: string, at: Origin): void {
    const key = `${source.name} as ${alias}`;
    if (indexes.has(key) || isFull(at)) return;
    const { tree, notes, format } = importConfiguration(source.text, alias);
    const file = add({ ...source, tree, format }, key);
    for (const { code, severity, start, end, message, why = '', help } of notes) {
      report.add({ code, severity, at: { file, start, end }, message, why, help });
    }
  }

  function add(file: ProgramFile, key: string): number {
    indexes.set(key, files.length);
    return files.push(file) - 1;
  }

  function isFull(at: Origin): boolean {
    if (files.length < MOST_FILES) return false;
    report.add({
      code: 'TCS010',
      at,
      message: `More than ${MOST_FILES} files are imported.`,
      help: 'Import fewer files.',
    });
    return true;
  }

  function problem(at: Origin, message: string, help: string): void {
    report.add({ code: 'TCS007', at, message, why: 'What it declares is missing here.', help });
  }

  visit(root, 0);
  return files;
}

const shortName = (name: string): string => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);

/**
 * Diagnostics without the fixes that would write the language into a file of another one. What a product does not have is
 * a mistake in a scenario; in the product's own file it has run so, and is only without effect.
 */
export function withoutForeignFixes(diagnostics: readonly Diagnostic[], files: readonly SourceFile[]): Diagnostic[] {
  const isForeign = (at: Origin): boolean => files[at.file]?.format !== undefined;
  return diagnostics.map((diagnostic) => {
    const fixes = diagnostic.fixes.filter(({ edits }) => !edits.some(({ at }) => isForeign(at)));
    const isForProduct = diagnostic.code === 'TCS009' && diagnostic.severity === 'error' && isForeign(diagnostic.at);
    if (fixes.length === diagnostic.fixes.length && !isForProduct) return diagnostic;
    return { ...diagnostic, fixes, ...(isForProduct ? { severity: 'warning' as const } : {}) };
  });
}

/** The files of a program: the one that is checked, and those it imports, directly or not. */

import type { ReadImport } from '../index.ts';
import { parse } from '../language/parser.ts';
import type { SyntaxTree, Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import type { Origin, SourceFile } from './model.ts';
import { originOf, type Reporter } from './report.ts';

export interface ProgramFile extends SourceFile {
  readonly tree: SyntaxTree;
}

/** More files than this are a mistake, such as a folder of copies that import each other. */
const MOST_FILES = 200;

/** Loads the imports of a root file, each file once, in the order of their first mention; the root comes first. */
export function loadFiles(root: ProgramFile, read: ReadImport | undefined, report: Reporter): ProgramFile[] {
  const files: ProgramFile[] = [root];
  const indexes = new Map([[root.name, 0]]);
  const path: string[] = [];

  function visit(file: ProgramFile, index: number): void {
    path.push(file.name);
    for (const { words } of file.tree.statements) {
      const [keyword, target] = words;
      if (keyword?.text === 'import' && target?.kind === 'string') follow(file, index, target);
    }
    path.pop();
  }

  function follow(from: ProgramFile, index: number, target: Word): void {
    const at = originOf(index, target);
    const name = unquote(target.text);
    if (name.toLowerCase().endsWith('.xml') || name.toLowerCase().endsWith('.properties')) {
      problem(
        at,
        'Configuration files cannot be imported yet.',
        'Declare the cluster and its clients here for now; every setting has the name it has there.',
      );
      return;
    }
    const source = read?.(name, from.name);
    if (source === undefined) {
      problem(at, `There is no file \`${name}\`.`, 'The path is relative to this file.');
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
    if (indexes.has(source.name)) return;
    if (files.length >= MOST_FILES) {
      report.add({
        code: 'TCS010',
        at,
        message: `More than ${MOST_FILES} files are imported.`,
        help: 'Import fewer files.',
      });
      return;
    }
    const file: ProgramFile = { ...source, tree: parse(source.text) };
    const next = files.length;
    files.push(file);
    indexes.set(source.name, next);
    visit(file, next);
  }

  function problem(at: Origin, message: string, help: string): void {
    report.add({ code: 'TCS007', at, message, why: 'What it declares is missing here.', help });
  }

  visit(root, 0);
  return files;
}

const shortName = (name: string): string => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);

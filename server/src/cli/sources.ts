/** The files that the arguments name: found, read, and refused with a reason where they are not text. */
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { decodeXml, isConfigurationFile } from '../importers/index.ts';
import type { ReadImport } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { readStandardInput } from './terminal.ts';

export interface Source {
  /** As the user wrote it or as it was found below a folder. */
  readonly name: string;
  /** Undefined: it could not be read; `problem` says why. */
  readonly text: string | undefined;
  readonly problem: Diagnostic | undefined;
}

/** Far beyond any scenario; an editor would not open it either. */
const MAX_BYTES = 16 * 1024 * 1024;
const EXTENSION = '.tcsim';
/** The name of what comes from standard input. */
export const STANDARD_INPUT = '<stdin>';

/** The files named, and every `.tcsim` file in the folders named and below, each once. A path that leads nowhere is a problem. */
export function findSources(paths: readonly string[]): Source[] {
  const names = new Set<string>();
  const sources: Source[] = [];
  for (const path of paths) {
    for (const found of expand(path)) {
      if (typeof found !== 'string') {
        sources.push(found);
      } else if (!names.has(normalize(found))) {
        names.add(normalize(found));
        sources.push(isConfigurationFile(found) ? readConfiguration(found) : readSource(found));
      }
    }
  }
  return sources;
}

/** Reads imported files from the disk, relative to the importing one. */
export const readImport: ReadImport = (target, from) => {
  const name = isAbsolute(target) ? target : join(dirname(from), target);
  const { text } = isConfigurationFile(name) ? readConfiguration(name) : readSource(name);
  return text === undefined ? undefined : { name, text };
};

/** Reads an XML file in whatever encoding it is, as much of it as the importers want to see. */
export function readConfiguration(name: string): Source {
  let file: number | undefined;
  try {
    file = openSync(name, 'r');
    const bytes = Buffer.alloc(Math.min(fstatSync(file).size, MAX_BYTES));
    return { name, text: decodeXml(bytes.subarray(0, readSync(file, bytes))), problem: undefined };
  } catch (error) {
    return { name, text: undefined, problem: problemOf('TCS007', fileErrorText(error), 'Check the path.') };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Puts the new text in place at once, so that an interrupted command never leaves half a file. */
export function writeFileWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw Object.assign(error as Error, { path });
  }
}

/** A reason in plain words for an error of the file system. */
export function fileErrorText(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'There is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return 'This account may not access it.';
    case 'EISDIR':
      return 'This is a folder.';
    case 'ENOSPC':
      return 'The disk is full.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function expand(path: string): (string | Source)[] {
  if (path === '-') {
    return [STANDARD_INPUT];
  }
  try {
    if (!statSync(path).isDirectory()) {
      return [path];
    }
    const found = filesBelow(path);
    const problem = problemOf(
      'TCS007',
      `There is no ${EXTENSION} file in this folder or below it.`,
      'Name a folder that has scenarios.',
    );
    return found.length > 0 ? found : [{ name: path, text: undefined, problem }];
  } catch (error) {
    return [{ name: path, text: undefined, problem: problemOf('TCS007', fileErrorText(error), 'Check the path.') }];
  }
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : filesBelow(path);
    }
    return entry.name.endsWith(EXTENSION) ? [path] : [];
  });
}

function readSource(name: string): Source {
  try {
    if (name !== STANDARD_INPUT && statSync(name).size > MAX_BYTES) {
      return tooLarge(name);
    }
    const bytes = name === STANDARD_INPUT ? readStandardInput() : readFileSync(name);
    return bytes.length > MAX_BYTES ? tooLarge(name) : { name, ...decoded(bytes) };
  } catch (error) {
    return { name, text: undefined, problem: problemOf('TCS007', fileErrorText(error), 'Check the path.') };
  }
}

function decoded(bytes: Buffer): Omit<Source, 'name'> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) {
      return { text, problem: undefined };
    }
  } catch {
    // Not UTF-8: the same answer as for a text with zero bytes.
  }
  const problem = problemOf(
    'TCS001',
    'This is not a text file.',
    'A scenario is plain text in UTF-8; save the file as such.',
  );
  return { text: undefined, problem };
}

function tooLarge(name: string): Source {
  const limit = `${MAX_BYTES / 1024 / 1024} MB`;
  const problem = problemOf('TCS010', `The file is larger than ${limit}.`, 'Divide it into several scenario files.');
  return { name, text: undefined, problem };
}

function problemOf(code: string, message: string, help: string): Diagnostic {
  const at = { file: 0, start: 0, end: 0 };
  return { code, severity: 'error', at, message, why: '', help, related: [], fixes: [] };
}

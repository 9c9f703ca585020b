/** One analysis per version of a text, shared by every feature; thrown away when the text or something it imports changed. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { analyseConfiguration } from '../configuration.ts';
import { isConfiguration } from '../importers/roots.ts';
import { type Analysis, analyse, type ReadImport } from '../index.ts';
import { type Files, resolveImport } from './files.ts';
import { LANGUAGE_ID } from './protocol.ts';

export interface Checked {
  readonly document: TextDocument;
  readonly version: number;
  readonly analysis: Analysis;
  /** One per `Model.files`; undefined for a file that the analysis names and nobody has. */
  readonly files: readonly (TextDocument | undefined)[];
  /** Milliseconds that the analysis took. */
  readonly costMillis: number;
}

interface Cached extends Checked {
  /** Every file that was read or looked for, with its stamp then. */
  readonly stamps: ReadonlyMap<string, string>;
}

export class Analyses {
  private readonly files: Files;
  private readonly cache = new Map<string, Cached>();

  constructor(files: Files) {
    this.files = files;
  }

  /**
   * The analysis of the newest text; undefined when there is no such file. Reads imported files first, so that a file
   * that merely was not read yet is never reported as missing.
   */
  async of(uri: string): Promise<Checked | undefined> {
    for (;;) {
      const document = await this.files.load(uri);
      if (!document) {
        return undefined;
      }
      const cached = this.cache.get(uri);
      if (cached && this.isCurrent(cached)) {
        return cached;
      }
      const unread = this.analyseNow(document);
      await Promise.all([...unread].map((target) => this.files.load(target)));
    }
  }

  /** Was this file read, or looked for, when the other was analysed last? */
  dependsOn(uri: string, imported: string): boolean {
    return uri !== imported && (this.cache.get(uri)?.stamps.has(imported) ?? false);
  }

  /** The text of a file and of everything it imports, by uri: what a worker needs to run it. */
  textsOf(uri: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const each of this.cache.get(uri)?.stamps.keys() ?? []) {
      const text = this.files.peek(each)?.getText();
      if (text !== undefined) {
        texts.set(each, text);
      }
    }
    return texts;
  }

  forget(uri: string): void {
    this.cache.delete(uri);
  }

  /** Keeps the analysis unless files are missing in it that were never read; returns those. */
  private analyseNow(document: TextDocument): ReadonlySet<string> {
    const stamps = new Map([[document.uri, this.files.stamp(document.uri)]]);
    const unread = new Set<string>();
    const start = performance.now();
    const readImport: ReadImport = (target, from) => {
      const uri = resolveImport(target, from);
      if (uri === undefined) {
        return undefined;
      }
      stamps.set(uri, this.files.stamp(uri));
      if (!this.files.isKnown(uri)) {
        unread.add(uri);
      }
      const imported = this.files.peek(uri);
      return imported && { name: uri, text: imported.getText() };
    };
    const previous = this.cache.get(document.uri)?.analysis;
    const analysis =
      document.languageId === LANGUAGE_ID
        ? analyse(document.getText(), document.uri, readImport, previous)
        : ofConfiguration(document);
    if (unread.size === 0) {
      this.cache.set(document.uri, {
        document,
        version: document.version,
        analysis,
        files: analysis.model.files.map((file) => this.files.peek(file.name)),
        costMillis: performance.now() - start,
        stamps,
      });
    }
    return unread;
  }

  private isCurrent({ stamps }: Cached): boolean {
    return [...stamps].every(([uri, stamp]) => this.files.stamp(uri) === stamp);
  }
}

/** A document of another language is ours by its root element only; about any other there is nothing to say. */
function ofConfiguration(document: TextDocument): Analysis {
  const text = document.getText();
  const analysis = analyseConfiguration(text, document.uri);
  return isConfiguration(text) ? analysis : { ...analysis, diagnostics: [] };
}

/** One analysis per version of a text, shared by every feature; thrown away when the text or something it imports changed. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { analyseConfiguration } from '../configuration.ts';
import { isConfiguration } from '../importers/roots.ts';
import { type Analysis, analyse, type ReadImport } from '../index.ts';
import type { RuleLevels } from '../rules/levels.ts';
import { type Files, resolveImport } from './files.ts';
import { LANGUAGE_ID } from './protocol.ts';
import type { LevelsOfDocument, RuleSettings } from './ruleSettings.ts';

export interface Checked {
  readonly document: TextDocument;
  readonly version: number;
  readonly analysis: Analysis;
  /** One per `Model.files`; undefined for a file that the analysis names and nobody has. */
  readonly files: readonly (TextDocument | undefined)[];
  /** Milliseconds that the analysis took. */
  readonly costMillis: number;
  /** How loud the rules were. */
  readonly levels: RuleLevels;
}

interface Cached extends Checked {
  /** Every file that was read or looked for, with its stamp then. */
  readonly stamps: ReadonlyMap<string, string>;
}

export class Analyses {
  private readonly files: Files;
  private readonly rules: RuleSettings;
  private readonly cache = new Map<string, Cached>();

  constructor(files: Files, rules: RuleSettings) {
    this.files = files;
    this.rules = rules;
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
      const configured = await this.rules.of(uri);
      const cached = this.cache.get(uri);
      if (cached && cached.levels === configured.levels && this.isCurrent(cached)) {
        return cached;
      }
      const unread = this.analyseNow(document, configured);
      if (unread.size === 0) return this.cache.get(uri);
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
  private analyseNow(document: TextDocument, { levels, lookedFor }: LevelsOfDocument): ReadonlySet<string> {
    const stamps = new Map([document.uri, ...lookedFor].map((uri) => [uri, this.files.stamp(uri)]));
    const unread = new Set<string>();
    const start = performance.now();
    const readImport = this.reading((uri) => {
      stamps.set(uri, this.files.stamp(uri));
      if (!this.files.isKnown(uri)) {
        unread.add(uri);
      }
    });
    const previous = this.cache.get(document.uri)?.analysis;
    const analysis =
      document.languageId === LANGUAGE_ID
        ? analyse(document.getText(), document.uri, readImport, previous, levels)
        : ofConfiguration(document.getText(), document.uri, levels);
    if (unread.size === 0) {
      this.cache.set(document.uri, {
        document,
        version: document.version,
        analysis,
        files: analysis.model.files.map((file) => this.files.peek(file.name)),
        costMillis: performance.now() - start,
        levels,
        stamps,
      });
    }
    return unread;
  }

  /** What another text in the place of this one would mean; nothing is kept of it. */
  again({ document, levels }: Checked, text: string): Analysis {
    return document.languageId === LANGUAGE_ID
      ? analyse(text, document.uri, this.reading(), undefined, levels)
      : ofConfiguration(text, document.uri, levels);
  }

  /** Reads imports as far as they are known; `onRead` is told each of them before. */
  private reading(onRead?: (uri: string) => void): ReadImport {
    return (target, from) => {
      const uri = resolveImport(target, from);
      if (uri === undefined) {
        return undefined;
      }
      onRead?.(uri);
      const imported = this.files.peek(uri);
      return imported && { name: uri, text: imported.getText() };
    };
  }

  private isCurrent({ stamps }: Cached): boolean {
    return [...stamps].every(([uri, stamp]) => this.files.stamp(uri) === stamp);
  }
}

/** A document of another language is ours by its root element only; about any other there is nothing to say. */
function ofConfiguration(text: string, uri: string, levels: RuleLevels): Analysis {
  const analysis = analyseConfiguration(text, uri, levels);
  return isConfiguration(text) ? analysis : { ...analysis, diagnostics: [] };
}

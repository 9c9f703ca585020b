/**
 * A check for code scanning: SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format). Regions count from 1, in
 * UTF-16 code units. Nothing in it depends on the machine or the time.
 */
import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts';
import type { Origin } from '../model/model.ts';
import { pageOf, REPOSITORY } from '../rules/addresses.ts';
import { RULES } from '../rules/index.ts';
import type { Suppressed } from '../rules/suppressions.ts';
import { LANGUAGE_CODES } from './codes.ts';
import { fingerprint } from './fingerprint.ts';
import type { FileReport } from './json.ts';
import type { Places } from './place.ts';

export interface SarifOptions {
  readonly toolVersion: string;
  /** The address of a file by its name: relative to the root of the sources, or absolute for one outside. */
  readonly uriOf: (name: string) => string;
}

/** What relative addresses are relative to: the working directory of the command. */
const ROOT = '%SRCROOT%';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** Plain data for `JSON.stringify`. */
export function sarifLog(reports: readonly FileReport[], { toolVersion, uriOf }: SarifOptions): object {
  const descriptors = [...LANGUAGE_CODES.map(ofLanguage), ...RULES.map(ofRule)];
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  const artifacts = new Artifacts(uriOf);
  // The analysed files come first, in their order; others are those that they import.
  for (const { name } of reports) artifacts.location(name);
  const results = new Map<string, object>();
  const seen = new Map<string, number>();
  for (const { places, diagnostics, suppressed = [] } of reports) {
    const writer = new ResultWriter(places, artifacts, indexes, seen);
    const all = [
      ...diagnostics.map((diagnostic) => ({ diagnostic, by: undefined })),
      ...suppressed.map((by) => ({ diagnostic: by.diagnostic, by })),
    ];
    for (const { diagnostic, by } of all) {
      // What is wrong with an imported file is found once for every file that imports it.
      const key = writer.keyOf(diagnostic);
      if (!results.has(key)) results.set(key, writer.result(diagnostic, by));
    }
  }
  const driver = { name: 'tcsim', semanticVersion: toolVersion, informationUri: REPOSITORY, rules: descriptors };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        automationDetails: { id: 'tcsim/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The directory in which tcsim was started.' } } },
        artifacts: artifacts.data(),
        results: [...results.values()],
      },
    ],
  };
}

function ofLanguage([id, name, title]: (typeof LANGUAGE_CODES)[number]) {
  return { id, name: inOneWord(name), shortDescription: { text: `${title}.` }, properties: { tags: ['language'] } };
}

function ofRule({ id, slug, title, severity, phase, lines, documentation }: (typeof RULES)[number]) {
  const markdown = documentation.trim();
  return {
    id,
    name: inOneWord(slug),
    shortDescription: { text: `${title.replace(/\.$/, '')}.` },
    help: { text: plain(markdown), markdown },
    helpUri: pageOf(id),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [phase, ...lines.map((line) => `terracotta-${line}`)] },
  };
}

/** `RejoinWithoutNonstop`. */
const inOneWord = (slug: string): string => slug.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** For viewers that show no Markdown. */
const plain = (markdown: string): string => markdown.replace(/^#+ /gm, '').replaceAll('`', '');

class Artifacts {
  readonly #uriOf: (name: string) => string;
  readonly #indexes = new Map<string, number>();

  constructor(uriOf: (name: string) => string) {
    this.#uriOf = uriOf;
  }

  location(name: string): object {
    const uri = this.#uriOf(name);
    const index = this.#indexes.get(uri) ?? this.#indexes.size;
    this.#indexes.set(uri, index);
    return { ...address(uri), index };
  }

  uri(name: string): string {
    return this.#uriOf(name);
  }

  data(): readonly object[] {
    return [...this.#indexes.keys()].map((uri) => ({ location: address(uri), roles: ['analysisTarget'] }));
  }
}

const address = (uri: string): object => (/^[a-z][a-z+.-]+:/i.test(uri) ? { uri } : { uri, uriBaseId: ROOT });

/** Writes the findings of one program. */
class ResultWriter {
  readonly #places: Places;
  readonly #artifacts: Artifacts;
  /** Of the descriptors, by code. */
  readonly #indexes: ReadonlyMap<string, number>;
  /** How often the same finding stood on a line with the same text, over all programs. */
  readonly #seen: Map<string, number>;

  constructor(places: Places, artifacts: Artifacts, indexes: ReadonlyMap<string, number>, seen: Map<string, number>) {
    this.#places = places;
    this.#artifacts = artifacts;
    this.#indexes = indexes;
    this.#seen = seen;
  }

  keyOf({ code, at, message }: Diagnostic): string {
    return `${this.#uri(at)} ${at.start} ${at.end} ${code} ${message}`;
  }

  result({ code, severity, at, message, why, help, related, fixes }: Diagnostic, by: Suppressed | undefined): object {
    return {
      ruleId: code,
      ruleIndex: this.#indexes.get(code) ?? -1,
      level: LEVELS[severity],
      message: { text: [message, why, help].filter((part) => part !== '').join(' ') },
      locations: [this.#location(at)],
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((each, id) => ({
              id,
              message: { text: each.message },
              ...this.#location(each.at),
            })),
          }),
      ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => this.#fix(fix)) }),
      partialFingerprints: { 'tcsimFinding/v1': this.#fingerprint(code, at) },
      suppressions:
        by === undefined
          ? []
          : [
              {
                kind: 'inSource',
                ...(by.reason === '' ? {} : { justification: by.reason }),
                location: this.#location(by.at),
              },
            ],
    };
  }

  #uri(at: Origin): string {
    return this.#artifacts.uri(this.#places.of(at).file);
  }

  #location(at: Origin): object {
    const { file } = this.#places.of(at);
    return {
      physicalLocation: { artifactLocation: this.#artifacts.location(file), region: this.#region(at) },
    };
  }

  #region(at: Origin): object {
    const { line, column, endLine, endColumn } = this.#places.of(at);
    return { startLine: line, startColumn: column, endLine, endColumn };
  }

  #fix({ title, edits }: Fix): object {
    const byFile = Map.groupBy(edits, ({ at }) => this.#places.of(at).file);
    return {
      description: { text: title },
      artifactChanges: [...byFile].map(([file, changes]) => ({
        artifactLocation: this.#artifacts.location(file),
        replacements: changes.map(({ at, text }) => ({
          deletedRegion: this.#region(at),
          ...(text === '' ? {} : { insertedContent: { text } }),
        })),
      })),
    };
  }

  /** Stays the same when lines are added above and when the numbers in the message change. */
  #fingerprint(code: string, at: Origin): string {
    const { line } = this.#places.of(at);
    const { start, end } = this.#places.linesOf(at.file).line(line - 1);
    const text = (this.#places.files[at.file]?.text ?? '').slice(start, end).trim();
    const key = `${code} ${this.#uri(at)} ${text}`;
    const count = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, count);
    return `${fingerprint(key)}:${count}`;
  }
}

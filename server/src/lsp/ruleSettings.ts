/** How loud the rules are for a document: the settings of the editor, and the nearest `tcsim.json`, which wins rule by rule. */
import { type Configuration, readConfiguration } from '../rules/configuration.ts';
import { CONFIGURATION_FILE } from '../rules/configurationFile.ts';
import { AS_THEY_ARE, combined, levelsOf, type RuleLevels } from '../rules/levels.ts';
import { type Files, resolveImport } from './files.ts';

/** The setting, an object from rule to level. */
export const RULES_SETTING = 'tcsim.rules';

/** The value of the setting for a document; rejects or answers anything when there is none. */
export type AskSetting = (uri: string) => Promise<unknown>;

export interface LevelsOfDocument {
  /** The same object for as long as nothing changed. */
  readonly levels: RuleLevels;
  /** Every place where a `tcsim.json` was looked for, the nearest first, up to the one that was found. */
  readonly lookedFor: readonly string[];
}

/** A `tcsim.json` with what it says. */
export interface KnownConfiguration {
  readonly text: string;
  readonly configuration: Configuration;
}

export class RuleSettings {
  private readonly files: Files;
  private readonly ask: AskSetting;
  private readonly onRead: (uri: string, known: KnownConfiguration | undefined) => void;
  private readonly settings = new Map<string, Promise<RuleLevels>>();
  private readonly configurations = new Map<string, KnownConfiguration>();
  private readonly candidates = new Map<string, readonly string[]>();
  private readonly latest = new Map<string, { setting: RuleLevels; file: RuleLevels; levels: RuleLevels }>();

  /** `onRead` is told of every `tcsim.json` that was read anew, and with undefined of one that is gone. */
  constructor(files: Files, ask: AskSetting, onRead: (uri: string, known: KnownConfiguration | undefined) => void) {
    this.files = files;
    this.ask = ask;
    this.onRead = onRead;
  }

  async of(uri: string): Promise<LevelsOfDocument> {
    const setting = await this.settingOf(uri);
    const lookedFor: string[] = [];
    let file: RuleLevels = AS_THEY_ARE;
    for (const candidate of this.candidatesOf(uri)) {
      lookedFor.push(candidate);
      const configuration = await this.read(candidate);
      if (configuration !== undefined) {
        file = configuration.levels;
        break;
      }
    }
    return { levels: this.combinedFor(uri, setting, file), lookedFor };
  }

  /** The settings changed: they are asked for again. */
  forgetSettings(): void {
    this.settings.clear();
  }

  /** Reads a `tcsim.json` that is being edited, so that its mistakes are told, whether or not a document asks for it. */
  async look(uri: string): Promise<void> {
    this.configurations.delete(uri);
    await this.read(uri);
  }

  /** The editor of a `tcsim.json` was closed: whoever reads it again is told of it anew. */
  forgetFile(uri: string): void {
    this.configurations.delete(uri);
  }

  forget(uri: string): void {
    this.settings.delete(uri);
    this.candidates.delete(uri);
    this.latest.delete(uri);
  }

  private candidatesOf(uri: string): readonly string[] {
    const known = this.candidates.get(uri);
    if (known !== undefined) return known;
    const candidates = candidatesFor(uri);
    this.candidates.set(uri, candidates);
    return candidates;
  }

  private settingOf(uri: string): Promise<RuleLevels> {
    const known = this.settings.get(uri);
    if (known !== undefined) return known;
    const asked = this.ask(uri).then(levelsOf, () => AS_THEY_ARE);
    this.settings.set(uri, asked);
    return asked;
  }

  private async read(uri: string): Promise<Configuration | undefined> {
    const text = (await this.files.load(uri))?.getText();
    const known = this.configurations.get(uri);
    if (known?.text === text) return known?.configuration;
    if (text === undefined) {
      this.configurations.delete(uri);
      this.onRead(uri, undefined);
      return undefined;
    }
    const read: KnownConfiguration = { text, configuration: readConfiguration(text) };
    this.configurations.set(uri, read);
    this.onRead(uri, read);
    return read.configuration;
  }

  /** The analysis of a text is kept as long as its levels are the same object. */
  private combinedFor(uri: string, setting: RuleLevels, file: RuleLevels): RuleLevels {
    const known = this.latest.get(uri);
    if (known !== undefined && known.setting === setting && known.file === file) return known.levels;
    const levels = combined(setting, file);
    this.latest.set(uri, { setting, file, levels });
    return levels;
  }
}

/** Whether this is the address of a `tcsim.json`. */
export const isRuleFile = (uri: string): boolean => uri.endsWith(`/${CONFIGURATION_FILE}`);

/** In the folder of the document and in those above it. None for a document that has no folder, such as an unsaved one. */
function candidatesFor(uri: string): readonly string[] {
  const candidates: string[] = [];
  let candidate = resolveImport(CONFIGURATION_FILE, uri);
  while (candidate !== undefined && candidate !== candidates.at(-1)) {
    candidates.push(candidate);
    candidate = resolveImport(`../${CONFIGURATION_FILE}`, candidate);
  }
  return candidates;
}

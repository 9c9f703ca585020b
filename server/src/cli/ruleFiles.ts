/** How loud the rules are for a file that the command checks: the nearest `tcsim.json`, or the one that is named. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { FileReport } from '../report/json.ts';
import { Places } from '../report/place.ts';
import { readConfiguration } from '../rules/configuration.ts';
import { CONFIGURATION_FILE } from '../rules/configurationFile.ts';
import { AS_THEY_ARE, type RuleLevels } from '../rules/levels.ts';
import { STANDARD_INPUT } from './sources.ts';

export interface RuleFilesOptions {
  /** Instead of looking for one. */
  readonly config: string | undefined;
  readonly noConfig: boolean;
}

export class RuleFiles {
  readonly #options: RuleFilesOptions;
  /** By folder; folders above a file without one share its entry. */
  readonly #byFolder = new Map<string, RuleLevels>();
  readonly #byFile = new Map<string, RuleLevels>();
  readonly #reports: FileReport[] = [];

  constructor(options: RuleFilesOptions) {
    this.#options = options;
  }

  /** For a source by its name. Throws what the file system throws for a file that was named and cannot be read. */
  levelsFor(name: string): RuleLevels {
    const { config, noConfig } = this.#options;
    if (config !== undefined) return this.#read(config);
    // What is read from standard input lies where the command was started.
    return noConfig ? AS_THEY_ARE : this.#levelsIn(name === STANDARD_INPUT ? resolve('.') : dirname(resolve(name)));
  }

  /** One for each configuration in which something is wrong. */
  get reports(): readonly FileReport[] {
    return this.#reports;
  }

  #levelsIn(folder: string): RuleLevels {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const file = join(folder, CONFIGURATION_FILE);
    const parent = dirname(folder);
    const levels = isFile(file)
      ? this.#read(relative('', file))
      : parent === folder
        ? AS_THEY_ARE
        : this.#levelsIn(parent);
    this.#byFolder.set(folder, levels);
    return levels;
  }

  #read(name: string): RuleLevels {
    const known = this.#byFile.get(name);
    if (known !== undefined) return known;
    const text = readFileSync(name, 'utf8');
    const { levels, diagnostics } = readConfiguration(text);
    if (diagnostics.length > 0) {
      this.#reports.push({ name, places: new Places([{ name, text }]), diagnostics, results: [] });
    }
    this.#byFile.set(name, levels);
    return levels;
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

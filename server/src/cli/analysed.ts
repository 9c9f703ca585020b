/** A file with what the engine says about it. */
import { analyseConfiguration } from '../configuration.ts';
import { isConfigurationFile } from '../importers/index.ts';
import { type Analysis, analyse } from '../index.ts';
import type { FileReport } from '../report/json.ts';
import { Places } from '../report/place.ts';
import type { RuleFiles } from './ruleFiles.ts';
import { readImport, type Source } from './sources.ts';

export interface AnalysedFile {
  readonly report: FileReport;
  /** Undefined for a file that could not be read. */
  readonly analysis: Analysis | undefined;
}

/** Checks a file under its rules. One that could not be read has that as its only finding, and no analysis. */
export function analysed({ name, text, problem }: Source, rules: RuleFiles): AnalysedFile {
  if (text === undefined) {
    const places = new Places([{ name, text: '' }]);
    const diagnostics = problem === undefined ? [] : [problem];
    return { report: { name, places, diagnostics, results: [] }, analysis: undefined };
  }
  const found = analysis(name, text, rules);
  const { diagnostics, suppressed, model } = found;
  return { report: { name, places: new Places(model.files), diagnostics, suppressed, results: [] }, analysis: found };
}

/** What a text means under this name. */
export function analysis(name: string, text: string, rules: RuleFiles): Analysis {
  const levels = rules.levelsFor(name);
  return isConfigurationFile(name)
    ? analyseConfiguration(text, name, levels)
    : analyse(text, name, readImport, undefined, levels);
}

export function hasErrors({ diagnostics }: FileReport): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** A file with what the engine says about it. */
import { analyseConfiguration } from '../configuration.ts';
import { isConfigurationFile } from '../importers/index.ts';
import { type Analysis, analyse } from '../index.ts';
import type { FileReport } from '../report/json.ts';
import { Places } from '../report/place.ts';
import { readImport, type Source } from './sources.ts';

export interface AnalysedFile {
  readonly report: FileReport;
  /** Undefined for a file that could not be read. */
  readonly analysis: Analysis | undefined;
}

export function analysed({ name, text, problem }: Source): AnalysedFile {
  if (text === undefined) {
    const places = new Places([{ name, text: '' }]);
    const diagnostics = problem === undefined ? [] : [problem];
    return { report: { name, places, diagnostics, results: [] }, analysis: undefined };
  }
  if (isConfigurationFile(name)) return configuration(name, text);
  const analysis = analyse(text, name, readImport);
  const places = new Places(analysis.model.files);
  return { report: { name, places, diagnostics: analysis.diagnostics, results: [] }, analysis };
}

function configuration(name: string, text: string): AnalysedFile {
  const analysis = analyseConfiguration(text, name);
  const { model, diagnostics } = analysis;
  return { report: { name, places: new Places(model.files), diagnostics, results: [] }, analysis };
}

export function hasErrors({ diagnostics }: FileReport): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

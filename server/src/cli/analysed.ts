/** A file with what the engine says about it. */
import { defaultAlias, isConfigurationFile } from '../importers/index.ts';
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

/** A configuration is checked as a scenario that imports it would, together with some array where it has none. */
function configuration(name: string, text: string): AnalysedFile {
  const scenario = `import "it.xml" as ${defaultAlias(name)}\n`;
  const read = () => ({ name, text });
  const alone = analyse(scenario, '', read);
  const analysis = alone.model.clusters.length > 0 ? alone : analyse(scenario + SOME_CLUSTER, '', read);
  const diagnostics = analysis.diagnostics.filter(({ at }) => at.file > 0);
  return { report: { name, places: new Places(analysis.model.files), diagnostics, results: [] }, analysis };
}

/** An array with a mirror, about which no rule has anything to say that a client could cause. */
export const SOME_CLUSTER = 'cluster some-array { server some-server, other-server }\n';

export function hasErrors({ diagnostics }: FileReport): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

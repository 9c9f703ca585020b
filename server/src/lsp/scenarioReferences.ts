/** From a name in a configuration file to where the scenarios of the workspace use it. */
import type { Location } from 'vscode-languageserver';
import { touches } from '../editor/file.ts';
import type { Analyses, Checked } from './analyses.ts';
import { toLocation } from './convert.ts';

/** Reads every scenario file that may import the configuration; those that do not name it cost their parsing only. */
export async function scenarioReferences(
  uri: string,
  offset: number,
  scenarios: () => Promise<readonly string[]>,
  analyses: Analyses,
): Promise<Location[]> {
  const found = await Promise.all(
    (await scenarios()).map(async (scenario) => {
      const checked = await analyses.of(scenario);
      return checked === undefined ? [] : usesOf(checked, uri, offset);
    }),
  );
  return found.flat();
}

/** Where one scenario file uses what the configuration declares at the offset. */
function usesOf(checked: Checked, uri: string, offset: number): Location[] {
  const { model, symbols } = checked.analysis;
  if (!model.files.some(({ name }) => name === uri)) return [];
  return symbols
    .filter(({ declarations }) => declarations.some((at) => model.files[at.file]?.name === uri && touches(at, offset)))
    .flatMap(({ references }) => references)
    .filter(({ file }) => model.files[file]?.format === undefined)
    .flatMap((place) => toLocation(checked, place) ?? []);
}

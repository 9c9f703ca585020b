/** Scenario files that are made of other files: those that explain a problem, and those of imported configurations. */
import { isHere, overlaps, shownName } from '../editor/file.ts';
import { explain, isExplained, reasonWithout } from '../explain.ts';
import { defaultAlias, importConfiguration, printImports } from '../importers/index.ts';
import { isConfiguration } from '../importers/roots.ts';
import type { Analysis } from '../index.ts';
import { SEVERITIES } from '../model/diagnostic.ts';
import type { ExplainAnswer, ImportAnswer } from './protocol.ts';

/** The scenario for the gravest problem at a place that can be explained, or for the one with the code. */
export function explainAt(analysis: Analysis, offset: number, code: string | undefined): ExplainAnswer {
  const here = analysis.diagnostics
    .filter(
      ({ at, code: each }) =>
        isHere(at) && overlaps(at, { start: offset, end: offset }) && (code === undefined || each === code),
    )
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const [first] = here;
  if (first === undefined) return { problem: 'There is no problem here that could be explained.' };
  for (const finding of here.filter((each) => isExplained(each.code))) {
    const explanation = explain(analysis, finding);
    if (explanation !== undefined) return { explanation: { code: finding.code, ...explanation } };
  }
  const reason = reasonWithout(first.code);
  if (reason !== undefined) return { problem: `${first.why} ${reason}` };
  return {
    problem: isExplained(first.code)
      ? `What ${first.code} leads to cannot be shown with this configuration: most scenarios need a server with a mirror, and nothing that keeps it from running.`
      : `${first.code} is a mistake in the text: nothing can be run before it is mended.`,
  };
}

/** One text for several configuration files, as `tcsim import` writes it. */
export function importAll(files: readonly { readonly uri: string; readonly text: string | undefined }[]): ImportAnswer {
  const problems: string[] = [];
  const names = new Map<string, number>();
  const imports = files.flatMap(({ uri, text }) => {
    const file = shownName(uri);
    if (text === undefined || !isConfiguration(text)) {
      problems.push(
        text === undefined
          ? `${file} cannot be read.`
          : `${file} is no configuration that can be imported: tc-config.xml, ehcache.xml and the dynamic configuration of a cluster can.`,
      );
      return [];
    }
    const alias = defaultAlias(file);
    const count = (names.get(alias) ?? 0) + 1;
    names.set(alias, count);
    return [{ file, imported: importConfiguration(text, count === 1 ? alias : `${alias}-${count}`) }];
  });
  return { text: imports.length === 0 ? undefined : printImports(imports), problems };
}

/** `tcsim check`: what is wrong with scenarios. */
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ENGINE } from '../index.ts';
import { diagnosticSummary, diagnosticsText } from '../report/diagnostics.ts';
import { type FileReport, resultData } from '../report/json.ts';
import { sarifLog } from '../report/sarif.ts';
import { PLAIN } from '../report/style.ts';
import { analysed, hasErrors } from './analysed.ts';
import { EXIT } from './exitCode.ts';
import { fixFile } from './fix.ts';
import type { CheckOptions } from './options.ts';
import { RuleFiles } from './ruleFiles.ts';
import { Sink } from './sink.ts';
import { findSources, STANDARD_INPUT } from './sources.ts';
import { complain, styleOf } from './terminal.ts';

/** `tcsim check`. Returns the exit code. */
export function check(options: CheckOptions): number {
  const rules = new RuleFiles(options);
  const checked = findSources(options.paths).map((source) =>
    options.fix ? fixFile(source, rules) : { file: analysed(source, rules), count: 0 },
  );
  const reports = [...rules.reports, ...checked.map(({ file }) => file.report)];
  const sink = new Sink(options.output);
  if (options.format === 'text') {
    print(reports, sink, options);
    const fixed = checked.reduce((sum, { count }) => sum + count, 0);
    if (!options.quiet) sink.write(`${summary(checked.length, reports)}${fixed > 0 ? `; ${fixed} repaired` : ''}`);
  } else {
    sink.write(JSON.stringify(dataOf(reports, options), null, 2));
  }
  sink.close();
  return exitCode(reports, options.maxWarnings);
}

function dataOf(reports: readonly FileReport[], { format }: CheckOptions): object {
  const verdict = reports.some(hasErrors) ? 'invalid' : 'held';
  return format === 'sarif'
    ? sarifLog(reports, { toolVersion: ENGINE, uriOf })
    : resultData(reports, { command: 'check', toolVersion: ENGINE, verdict });
}

/** Relative to the working directory; absolute outside it. */
function uriOf(name: string): string {
  if (name === STANDARD_INPUT) return 'stdin';
  const path = relative('', resolve(name));
  const isOutside = path === '..' || path.startsWith(`..${sep}`) || resolve(path) === path;
  return isOutside ? pathToFileURL(name).href : path.split(sep).map(encodeURIComponent).join('/');
}

function print(reports: readonly FileReport[], sink: Sink, { output, quiet, color }: CheckOptions): void {
  const style = output === undefined ? styleOf(process.stdout, color) : PLAIN;
  const excerpt = output === undefined && process.stdout.isTTY;
  for (const { diagnostics, places } of reports) {
    const shown = diagnostics.filter(({ severity }) => !quiet || severity === 'error');
    sink.write(diagnosticsText(shown, places, { style, excerpt }));
  }
}

function summary(count: number, reports: readonly FileReport[]): string {
  const files = `${count} file${count === 1 ? '' : 's'}`;
  const suppressed = reports.reduce((sum, report) => sum + (report.suppressed?.length ?? 0), 0);
  const found = diagnosticSummary(reports.flatMap(({ diagnostics }) => diagnostics)) || 'nothing to report';
  return `${files}: ${found}${suppressed > 0 ? `, ${suppressed} suppressed` : ''}`;
}

function exitCode(reports: readonly FileReport[], maxWarnings: number | undefined): number {
  if (reports.some(hasErrors)) return EXIT.invalid;
  const all = reports.flatMap(({ diagnostics }) => diagnostics);
  const warnings = all.filter(({ severity }) => severity === 'warning').length;
  if (maxWarnings === undefined || warnings <= maxWarnings) return EXIT.held;
  complain(`tcsim check: ${warnings} warning${warnings === 1 ? '' : 's'}, --max-warnings allows ${maxWarnings}.`);
  return EXIT.violated;
}

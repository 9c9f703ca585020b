/** `tcsim check`: what is wrong with scenarios. */
import { ENGINE } from '../index.ts';
import { diagnosticSummary, diagnosticsText } from '../report/diagnostics.ts';
import { type FileReport, resultData } from '../report/json.ts';
import { PLAIN } from '../report/style.ts';
import { analysed, hasErrors } from './analysed.ts';
import { EXIT } from './exitCode.ts';
import type { CommonOptions } from './options.ts';
import { Sink } from './sink.ts';
import { findSources } from './sources.ts';
import { styleOf } from './terminal.ts';

export function check({ paths, format, output, quiet, color }: CommonOptions): number {
  const reports = findSources(paths).map((source) => analysed(source).report);
  const verdict = reports.some(hasErrors) ? 'invalid' : 'held';
  const sink = new Sink(output);
  if (format === 'json') {
    sink.write(JSON.stringify(resultData(reports, { command: 'check', toolVersion: ENGINE, verdict }), null, 2));
  } else {
    const style = output === undefined ? styleOf(process.stdout, color) : PLAIN;
    const excerpt = output === undefined && process.stdout.isTTY;
    for (const { diagnostics, places } of reports) {
      const shown = diagnostics.filter(({ severity }) => !quiet || severity === 'error');
      sink.write(diagnosticsText(shown, places, { style, excerpt }));
    }
    if (!quiet) {
      sink.write(summary(reports));
    }
  }
  sink.close();
  return EXIT[verdict];
}

function summary(reports: readonly FileReport[]): string {
  const files = `${reports.length} file${reports.length === 1 ? '' : 's'}`;
  return `${files}: ${diagnosticSummary(reports.flatMap(({ diagnostics }) => diagnostics)) || 'nothing to report'}`;
}

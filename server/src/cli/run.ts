/** `tcsim run`: simulates scenarios and judges their expectations. */
import { ENGINE, type RunResult, type RunOptions as RunScenarioOptions, run as runScenario } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { byPlace } from '../model/index.ts';
import type { Scenario } from '../model/model.ts';
import { comparisonText } from '../report/comparison.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import { type FileReport, resultData } from '../report/json.ts';
import { junitXml } from '../report/junit.ts';
import { PLAIN, type Style } from '../report/style.ts';
import { runText, verdictSummary } from '../report/text.ts';
import { TraceTooLargeError } from '../trace/recorder.ts';
import { overallVerdict } from '../verdict/index.ts';
import { type AnalysedFile, analysed, hasErrors } from './analysed.ts';
import { EXIT } from './exitCode.ts';
import { knownNodes, unknownNode } from './nodes.ts';
import { type RunOptions, UsageError } from './options.ts';
import { RuleFiles } from './ruleFiles.ts';
import { Sink } from './sink.ts';
import { findSources } from './sources.ts';
import { complain, ProgressLine, styleOf } from './terminal.ts';

interface Job {
  readonly file: AnalysedFile;
  readonly scenario: Scenario;
}

/** `tcsim run`. Resolves to the exit code, the gravest of what the files and their runs came to. */
export async function run(options: RunOptions): Promise<number> {
  const rules = new RuleFiles(options);
  const files = findSources(options.paths).map((source) => analysed(source, rules));
  const jobs = files.flatMap((file) => jobsOf(file, options));
  if (options.format === 'text') {
    for (const report of [...rules.reports, ...files.map((file) => file.report)]) printDiagnostics(report, options);
  }
  if (jobs.length === 0 && files.every(({ report }) => !hasErrors(report))) {
    throw new UsageError(nothingToRun(files, options));
  }
  const strange = unknownNode(options.logs ?? [], jobs);
  if (strange !== undefined) {
    throw new UsageError(`--logs: there is no node ${strange}. There is: ${knownNodes(jobs).join(', ')}.`);
  }
  const sink = new Sink(options.output);
  const reports = new Map(files.map((file) => [file, file.report]));
  const isAlone = jobs.length === 1;
  const progress = new ProgressLine(options.quiet);
  for (const [position, { file, scenario }] of jobs.entries()) {
    const report = reports.get(file) ?? file.report;
    const onProgress = (share: number) => progress.update(scenario.name, (position + share) / jobs.length);
    const outcome = runOne(scenario, { onProgress, settle: file.analysis?.settle });
    progress.clear();
    if (typeof outcome === 'string') {
      const problem = { code: 'TCS010', severity: 'error', at: scenario.at.name, message: outcome } as const;
      const diagnostics = [...report.diagnostics, { ...problem, why: '', help: '', related: [], fixes: [] }];
      reports.set(file, { ...report, diagnostics });
      complain(`${report.places.short(scenario.at.name)}: ${outcome}`);
    } else {
      const findings = newOnes(outcome.findings, report.diagnostics);
      const suppressed = [...(report.suppressed ?? []), ...outcome.suppressed];
      const results = [...report.results, outcome];
      const diagnostics = [...report.diagnostics, ...findings].sort(byPlace);
      reports.set(file, { ...report, results, suppressed, diagnostics });
      printRun(outcome, report, sink, isAlone, options);
      if (options.format === 'text') printDiagnostics({ ...report, diagnostics: findings }, options);
    }
  }
  return finish([...rules.reports, ...reports.values()], sink, options);
}

/** The message for the user when the run is too large to be kept. */
function runOne(scenario: Scenario, options: RunScenarioOptions): RunResult | string {
  try {
    return runScenario(scenario, options);
  } catch (error) {
    if (error instanceof TraceTooLargeError) {
      return error.message;
    }
    throw error;
  }
}

/** The scenarios of the file itself; imported ones belong to their own file. */
function jobsOf(file: AnalysedFile, { scenario: wanted, seed }: RunOptions): Job[] {
  if (!file.analysis?.runnable) {
    return [];
  }
  return file.analysis.model.scenarios
    .filter(({ name, at }) => at.self.file === 0 && (wanted === undefined || name === wanted))
    .map((scenario) => ({ file, scenario: seed === undefined ? scenario : { ...scenario, seed } }));
}

function nothingToRun(files: readonly AnalysedFile[], { scenario, paths }: RunOptions): string {
  const names = files.flatMap(({ analysis }) => analysis?.model.scenarios.map(({ name }) => `"${name}"`) ?? []);
  if (names.length === 0) {
    return `There is no scenario in ${paths.join(', ')}.`;
  }
  return `There is no scenario "${scenario}". There is: ${[...new Set(names)].join(', ')}.`;
}

/** What a run has shown and none before it: the runs of a scenario with `for` often show the same. */
function newOnes(findings: readonly Diagnostic[], told: readonly Diagnostic[]): readonly Diagnostic[] {
  const isTold = ({ code, at, message }: Diagnostic): boolean =>
    told.some((each) => each.code === code && each.at.start === at.start && each.message === message);
  return findings.filter((each) => !isTold(each));
}

function printDiagnostics({ diagnostics, places }: FileReport, { quiet, color }: RunOptions): void {
  const style = styleOf(process.stderr, color);
  const shown = diagnostics.filter(({ severity }) => severity === 'error' || (severity === 'warning' && !quiet));
  complain(diagnosticsText(shown, places, { style, excerpt: process.stderr.isTTY }));
}

function printRun(result: RunResult, { places }: FileReport, sink: Sink, isAlone: boolean, options: RunOptions): void {
  const { format, quiet, logs } = options;
  if (format !== 'text' || (quiet && result.verdict === 'held')) {
    return;
  }
  sink.write(runText(result, places, { style: sinkStyle(options), timeline: isAlone && !quiet, held: !quiet, logs }));
}

function sinkStyle({ output, color }: RunOptions): Style {
  return output === undefined ? styleOf(process.stdout, color) : PLAIN;
}

async function finish(reports: readonly FileReport[], sink: Sink, options: RunOptions): Promise<number> {
  const results = reports.flatMap((report) => report.results);
  const verdict = reports.some(hasErrors) ? 'invalid' : overallVerdict(results);
  if (options.format === 'json') {
    sink.write(JSON.stringify(resultData(reports, { command: 'run', toolVersion: ENGINE, verdict }), null, 2));
  } else if (options.format === 'junit') {
    sink.write(junitXml(reports));
  } else if (!options.quiet && results.length > 1) {
    for (const report of reports) {
      sink.write(comparisonText(report.results, sinkStyle(options)));
    }
    sink.write(verdictSummary(results));
  }
  sink.close();
  if ((options.html !== undefined || options.svg !== undefined) && results.length > 0) {
    // Loaded only when asked for: most runs want neither.
    const { writePictures } = await import('./pictures.ts');
    await writePictures(reports, options);
  }
  return EXIT[verdict];
}

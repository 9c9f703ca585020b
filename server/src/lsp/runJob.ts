/** What a simulation worker does: check the text again on its own side, run what was asked for, answer plain data. */
import { scenarioHeads } from '../editor/codeLenses.ts';
import { shownName, touches } from '../editor/file.ts';
import { isUnderstood } from '../explain.ts';
import { type Analysis, analyse, type ReadImport, run, TraceTooLargeError } from '../index.ts';
import { LineIndex } from '../language/lines.ts';
import type { Scenario } from '../model/model.ts';
import { Places } from '../report/place.ts';
import { timelineRunOf } from '../report/timelineRun.ts';
import { encodeTrace } from '../trace/codec.ts';
import { resolveImport } from './files.ts';
import type { RunAnswer, SerializedRun } from './protocol.ts';
import type { FromWorker, RunJob } from './workerMessages.ts';

type Progress = (text: string, fraction: number) => void;

/** Nobody reads more than ten reports a second, and each costs a message through two processes. */
const BETWEEN_REPORTS_MILLIS = 100;

/** Posts progress, then exactly one answer; never throws. */
export function answerJob(job: RunJob, post: (message: FromWorker) => void): void {
  try {
    const report = seldom((text, fraction) => post({ type: 'progress', text, fraction }));
    post({ type: 'done', answer: runJob(job, report) });
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    post({ type: 'failed', message, stack });
  }
}

export function runJob(job: RunJob, progress: Progress): RunAnswer {
  const readImport: ReadImport = (target, from) => {
    const uri = resolveImport(target, from);
    const text = uri === undefined ? undefined : job.texts.get(uri);
    return uri === undefined || text === undefined ? undefined : { name: uri, text };
  };
  const analysis = analyse(job.texts.get(job.uri) ?? '', job.uri, readImport, undefined, job.levels);
  if (!analysis.runnable && !(job.despiteRules === true && isUnderstood(analysis.diagnostics))) {
    return { runs: [], problems: [errorsIn(analysis)] };
  }
  const scenarios = wanted(job, analysis);
  if (scenarios.length === 0) {
    return { runs: [], problems: [nothingToRun(job, analysis)] };
  }
  const places = new Places(analysis.model.files);
  const runs: SerializedRun[] = [];
  const problems: string[] = [];
  scenarios.forEach((scenario, index) => {
    const count = scenarios.length > 1 ? ` (${index + 1} of ${scenarios.length})` : '';
    const onProgress = (share: number) => progress(`${scenario.name}${count}`, (index + share) / scenarios.length);
    onProgress(0);
    try {
      const result = run(scenario, { onProgress, settle: analysis.settle });
      const timelineRun = timelineRunOf(result, places);
      const trace = encodeTrace(timelineRun.trace);
      runs.push({ ...timelineRun, scenario: scenario.name, trace, findings: result.findings });
    } catch (error) {
      if (!(error instanceof TraceTooLargeError)) {
        throw error;
      }
      problems.push(`"${scenario.name}" was not kept: ${error.message}`);
    }
  });
  return { runs, problems };
}

function seldom(report: Progress): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return (text, fraction) => {
    const now = performance.now();
    if (now - last >= BETWEEN_REPORTS_MILLIS) {
      last = now;
      report(text, fraction);
    }
  };
}

/** The asked-for scenarios of the file itself, in order; one per value of their `for`. */
function wanted({ scenario: name, offset }: RunJob, { tree, model }: Analysis): readonly Scenario[] {
  const own = model.scenarios.filter(({ at }) => at.self.file === 0);
  if (name !== undefined) {
    return own.filter((scenario) => scenario.name === name);
  }
  if (offset === undefined) {
    return own;
  }
  const head = scenarioHeads(tree).find(({ whole }) => touches(whole, offset));
  return own.filter(({ at }) => at.self.start === head?.whole.start);
}

function errorsIn({ diagnostics, model }: Analysis): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  if (!first) {
    return `Nothing was run because the file has ${count}.`;
  }
  const file = model.files[first.at.file];
  const line = new LineIndex(file?.text ?? '').position(first.at.start).line + 1;
  const where = first.at.file === 0 ? `line ${line}` : `${shownName(file?.name ?? '')}, line ${line}`;
  return `Nothing was run because of ${count}. The first is in ${where}: ${first.message} ${first.help}`.trimEnd();
}

function nothingToRun({ scenario, offset }: RunJob, { model }: Analysis): string {
  const names = [...new Set(model.scenarios.filter(({ at }) => at.self.file === 0).map(({ name }) => `"${name}"`))];
  if (names.length === 0) {
    return 'Nothing was run because the file has no scenario. Add one: scenario "what happens" { at 10s crash … }.';
  }
  const asked = scenario !== undefined ? `no scenario "${scenario}"` : `no scenario at offset ${offset}`;
  return `Nothing was run because the file has ${asked}. It has: ${names.join(', ')}.`;
}

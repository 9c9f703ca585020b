/**
 * A check or a run for other programs. Described by `docs/result.schema.json`; `version` is raised when something that
 * was there changes its meaning or disappears. Times are integers in microseconds from the start of the run.
 */
import type { RunResult } from '../index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Origin } from '../model/model.ts';
import type { Suppressed } from '../rules/suppressions.ts';
import { STATES } from '../trace/kinds.ts';
import { eventName, eventText, laneName, sentenceOf } from '../trace/sentence.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf } from '../trace/traceIndex.ts';
import type { Judgement, Verdict } from '../verdict/verdict.ts';
import { isNode } from './nodes.ts';
import type { Places, SourcePlace } from './place.ts';
import { callStatistics, namesOfCall } from './statistics.ts';

export const RESULT_VERSION = 1;

/** One file that was named, or found in a folder, with what came of it. */
export interface FileReport {
  readonly name: string;
  readonly places: Places;
  readonly diagnostics: readonly Diagnostic[];
  readonly results: readonly RunResult[];
  /** What comments keep from being reported. */
  readonly suppressed?: readonly Suppressed[] | undefined;
}

export interface ResultOptions {
  readonly command: 'check' | 'run';
  readonly toolVersion: string;
  readonly verdict: Verdict | 'invalid';
}

/** Plain data for `JSON.stringify`. */
export function resultData(files: readonly FileReport[], { command, toolVersion, verdict }: ResultOptions): object {
  return {
    format: 'tcsim-result',
    version: RESULT_VERSION,
    tool: { name: 'tcsim', version: toolVersion },
    command,
    verdict,
    files: files.map(({ name }) => name),
    diagnostics: files.flatMap(({ diagnostics, places }) => diagnostics.map((found) => diagnosticData(found, places))),
    suppressed: files.flatMap(({ suppressed = [], places }) => suppressed.map((each) => suppressedData(each, places))),
    ...(command === 'run'
      ? { runs: files.flatMap(({ name, results, places }) => results.map((result) => runData(name, result, places))) }
      : {}),
  };
}

function suppressedData({ diagnostic, at, reason }: Suppressed, places: Places): object {
  return { diagnostic: diagnosticData(diagnostic, places), place: places.of(at), reason };
}

function diagnosticData(
  { code, severity, at, message, why, help, related, fixes }: Diagnostic,
  places: Places,
): object {
  return {
    code,
    severity,
    place: places.of(at),
    message,
    why,
    help,
    related: related.map((other) => ({ place: places.of(other.at), message: other.message })),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ place: places.of(edit.at), text: edit.text })),
    })),
  };
}

function runData(file: string, { scenario, trace, judgements, verdict }: RunResult, places: Places): object {
  const placeOf = (source: number): SourcePlace | null => placeOrNull(trace.sources[source], places);
  return {
    file,
    scenario: scenario.name,
    variant: scenario.variant,
    place: places.of(scenario.at.name),
    engine: trace.engine,
    seed: trace.seed,
    durationMicros: trace.durationMicros,
    verdict,
    expectations: judgements.map((judgement) => expectationData({ scenario, trace }, judgement, places)),
    nodes: nodesData(trace),
    faults: trace.faults.map(({ label, startMicros, endMicros, source }) => ({
      label,
      startMicros,
      endMicros,
      place: placeOf(source),
    })),
    events: Array.from({ length: trace.events.count }, (_, row) => ({
      ...eventData(trace, row),
      cause: (trace.events.cause[row] ?? -1) >= 0 ? trace.events.cause[row] : null,
      place: placeOf(trace.events.source[row] ?? -1),
    })),
    operations: callStatistics(trace),
    network: trace.network,
    processedEvents: trace.processed,
    assumptions: trace.assumptions,
  };
}

function placeOrNull(origin: Origin | undefined, places: Places): SourcePlace | null {
  return origin === undefined ? null : places.of(origin);
}

function expectationData(
  { scenario, trace }: Pick<RunResult, 'scenario' | 'trace'>,
  { expectation, verdict, atMicros, reason, chain, calls }: Judgement,
  places: Places,
): object {
  const { text = '', window, at } = scenario.expectations[expectation] ?? {};
  return {
    text,
    verdict,
    reason,
    place: placeOrNull(at, places),
    window: { fromMicros: window?.fromMicros ?? 0, toMicros: window?.toMicros ?? trace.durationMicros },
    atMicros: atMicros ?? null,
    causes: chain.map((row) => ({ event: row, ...eventData(trace, row) })),
    calls: calls.map((row) => callData(trace, row)),
  };
}

function eventData(trace: Trace, row: number): object {
  return {
    timeMicros: trace.events.timeMicros[row] ?? 0,
    lane: laneName(trace, trace.events.lane[row] ?? 0),
    kind: eventName(trace, row),
    text: eventText(trace, row),
    sentence: sentenceOf(trace, row),
  };
}

function callData(trace: Trace, row: number): object {
  const { lane, startMicros, endMicros } = trace.calls;
  const end = endMicros[row] ?? Number.POSITIVE_INFINITY;
  return {
    cache: laneName(trace, lane[row] ?? 0),
    startMicros: startMicros[row] ?? 0,
    endMicros: Number.isFinite(end) ? end : null,
    ...namesOfCall(trace, row),
  };
}

function nodesData(trace: Trace): object[] {
  return trace.lanes.flatMap(({ kind, name, group }, lane) =>
    isNode(kind)
      ? [
          {
            name,
            kind,
            group,
            states: indexOf(trace)
              .spansOfLane(lane)
              .map(({ state, startMicros, endMicros }) => ({
                state: STATES[state]?.name ?? '',
                fromMicros: startMicros,
                toMicros: endMicros,
              })),
          },
        ]
      : [],
  );
}

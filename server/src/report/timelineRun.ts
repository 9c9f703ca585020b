/** A finished run as the timeline page wants it: every source index becomes a place that an editor can open. */
import type { Place, TimelineRun } from '../../../client/timeline/protocol.ts';
import type { RunResult } from '../index.ts';
import type { Origin } from '../model/model.ts';
import type { Places } from './place.ts';

export function timelineRunOf({ scenario, trace, judgements, verdict }: RunResult, places: Places): TimelineRun {
  const placeOf = (origin: Origin): Place => {
    const { file, line } = places.of(origin);
    // The page counts lines from 0, as editors do.
    return { file, start: origin.start, end: origin.end, line: line - 1 };
  };
  return {
    title: scenario.name,
    variant: scenario.variant,
    verdict,
    trace,
    expectations: judgements.flatMap(({ expectation, ...judgement }) => {
      const wanted = scenario.expectations[expectation];
      return wanted === undefined
        ? []
        : [
            {
              text: wanted.text,
              verdict: judgement.verdict,
              reason: judgement.reason,
              fromMicros: wanted.window.fromMicros,
              toMicros: wanted.window.toMicros,
              atMicros: judgement.atMicros,
              chain: judgement.chain,
              place: placeOf(wanted.at),
            },
          ];
    }),
    places: trace.sources.map(placeOf),
  };
}

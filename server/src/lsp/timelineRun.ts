/** A finished run as the timeline page wants it: every source index becomes a place that an editor can open. */
import type { Place, TimelineRun } from '../../../client/timeline/protocol.ts';
import type { RunResult } from '../index.ts';
import { LineIndex } from '../language/lines.ts';
import type { Model, Origin } from '../model/model.ts';

export function timelineRunOf({ scenario, trace, judgements, verdict }: RunResult, { files }: Model): TimelineRun {
  const lines = files.map(({ text }) => new LineIndex(text));
  const placeOf = ({ file, start, end }: Origin): Place => ({
    file: files[file]?.name ?? '',
    start,
    end,
    line: lines[file]?.position(start).line ?? 0,
  });
  return {
    title: scenario.name,
    variant: scenario.variant,
    verdict,
    trace,
    expectations: judgements.flatMap((judgement) => {
      const expectation = scenario.expectations[judgement.expectation];
      return expectation
        ? [
            {
              text: expectation.text,
              verdict: judgement.verdict,
              reason: judgement.reason,
              fromMicros: expectation.window.fromMicros,
              toMicros: expectation.window.toMicros,
              atMicros: judgement.atMicros,
              chain: judgement.chain,
              place: placeOf(expectation.at),
            },
          ]
        : [];
    }),
    places: trace.sources.map(placeOf),
  };
}

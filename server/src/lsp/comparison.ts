/** Runs a text, then another one in its place, as runs of one answer. */

import type { Place } from '../../../client/timeline/protocol.ts';
import { LineIndex } from '../language/lines.ts';
import { AS_IT_IS, type Comparison, type RunAnswer, type SerializedRun } from './protocol.ts';
import type { Progress } from './runner.ts';
import type { RunJob } from './workerMessages.ts';

/** Every run has the variant `AS_IT_IS` or the title of the comparison; its places are those of the first text. */
export async function runBoth(
  job: RunJob,
  { text, title }: Comparison,
  run: (job: RunJob, progress: Progress) => Promise<RunAnswer>,
  progress: Progress,
): Promise<RunAnswer> {
  const before = await run(job, (what, fraction) => progress(`${what}, ${AS_IT_IS}`, fraction / 2));
  const other = { ...job, texts: new Map([...job.texts, [job.uri, text]]) };
  const after = await run(other, (what, fraction) => progress(`${what}, ${title}`, (1 + fraction) / 2));
  const move = mover(job.uri, text, job.texts.get(job.uri) ?? '');
  return {
    runs: [
      ...before.runs.map((each) => ({ ...each, variant: AS_IT_IS })),
      ...after.runs.map((each) => withPlaces({ ...each, variant: title }, move)),
    ],
    problems: [...new Set([...before.problems, ...after.problems])],
  };
}

function withPlaces(run: SerializedRun, move: (place: Place) => Place): SerializedRun {
  return {
    ...run,
    places: run.places.map(move),
    expectations: run.expectations.map((each) => ({ ...each, place: move(each.place) })),
    findings: [],
  };
}

/** Finds what stands at a place of one text in the other one; where it is not there, the line on which the texts part. */
function mover(file: string, from: string, to: string): (place: Place) => Place {
  const lines = new LineIndex(to);
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return (place) => {
    if (place.file !== file || place.end <= same) return place;
    const what = from.slice(place.start, place.end);
    const found = to.indexOf(what, Math.min(place.start, same) - what.length);
    const start = found < 0 ? Math.min(same, to.length) : found;
    return { ...place, start, end: found < 0 ? start : start + what.length, line: lines.position(start).line };
  };
}

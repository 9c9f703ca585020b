/** What carries over when a page comes back or a scenario runs again. */
import type { TimelineRun } from '../protocol.ts';
import type { Selection } from '../state.ts';
import type { RunModel } from './runModel.ts';

/** Tells runs of one scenario from those of another. */
export function subjectOf(runs: readonly TimelineRun[]): string {
  return runs.map(({ title, variant, trace }) => `${title}|${variant}|${trace.durationMicros}`).join('\n');
}

/** Whether a run has what was selected in an earlier one. */
export function exists({ run, trace }: RunModel, selection: Selection): boolean {
  switch (selection.kind) {
    case 'event':
      return selection.row < trace.events.count;
    case 'call':
      return selection.row < trace.calls.count;
    case 'expectation':
      return selection.index < run.expectations.length;
    case 'fault':
      return selection.index < trace.faults.length;
  }
}

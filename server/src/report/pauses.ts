/** When a process stood still although its peers took it for alive: nothing in its state says so. */
import { EVENT } from '../trace/codes.ts';
import { STATES } from '../trace/kinds.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf } from '../trace/traceIndex.ts';

export interface Pause {
  readonly startMicros: number;
  /** When it runs again, dies, or the run ends. */
  readonly endMicros: number;
}

export function pausesOf(trace: Trace, lane: number): Pause[] {
  const { kind, timeMicros, a } = trace.events;
  const pauses: Pause[] = [];
  let startMicros: number | undefined;
  for (const row of indexOf(trace).eventsOfLane(lane)) {
    const time = timeMicros[row] ?? 0;
    const isDown = kind[row] === EVENT.state && STATES[a[row] ?? 0]?.name === 'down';
    if (kind[row] === EVENT.paused) {
      startMicros ??= time;
    } else if (startMicros !== undefined && (isDown || kind[row] === EVENT['resumed-process'])) {
      pauses.push({ startMicros, endMicros: time });
      startMicros = undefined;
    }
  }
  return startMicros === undefined ? pauses : [...pauses, { startMicros, endMicros: trace.durationMicros }];
}

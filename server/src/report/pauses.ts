/** When a process stood still although its peers took it for alive: nothing in its state says so. */
import { CLIENT_STATE, EVENT, SERVER_STATE } from '../trace/codes.ts';
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
    const isDown = kind[row] === EVENT.state && (a[row] === SERVER_STATE.down || a[row] === CLIENT_STATE.down);
    if (kind[row] === EVENT.paused) {
      startMicros ??= time;
    } else if (startMicros !== undefined && (isDown || kind[row] === EVENT['resumed-process'])) {
      pauses.push({ startMicros, endMicros: time });
      startMicros = undefined;
    }
  }
  return startMicros === undefined ? pauses : [...pauses, { startMicros, endMicros: trace.durationMicros }];
}

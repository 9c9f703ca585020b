/** Runs the first scenario of a text, for tests that look at what happened. */
import { expect } from 'vitest';
import type { RunResult } from '../index.ts';
import { analyse, run } from '../index.ts';
import { EVENT } from '../trace/codes.ts';
import { type EventName, FATES, OUTCOMES } from '../trace/kinds.ts';
import { OPERATIONS } from '../trace/trace.ts';

export interface Seen {
  readonly seconds: number;
  readonly lane: string;
  readonly text: string;
  readonly a: number;
}

/** A call: what its caller got after how long, and what became of what it wrote. */
export interface SeenCall {
  readonly operation: string | undefined;
  readonly micros: number;
  readonly outcome: string | undefined;
  readonly detail: string;
  readonly fate: string | undefined;
}

export interface Ran extends RunResult {
  /** The events of one kind, in order. */
  events(name: EventName, lane?: string): Seen[];
  /** In the order in which they began. */
  calls(): SeenCall[];
  /** `30.0 active` … : the states of a node in order, with the second in which each began. */
  states(lane: string): string[];
}

export function runText(text: string): Ran {
  const { model, diagnostics } = analyse(text, 'test.tcsim');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [scenario] = model.scenarios;
  if (scenario === undefined) throw new Error('the text has no scenario');
  const result = run(scenario);
  const { events, calls, lanes, strings } = result.trace;
  const eventsOf = (name: EventName, lane?: string): Seen[] => {
    const seen: Seen[] = [];
    for (let row = 0; row < events.count; row++) {
      const laneName = lanes[events.lane[row] as number]?.name ?? '';
      if (events.kind[row] !== EVENT[name] || (lane !== undefined && lane !== laneName)) continue;
      seen.push({
        seconds: (events.timeMicros[row] as number) / 1e6,
        lane: laneName,
        text: strings[events.text[row] as number] ?? '',
        a: events.a[row] as number,
      });
    }
    return seen;
  };
  return {
    ...result,
    events: eventsOf,
    calls: () =>
      Array.from({ length: calls.count }, (_, row) => ({
        operation: OPERATIONS[calls.operation[row] as number]?.name,
        micros: (calls.endMicros[row] as number) - (calls.startMicros[row] as number),
        outcome: OUTCOMES[calls.outcome[row] as number]?.name,
        detail: strings[calls.detail[row] as number] ?? '',
        fate: FATES[calls.fate[row] as number]?.name,
      })),
    states: (lane) => eventsOf('state', lane).map(({ seconds, text: state }) => `${seconds.toFixed(1)} ${state}`),
  };
}

/** A pair of servers and a shop with one strong nonstop cache; `settings` go into the cluster, `steps` into the scenario. */
export function pairText({ cluster = '', client = '', cache = '', steps = '' }): string {
  return `
cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
${cluster}
}
client shop {
  cluster orders
  rejoin true
${client}
  cache sessions {
    consistency strong
    nonstop { timeout 5s }
${cache}
  }
}
client other {
  cluster orders
  rejoin true
  cache sessions {
    consistency strong
    nonstop { timeout 5s }
  }
}
scenario "test" {
  duration 5min
  every 200ms shop get sessions keys 20
  every 1s shop put sessions keys 20
  every 1s other get sessions keys 20
${steps}
}
`;
}

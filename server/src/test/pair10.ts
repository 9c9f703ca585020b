/** A pair of servers of the 10.x line with two clients, for tests, and what became of their calls. */
import type { OperationName } from '../model/model.ts';
import { FATE, OPERATION, OUTCOME } from '../trace/codes.ts';
import type { Ran } from './runText.ts';

export interface PairSetting {
  readonly cluster?: string;
  readonly client?: string;
  readonly cache?: string;
  readonly steps?: string;
}

/** Two servers and two clients of the 10.x line; the settings go where they belong. */
export function pair10Text({ cluster = '', client = '', cache = '', steps = '' }: PairSetting): string {
  return `
cluster orders {
  product terracotta 10.15
  failover-priority availability
  offheap-resources main:512MB
  server s1, s2
${cluster}
}
client shop, other {
  client-mode auto-create
${client}
  cache things {
    clustered-dedicated 8MB from main
${cache}
  }
}
scenario "test" {
  duration 5min
${steps}
}
`;
}

export interface MadeCall {
  readonly at: number;
  readonly took: number;
  readonly outcome: string;
  readonly detail: string;
  readonly fate: string;
  readonly why: number;
}

const nameOf = (table: Readonly<Record<string, number>>, index: number | undefined): string =>
  Object.entries(table).find(([, each]) => each === index)?.[0] ?? '';

/** The calls of one kind of one client on its cache `things`, in order; times in seconds. */
export function callsOf({ trace }: Ran, client: string, operation: OperationName): MadeCall[] {
  const { calls: columns, lanes, strings } = trace;
  const made: MadeCall[] = [];
  for (let row = 0; row < columns.count; row++) {
    const lane = lanes[columns.lane[row] as number]?.name;
    if (columns.operation[row] !== OPERATION[operation] || lane !== `${client}.things`) continue;
    const start = (columns.startMicros[row] as number) / 1e6;
    made.push({
      at: start,
      took: (columns.endMicros[row] as number) / 1e6 - start,
      outcome: nameOf(OUTCOME, columns.outcome[row]),
      detail: strings[columns.detail[row] as number] ?? '',
      fate: nameOf(FATE, columns.fate[row]),
      why: columns.fateCause[row] as number,
    });
  }
  return made;
}

export const logsOf = (ran: Ran, lane: string): string[] => ran.events('log', lane).map(({ text: line }) => line);
/** The state of a node at the end. */
export const finalState = (ran: Ran, lane: string): string => ran.states(lane).at(-1)?.split(' ')[1] ?? '';

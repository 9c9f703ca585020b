/**
 * Who stays active and who becomes active in the 10.x line, by failover-priority: votes, partitions, kills. Runs them all
 * and writes docs/quorum.md.
 */
import { analyse, run } from '../index.ts';
import { EVENT } from '../trace/codes.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { names, type StripeCase, stripeText } from './stripeText.ts';

/** The states of the servers of a run at one time, in order. */
export type States = readonly string[];

interface Observed {
  readonly trace: Trace;
  statesAt(seconds: number): States;
}

function observe(stripe: StripeCase): Observed {
  const text = stripeText(stripe);
  const { model, diagnostics } = analyse(text, 'quorum.tcsim');
  const [scenario] = model.scenarios;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (scenario === undefined || errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
  const { trace } = run(scenario);
  const statesAt = (seconds: number): States =>
    names('tsa', stripe.servers).map((name) => {
      const lane = trace.lanes.findIndex((other) => other.name === name);
      let state = '';
      for (let row = 0; row < trace.events.count; row++) {
        if ((trace.events.timeMicros[row] as number) > seconds * 1e6) break;
        if (trace.events.kind[row] !== EVENT.state || trace.events.lane[row] !== lane) continue;
        state = trace.strings[trace.events.text[row] as number] ?? '';
      }
      return state;
    });
  return { trace, statesAt };
}

// ---- votes

/** What is left beside the server itself. */
interface Others {
  readonly passives: number;
  readonly voters: number;
  /** The old active is started again. */
  readonly returned: boolean;
}

export interface VotesRow {
  readonly servers: number;
  readonly voters: number;
  /** The fewest others with which the active goes on, and with which a passive takes over. */
  readonly stays: number;
  readonly becomes: number;
  readonly staysWith: string;
  readonly becomesWith: string;
}

const TOPOLOGIES: readonly (readonly [servers: number, voters: number])[] = [
  [2, 0],
  [2, 1],
  [2, 2],
  [3, 0],
  [3, 2],
  [4, 0],
  [4, 1],
  [5, 0],
];

/** Leaves `count` others: passives first, then voters, then the old active once it is back. */
function othersOf(count: number, passives: number, voters: number): Others {
  const usedPassives = Math.min(count, passives);
  const usedVoters = Math.min(count - usedPassives, voters);
  return { passives: usedPassives, voters: usedVoters, returned: count > usedPassives + usedVoters };
}

function crashed(prefix: string, from: number, to: number): readonly string[] {
  return names(prefix, to).slice(from);
}

function stays(servers: number, voters: number, others: Others): boolean {
  const steps = [
    ...crashed('voter', others.voters, voters).map((name) => `at 10s crash ${name}`),
    ...crashed('tsa', 1 + others.passives, servers).map((name) => `at 30s crash ${name}`),
  ];
  const { statesAt } = observe({ servers, voters, priority: `consistency:${voters}`, steps: steps.join('\n  ') });
  return statesAt(240)[0] === 'active';
}

function becomes(servers: number, voters: number, others: Others): boolean {
  const gone = ['tsa-1', ...crashed('tsa', 2 + others.passives, servers)];
  const steps = [
    ...crashed('voter', others.voters, voters).map((name) => `at 10s crash ${name}`),
    ...gone.map((name) => `at 30s crash ${name}`),
    ...(others.returned ? ['at 90s start tsa-1'] : []),
  ];
  const { statesAt } = observe({ servers, voters, priority: `consistency:${voters}`, steps: steps.join('\n  ') });
  return statesAt(240).slice(1).includes('active');
}

function fewest(
  passives: number,
  voters: number,
  suffices: (others: Others) => boolean,
): { readonly count: number; readonly others: Others } {
  for (let count = 0; ; count++) {
    const others = othersOf(count, passives, voters);
    if (suffices(others)) return { count, others };
    if (count > passives + voters + 1) throw new Error(`nothing suffices with ${passives} passives, ${voters} voters`);
  }
}

export function votesRows(): VotesRow[] {
  return TOPOLOGIES.map(([servers, voters]) => {
    const passives = servers - 2;
    const active = fewest(passives, voters, (others) => stays(servers, voters, others));
    const passive = fewest(passives, voters, (others) => becomes(servers, voters, others));
    return {
      servers,
      voters,
      stays: active.count,
      becomes: passive.count,
      staysWith: shownOthers(active.others),
      becomesWith: shownOthers(passive.others),
    };
  });
}

function shownOthers({ passives, voters, returned }: Others): string {
  const counted = (count: number, name: string): string[] =>
    count === 0 ? [] : [`${count} ${name}${count > 1 ? 's' : ''}`];
  const parts = [...counted(passives, 'passive'), ...counted(voters, 'voter'), ...(returned ? ['the old active'] : [])];
  return parts.join(', ') || 'nobody';
}

// ---- partitions and kills

export interface EventRow {
  readonly priority: string;
  readonly servers: number;
  readonly voters: number;
  readonly event: string;
  /** While it lasts, or at the end of the run when there is nothing to heal. */
  readonly during: States;
  /** After it has healed; empty when there is nothing to heal. */
  readonly after: States;
  /** Servers that quit and started again when they met. */
  readonly restarted: readonly string[];
  /** Seconds from the event until another server is active; undefined when none is. */
  readonly takenOverAfterSeconds: number | undefined;
}

interface EventCase {
  readonly priority: string;
  readonly servers: number;
  readonly voters?: number;
  /** What happens at 30 s, as in a scenario. */
  readonly event: string;
  /** Earlier steps. */
  readonly before?: readonly string[];
  readonly withClients?: boolean;
}

const EVENT_SECONDS = 30;
const PARTITION = 'for 3min';
const CLIENTS = 'client shop x 2 {\n  cache sessions\n}';

const PARTITIONS: readonly EventCase[] = [
  {
    priority: 'availability',
    servers: 2,
    event: `partition tsa-1, shop-1, shop-2 | tsa-2 ${PARTITION}`,
    withClients: true,
  },
  { priority: 'consistency', servers: 2, event: `partition tsa-1 | tsa-2 ${PARTITION}` },
  { priority: 'consistency:1', servers: 2, voters: 1, event: `partition tsa-1, voter-1 | tsa-2 ${PARTITION}` },
  { priority: 'consistency:1', servers: 2, voters: 1, event: `partition tsa-1 | tsa-2, voter-1 ${PARTITION}` },
  { priority: 'consistency:1', servers: 2, voters: 1, event: `partition tsa-1 | tsa-2 ${PARTITION}` },
  { priority: 'consistency', servers: 3, event: `partition tsa-1 | tsa-2, tsa-3 ${PARTITION}` },
  { priority: 'consistency', servers: 3, event: `partition tsa-1, tsa-2 | tsa-3 ${PARTITION}` },
  { priority: 'consistency', servers: 4, event: `partition tsa-1, tsa-2 | tsa-3, tsa-4 ${PARTITION}` },
  {
    priority: 'availability',
    servers: 3,
    event: `partition tsa-1, shop-1, shop-2 | tsa-2, tsa-3 ${PARTITION}`,
    withClients: true,
  },
];

const KILLS: readonly EventCase[] = [
  { priority: 'availability', servers: 2, event: 'crash tsa-1', withClients: true },
  { priority: 'consistency', servers: 2, event: 'crash tsa-1' },
  { priority: 'consistency', servers: 2, event: 'crash tsa-2' },
  { priority: 'consistency:1', servers: 2, voters: 1, event: 'crash tsa-1' },
  { priority: 'consistency:1', servers: 2, voters: 1, before: ['at 20s crash voter-1'], event: 'crash tsa-2' },
  { priority: 'consistency', servers: 3, event: 'crash tsa-1' },
  { priority: 'consistency', servers: 3, event: 'crash tsa-1, tsa-2' },
  { priority: 'consistency', servers: 3, before: ['at 20s crash tsa-2'], event: 'crash tsa-3' },
  { priority: 'consistency', servers: 2, before: ['initially tsa-1, tsa-2 down'], event: 'start tsa-1' },
];

function rowOf({ priority, servers, voters = 0, event, before = [], withClients = false }: EventCase): EventRow {
  const work = withClients ? ['every 1s shop put sessions keys 20'] : [];
  const { trace, statesAt } = observe({
    servers,
    voters,
    priority,
    clients: withClients ? CLIENTS : '',
    steps: [...before, ...work, `at ${EVENT_SECONDS}s ${event}`].join('\n  '),
  });
  const heals = event.startsWith('partition');
  const restarted = names('tsa', servers).filter((name) => countOf(trace, 'zapped', name) > 0);
  const taken = firstActive(trace, EVENT_SECONDS);
  const seconds = taken === undefined ? undefined : taken - EVENT_SECONDS;
  const [during, after] = heals ? [statesAt(205), statesAt(300)] : [statesAt(300), []];
  return { priority, servers, voters, event, during, after, restarted, takenOverAfterSeconds: seconds };
}

export const partitionRows = (): EventRow[] => PARTITIONS.map(rowOf);
export const killRows = (): EventRow[] => KILLS.map(rowOf);

function countOf(trace: Trace, kind: 'zapped', lane: string): number {
  let count = 0;
  for (let row = 0; row < trace.events.count; row++) {
    const at = trace.lanes[trace.events.lane[row] as number]?.name;
    if (trace.events.kind[row] === EVENT[kind] && at === lane) count++;
  }
  return count;
}

/** When a server became active for the first time after this. */
function firstActive({ events }: Trace, afterSeconds: number): number | undefined {
  for (let row = 0; row < events.count; row++) {
    const seconds = (events.timeMicros[row] as number) / 1e6;
    if (seconds >= afterSeconds && events.kind[row] === EVENT['election-won']) return seconds;
  }
  return undefined;
}

// ---- the page

/** Docs page: three tables. */
export function quorumPage(): string {
  const lines = [
    '# Who is active: votes, partitions, kills',
    '',
    '<!-- Generated from runs by server/src/test/quorum.ts. Do not edit. -->',
    '',
    'Terracotta 10.7. tsa-1 is the active when a run begins; everything else is up and in sync, and every voter is registered. The source of',
    'the rules is terracotta-core 5.x, ConsistencyManagerImpl and SafeStartupManagerImpl; each cell below is what runs showed.',
    '',
    '## Votes',
    '',
    'Under `failover-priority consistency:N` there are as many votes as servers and voters. An active that loses a passive goes on with half of',
    'them, a passive that lost its active needs more than half; its own vote always counts. *With* says which others were left in the run.',
    '',
    '| Servers | N | Votes | The active goes on with others | With | A passive takes over with others | With |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...votesRows().map(
      ({ servers, voters, stays: active, becomes: passive, staysWith, becomesWith }) =>
        `| ${servers} | ${voters} | ${servers + voters} | ${active} | ${staysWith} | ${passive} | ${becomesWith} |`,
    ),
    '',
    '## Partitions',
    '',
    'They begin after 30 s and last three minutes. *Restarted* are the servers that quit and came back without their data when they met the',
    'others again. With clients two of them write every second.',
    '',
    '| failover-priority | Event | While it lasts | After it has healed | Restarted |',
    '| --- | --- | --- | --- | --- |',
    ...partitionRows().map(
      ({ priority, event, during, after, restarted }) =>
        `| ${priority} | ${event.replace(` ${PARTITION}`, '').replaceAll('|', '\\|')} | ${shownStates(during)} | ${shownStates(after)} | ${restarted.join(', ') || 'none'} |`,
    ),
    '',
    '## Kills',
    '',
    'What is left four and a half minutes later, and how long it took until another server was active.',
    '',
    '| failover-priority | Event | At the end | Taken over after |',
    '| --- | --- | --- | --- |',
    ...KILLS.map((one) => {
      const { priority, event, during, takenOverAfterSeconds } = rowOf(one);
      const events = [...(one.before ?? []), `at ${EVENT_SECONDS}s ${event}`].join(', ');
      const taken = takenOverAfterSeconds === undefined ? 'never' : formatDuration(takenOverAfterSeconds * 1e6);
      return `| ${priority} | ${events} | ${shownStates(during)} | ${taken} |`;
    }),
    '',
  ];
  return lines.join('\n');
}

function shownStates(states: States): string {
  return states.map((state, index) => `tsa-${index + 1} ${state}`).join(', ');
}

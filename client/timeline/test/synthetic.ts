/**
 * A made-up but plausible failover, as large as a test wants it: the active crashes at 30 s, the passive is elected at
 * 40 s, the clients go offline and come back, one of them late because it is in a long GC, and calls stall meanwhile.
 */
import { CLIENT_STATE, SERVER_STATE } from '../../../server/src/trace/codes.ts';
import type { EventName } from '../../../server/src/trace/kinds.ts';
import { causalChain } from '../../../server/src/trace/sentence.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';
import type { Place, TimelineExpectation, TimelineRun } from '../protocol.ts';
import { TraceWriter } from './traceWriter.ts';

export interface SyntheticOptions {
  readonly clients?: number;
  readonly callsPerSecond?: number;
  /** Further events, spread over the servers and clients. */
  readonly chatter?: number;
  readonly duration?: number;
  readonly variant?: string;
}

const SOURCE = { pause: 0, crash: 1, restart: 2, gets: 3, puts: 4 } as const;
const SOURCE_COUNT = 5;
const FIRST_LINE = 21;
const CHATTER: readonly EventName[] = ['ping-unanswered', 'connect-failed', 'node-seen', 'log', 'resend'];

export const place = (index: number): Place => ({
  file: 'failover.tcsim',
  start: index * 40,
  end: index * 40 + 30,
  line: FIRST_LINE + index,
});

export function syntheticRun(options: SyntheticOptions = {}): TimelineRun {
  const { clients = 3, callsPerSecond = 4, chatter = 0, duration = 240, variant = '' } = options;
  const writer = new TraceWriter();
  const lanes = addLanes(writer, clients);
  const story = failover(writer, lanes, duration);
  for (const [index, client] of lanes.clients.entries()) {
    addCalls(writer, client, index === 1, callsPerSecond, duration, story);
  }
  addChatter(writer, [lanes.active, lanes.passive, ...lanes.clients.map(({ lane }) => lane)], chatter, duration);
  const scenario = 'the active dies while a client is in a long GC';
  const trace = writer.finish({ scenario, variant, duration, sources: SOURCE_COUNT });
  const places = Array.from({ length: SOURCE_COUNT }, (_, index) => place(index));
  return {
    title: scenario,
    variant,
    verdict: 'violated',
    trace,
    expectations: expectations(writer, story, trace),
    places,
  };
}

interface ClientLanes {
  readonly lane: number;
  readonly name: string;
  readonly caches: readonly number[];
}

interface Lanes {
  readonly active: number;
  readonly passive: number;
  readonly clients: readonly ClientLanes[];
}

interface Story {
  readonly crash: number;
  readonly won: number;
  readonly closed: number;
  readonly resumed: number;
  readonly elected: number;
}

function addLanes(writer: TraceWriter, count: number): Lanes {
  const cluster = writer.lane({ kind: 'cluster', name: 'orders', parent: -1, group: '' });
  const server = (name: string) => writer.lane({ kind: 'server', name, parent: cluster, group: 'stripe-1' });
  const active = server('tsa-1');
  const passive = server('tsa-2');
  const clients = Array.from({ length: count }, (_, index) => {
    const name = count > 4 ? `shop-${index + 1}` : (['shop', 'billing', 'search', 'reports'][index] as string);
    const lane = writer.lane({ kind: 'client', name, parent: -1, group: count > 4 ? 'shop' : name });
    const caches = ['sessions', 'prices'].map((cache) =>
      writer.lane({ kind: 'cache', name: cache, parent: lane, group: '' }),
    );
    return { lane, name, caches };
  });
  return { active, passive, clients };
}

function failover(writer: TraceWriter, { active, passive, clients }: Lanes, duration: number): Story {
  const server = (at: number, lane: number, state: keyof typeof SERVER_STATE, cause: number) =>
    writer.event(at, 'state', lane, cause, '', SERVER_STATE[state]);
  const client = (at: number, lane: number, state: keyof typeof CLIENT_STATE, cause: number) =>
    writer.event(at, 'state', lane, cause, '', CLIENT_STATE[state]);
  const fault = (start: number, end: number, label: string, lanes: number[], source: number) => {
    writer.faults.push({ label, startMicros: start * 1e6, endMicros: end * 1e6, lanes, source });
    return writer.event(start, 'fault', lanes[0] as number, -1, label, writer.faults.length - 1, source);
  };
  server(0, active, 'active', -1);
  server(0, passive, 'passive', -1);
  for (const { lane } of clients) {
    client(0, lane, 'online', -1);
  }

  const late = clients[1];
  let back = -1;
  if (late !== undefined) {
    const pause = fault(20, 90, `pause ${late.name} for 70s`, [late.lane], SOURCE.pause);
    const paused = writer.event(20, 'paused', late.lane, pause);
    back = writer.event(90, 'resumed-process', late.lane, paused);
    writer.event(90, 'fault-ended', late.lane, pause, `the pause of ${late.name} ends`, 0, SOURCE.pause);
  }

  const crash = fault(30, 30, 'crash tsa-1', [active], SOURCE.crash);
  server(30, active, 'down', crash);
  const lost = writer.event(30.001, 'connection-lost', passive, crash, 'tsa-1');
  const nodeLost = writer.event(35.001, 'node-lost', passive, lost, 'tsa-1');
  const election = writer.event(35.002, 'election-started', passive, nodeLost, 'the active left');
  server(35.002, passive, 'electing', election);
  writer.message(35.002, Number.NaN, passive, active, 'START_ELECTION', election);
  const won = writer.event(40.002, 'election-won', passive, election);
  const elected = server(40.002, passive, 'in-window', won);
  const window = writer.event(40.003, 'window-opened', passive, won, 'at most 120s', clients.length);

  const backs = clients.map(({ lane, name }, index) => {
    const isLate = index === 1;
    const cut = writer.event(isLate ? 90.001 : 30.001, 'connection-lost', lane, isLate ? back : crash, 'tsa-1');
    client(isLate ? 90.001 : 30.001, lane, 'restoring', cut);
    const expired = isLate ? 95.001 : 35.001;
    const gaveUp = writer.event(expired, 'restore-expired', lane, cut, 'tsa-1');
    client(expired, lane, 'offline', gaveUp);
    writer.event(expired, 'clusterOffline', lane, gaveUp);
    for (let at = expired + 0.8 + index * 0.07; at < (isLate ? 96 : 40); at += 1) {
      writer.event(at, 'connect-failed', lane, gaveUp, 'tsa-1');
    }
    const connected = isLate ? 96.2 : 40.4 + index * 0.11;
    writer.message(connected, connected + 0.04, lane, passive, 'handshake', gaveUp);
    client(connected, lane, 'handshaking', gaveUp);
    return writer.event(connected + 0.04, 'window-client-back', passive, gaveUp, name, clients.length - 1 - index);
  });
  const closedAt = late === undefined ? 42 : 96.25;
  const last = backs[1] ?? backs.at(-1) ?? window;
  const closed = writer.event(closedAt, 'window-closed', passive, last, 'all clients are back');
  server(closedAt, passive, 'active', closed);
  let resumed = closed;
  clients.forEach(({ lane }, index) => {
    const at = closedAt + 0.03 + index * 0.004;
    writer.message(closedAt, at, passive, lane, 'acknowledgement', closed);
    client(at, lane, 'online', closed);
    writer.event(at, 'clusterOnline', lane, closed);
    writer.event(at + 0.001, 'resend', lane, closed, '', 3);
    const event = writer.event(at + 0.002, 'resumed', lane, closed);
    resumed = index === 0 ? event : resumed;
  });

  if (duration > 200) {
    const restart = fault(180, 180, 'restart tsa-1', [active], SOURCE.restart);
    server(180, active, 'starting', restart);
    const seen = writer.event(183, 'node-seen', active, restart, 'tsa-2');
    server(183, active, 'passive-uninitialized', seen);
    const sync = writer.event(183.2, 'sync-started', passive, seen, 'tsa-1');
    writer.message(183.2, 183.3, passive, active, 'sync begin', sync);
    const done = writer.event(196, 'sync-finished', passive, sync, 'tsa-1');
    server(196.01, active, 'passive', done);
  }
  return { crash, won, closed, resumed, elected };
}

function addCalls(
  writer: TraceWriter,
  { caches }: ClientLanes,
  late: boolean,
  perSecond: number,
  duration: number,
  story: Story,
): void {
  const [sessions, prices] = caches as [number, number];
  const random = xorshift(7 + sessions);
  const stallFrom = late ? 20 : 30;
  const stallTo = late ? 96.4 : 96.3;
  const timeout = 5;
  for (let at = 0.3; at < duration; at += 1 / perSecond) {
    if (late && at > 20 && at < 90) {
      continue;
    }
    const start = at + random() * 0.02;
    const wait = 0.0004 + random() * random() * 0.012;
    const stalled = start > stallFrom && start < stallTo;
    const outOfTime = stalled && start < stallTo - timeout;
    const cause = stalled ? story.crash : -1;
    const source = SOURCE.gets;
    if (outOfTime) {
      const offline = start > 35;
      const detail = 'NonStopCacheException: get timed out';
      writer.call(start, start + (offline ? 0.0002 : timeout), sessions, 'get', 'exception', { detail, cause, source });
      writer.call(start, start + 0.0001, prices, 'get', 'local-read', { cause, source });
    } else {
      writer.call(start, stalled ? stallTo + wait : start + wait, sessions, 'get', 'ok', { cause, source });
      writer.call(start, start + 0.00002, prices, 'get', 'local', { source });
    }
  }
}

function addChatter(writer: TraceWriter, lanes: readonly number[], count: number, duration: number): void {
  const random = xorshift(99);
  for (let index = 0; index < count; index++) {
    const at = (index / count) * duration;
    const lane = lanes[Math.floor(random() * lanes.length)] as number;
    const name = CHATTER[Math.floor(random() ** 3 * CHATTER.length)] as EventName;
    writer.event(at, name, lane, -1, `peer ${Math.floor(random() * 50)}`, Math.floor(random() * 5));
  }
}

function expectations(writer: TraceWriter, story: Story, trace: Trace): TimelineExpectation[] {
  const chain = (id: number) => causalChain(trace, writer.row(id));
  const at = (line: number) => ({ ...place(line), file: 'failover.tcsim' });
  return [
    {
      text: 'expect tsa-2 becomes active within 12s after 30s',
      verdict: 'held',
      reason: 'tsa-2 won the election at 40.002s.',
      fromMicros: 30e6,
      toMicros: 42e6,
      atMicros: 40.002e6,
      chain: chain(story.elected),
      place: at(6),
    },
    {
      text: 'expect shop resumes within 20s after 30s',
      verdict: 'violated',
      reason:
        'shop was served again only at 96.282s, 66.282s after 30s: tsa-2 kept its reconnect window open until billing came back from its pause.',
      fromMicros: 30e6,
      toMicros: 50e6,
      atMicros: 50e6,
      chain: chain(story.resumed),
      place: at(7),
    },
    {
      text: 'expect no acknowledged write on sessions is lost',
      verdict: 'held',
      reason: 'All 231 acknowledged writes are in the array at the end.',
      fromMicros: 0,
      toMicros: 240e6,
      atMicros: undefined,
      chain: [],
      place: at(8),
    },
    {
      text: 'expect reports sees nodeLeft between 100s and 120s',
      verdict: 'inconclusive',
      reason: 'There is no run of reports in this window.',
      fromMicros: 100e6,
      toMicros: 120e6,
      atMicros: undefined,
      chain: [],
      place: at(9),
    },
  ];
}

/** A small generator of numbers in [0, 1), the same on every machine. */
function xorshift(seed: number): () => number {
  let state = seed * 2654435761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

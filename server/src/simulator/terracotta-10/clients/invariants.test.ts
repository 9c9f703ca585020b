/**
 * Faults at random times, and what must be true of clients of the 10.x line whatever they are. `TCSIM_RUNS=1000 npx vitest run
 * server/src/simulator/terracotta-10` tries more of them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ran, runText } from '../../../test/runText.ts';
import { EVENT, FATE, OPERATION, OUTCOME } from '../../../trace/codes.ts';
import { hashOfTrace } from '../../../trace/compare.ts';

const RUNS = Number(process.env.TCSIM_RUNS ?? 40);

const CLIENT_TRANSITIONS: Record<string, readonly string[]> = {
  '': ['online', 'connecting', 'down'],
  down: ['connecting'],
  connecting: ['online', 'reconnecting', 'disconnected', 'down'],
  online: ['reconnecting', 'disconnected', 'reopening', 'stuck', 'down'],
  reconnecting: ['handshaking', 'disconnected', 'reopening', 'stuck', 'down'],
  handshaking: ['online', 'reconnecting', 'disconnected', 'reopening', 'stuck', 'down'],
  disconnected: ['reopening', 'stuck', 'down'],
  reopening: ['online', 'stuck', 'tier-failed', 'disconnected', 'reconnecting', 'down'],
  stuck: ['reconnecting', 'disconnected', 'handshaking', 'down'],
};

const seconds = fc.integer({ min: 10, max: 200 });
const lasting = fc.integer({ min: 1, max: 70 });
const server = fc.constantFrom('s1', 's2');
const client = fc.constantFrom('shop', 'other');
const node = fc.oneof(server, client);

/** Nothing that makes two actives of one stripe. */
const harmless = fc.oneof(
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s crash ${who}\n  at ${at + 20}s start ${who}`),
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s stop ${who}\n  at ${at + 15}s start ${who}`),
  fc.tuple(seconds, client, lasting).map(([at, who, time]) => `at ${at}s pause ${who} for ${time}s`),
  fc.tuple(seconds, client, server, lasting).map(([at, a, b, time]) => `at ${at}s cut ${a} from ${b} for ${time}s`),
  fc.tuple(seconds, client, lasting).map(([at, a, time]) => `at ${at}s cut ${a} from s1, s2 for ${time}s`),
  fc
    .tuple(seconds, client, server, lasting)
    .map(([at, a, b, time]) => `at ${at}s cut ${a} from ${b} one way for ${time}s`),
  fc.tuple(seconds, client, server).map(([at, a, b]) => `at ${at}s drop connection of ${a} to ${b}`),
  fc
    .tuple(seconds, client, server, lasting)
    .map(([at, a, b, time]) => `at ${at}s degrade ${a} to ${b} latency 2s for ${time}s`),
);
const fault = fc.oneof(
  harmless,
  fc.tuple(seconds, server, lasting).map(([at, who, time]) => `at ${at}s pause ${who} for ${time}s`),
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s power-off ${who}\n  at ${at + 40}s start ${who}`),
  fc.tuple(seconds, lasting).map(([at, time]) => `at ${at}s cut s1 from s2 for ${time}s`),
  fc.tuple(seconds, lasting).map(([at, time]) => `at ${at}s partition shop, s1 | other, s2 for ${time}s`),
);

const settings = fc.record({
  consistency: fc.constantFrom('strong', 'eventual'),
  priority: fc.constantFrom('availability', 'consistency'),
  mode: fc.constantFrom('auto-create', 'auto-create-on-reconnect'),
  lease: fc.constantFrom('5s', '20s', '150s'),
});

const scenario = (kind: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .record({ faults: fc.array(kind, { minLength: 1, maxLength: 4 }), settings })
    .map(({ faults, settings: { consistency, priority, mode, lease } }) => {
      const steps = faults.map((line) => `  ${line}`).join('\n');
      return `
cluster orders {
  product terracotta 10.15
  failover-priority ${priority}
  client-lease-duration ${lease}
  client-reconnect-window 30s
  offheap-resources main:512MB
  server s1, s2
}
client shop, other {
  client-mode ${mode}
  cache things {
    clustered-dedicated 8MB from main
    consistency ${consistency}
  }
}
scenario "random" {
  duration 5min
  every 300ms shop get things keys 5
  every 700ms shop put things keys 5
  every 1100ms shop putIfAbsent things keys 5
  every 300ms other get things keys 5
  every 1700ms other put things keys 5
  every 23s other clear things
  every 5s other putAll things keys 5
${steps}
}
`;
    })
    // Two lifecycle faults of one node at one instant contradict each other, and the language says so.
    .filter((text) => {
      const times = [...text.matchAll(/at (\d+)s (?:crash|power-off|stop|start|pause) (\S+)/g)].map(
        ([, at, who]) => `${at} ${who}`,
      );
      return new Set(times).size === times.length;
    });

function checkTransitions(ran: Ran): void {
  for (const { name, kind } of ran.trace.lanes) {
    if (kind !== 'client') continue;
    let before = '';
    for (const { text: state } of ran.events('state', name)) {
      expect(CLIENT_TRANSITIONS[before], `${name}: ${before || 'nothing'} → ${state}`).toContain(state);
      before = state;
    }
  }
}

/** An `expect` in each turn of these loops would take longer than the runs. */
function checkCauses(ran: Ran): void {
  const { cause, timeMicros, count } = ran.trace.events;
  let wrong = -1;
  for (let row = 0; row < count && wrong < 0; row++) {
    const isLater = row === 0 || (timeMicros[row] as number) >= (timeMicros[row - 1] as number);
    if ((cause[row] as number) >= row || !isLater) wrong = row;
  }
  expect(wrong, 'a row whose cause or predecessor comes later').toBe(-1);
}

/** What is lost is lost for a reason that the trace names, and nothing happens twice. */
function checkWrites(ran: Ran): void {
  const { applied, fate, fateCause, outcome, count } = ran.trace.calls;
  const rows = Array.from({ length: count }, (_, row) => row);
  expect(
    rows.filter((row) => (applied[row] as number) > 1),
    'writes that are applied more than once',
  ).toEqual([]);
  const unexplained = rows.filter(
    (row) => fate[row] === FATE.lost && outcome[row] !== OUTCOME.killed && (fateCause[row] as number) < 0,
  );
  expect(unexplained, 'writes that are lost for no reason').toEqual([]);
}

/** So often a client looks whether its lease has run out; when it wakes up from a pause, others may be quicker. */
const LOOK_SECONDS = 0.2;

/**
 * Once a server has given up a client, that client reads nothing from its local tier until it has a new lease;
 * or at most until it looks.
 */
function checkLeases(ran: Ran): void {
  const { calls, lanes } = ran.trace;
  for (const { text: name, lane: server, seconds: from } of ran.events('client-lease-expired')) {
    const granted = ran.events('lease-granted', name);
    // A server that was left behind gives up what has another active now.
    if (granted.findLast(({ seconds: at }) => at <= from)?.text !== server) continue;
    const renewed = granted.find(({ seconds: at }) => at > from);
    const until = renewed?.seconds ?? Number.POSITIVE_INFINITY;
    const woken = ran.events('resumed-process', name).map(({ seconds: at }) => at);
    for (let row = 0; row < calls.count; row++) {
      if (calls.outcome[row] !== OUTCOME.local || lanes[calls.lane[row] as number]?.name !== `${name}.things`) continue;
      const at = (calls.startMicros[row] as number) / 1e6;
      if (at >= until || [from, ...woken].some((start) => at >= start && at <= start + LOOK_SECONDS) || at < from)
        continue;
      expect.fail(`${name} reads locally at ${at} s, its lease ended at ${from} s`);
    }
  }
}

/**
 * A strong write that returned is seen by everyone who is connected: nobody reads a copy that it fetched before the write
 * began. Holds as long as there is one active, but for what a client reads when it wakes up before it looks at its lease.
 */
function checkStrongReads(ran: Ran): void {
  const { calls, lanes } = ran.trace;
  const fetched = new Map<string, number>();
  const written = new Map<number, { begin: number; end: number }[]>();
  for (let row = 0; row < calls.count; row++) {
    if (calls.operation[row] !== OPERATION.put || calls.outcome[row] !== OUTCOME.ok) continue;
    const key = calls.key[row] as number;
    const write = { begin: calls.startMicros[row] as number, end: calls.endMicros[row] as number };
    written.set(key, [...(written.get(key) ?? []), write]);
  }
  for (let row = 0; row < calls.count; row++) {
    if (calls.operation[row] !== OPERATION.get) continue;
    const key = calls.key[row] as number;
    const reader = `${lanes[calls.lane[row] as number]?.name} ${key}`;
    const at = calls.startMicros[row] as number;
    if (calls.outcome[row] === OUTCOME.ok) fetched.set(reader, calls.endMicros[row] as number);
    if (calls.outcome[row] !== OUTCOME.local) continue;
    const since = fetched.get(reader) ?? 0;
    const missed = written.get(key)?.find(({ begin, end }) => begin > since && end < at);
    if (missed === undefined) continue;
    const node = reader.split('.')[0];
    const state = ran.events('state', node).findLast(({ seconds: from }) => from * 1e6 <= at)?.text;
    const hasJustWoken = ran
      .events('resumed-process', node)
      .some(({ seconds: woken }) => at >= woken * 1e6 && at <= (woken + LOOK_SECONDS) * 1e6);
    if (state === 'online' && !hasJustWoken) expect.fail(`${reader} at ${at} is what was there at ${since}`);
  }
}

describe('whatever happens to clients and servers', () => {
  it('states follow the table, causes come first, nothing is lost without a reason or applied twice, messages add up', () => {
    fc.assert(
      fc.property(scenario(fault), (text) => {
        const ran = runText(text);
        checkTransitions(ran);
        checkCauses(ran);
        checkWrites(ran);
        checkLeases(ran);
        const { sent, delivered, dropped, inFlight } = ran.trace.network;
        expect(inFlight).toBeGreaterThanOrEqual(0);
        expect(sent).toBe(delivered + dropped + inFlight);
      }),
      { numRuns: RUNS, seed: 20261 },
    );
  });

  it('with one active, what a strong write has replaced is read by nobody', () => {
    fc.assert(
      fc.property(
        scenario(harmless).map((text) => text.replace('consistency eventual', 'consistency strong')),
        (text) => checkStrongReads(runText(text)),
      ),
      { numRuns: RUNS, seed: 20262 },
    );
  });

  it('the same scenario and seed give the same bytes', () => {
    fc.assert(
      fc.property(scenario(fault), (text) => {
        expect(hashOfTrace(runText(text).trace)).toBe(hashOfTrace(runText(text).trace));
      }),
      { numRuns: Math.ceil(RUNS / 8), seed: 20263 },
    );
  });

  it('calls are made and fail in these runs', () => {
    const [text] = fc.sample(scenario(fault), { numRuns: 1, seed: 1 });
    const { trace } = runText(text as string);
    expect(trace.calls.count).toBeGreaterThan(1000);
    expect([...trace.events.kind].includes(EVENT.fault)).toBe(true);
  });
});

/**
 * Faults at random times, and what must be true of every run whatever they are. `TCSIM_RUNS=1000 npx vitest run
 * server/src/simulator/invariants.test.ts` tries more of them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCauses,
  checkMessages,
  checkNothingLeft,
  checkTransitions,
  checkWrites,
  isRunnable,
} from '../test/invariants.ts';
import { pairText, type Ran, runText } from '../test/runText.ts';
import { OUTCOME } from '../trace/codes.ts';
import { hashOfTrace } from '../trace/compare.ts';

const RUNS = Number(process.env.TCSIM_RUNS ?? 60);

/** Transitions of a server: StateManagerImpl 4.3.1; `electing` and `waiting-for-zap` are START-STATE or PASSIVE-STANDBY there. */
const SERVER_TRANSITIONS: Record<string, readonly string[]> = {
  '': ['active', 'passive', 'down'],
  down: ['starting'],
  starting: ['electing', 'waiting-for-zap', 'down'],
  'waiting-for-zap': ['down', 'passive-uninitialized', 'starting'],
  electing: ['in-window', 'active', 'passive', 'passive-uninitialized', 'down'],
  'passive-uninitialized': ['passive', 'down'],
  passive: ['electing', 'down'],
  'in-window': ['active', 'down'],
  // An active never becomes a passive without its process ending first.
  active: ['down'],
};

const CLIENT_TRANSITIONS: Record<string, readonly string[]> = {
  '': ['online', 'connecting', 'down'],
  down: ['connecting'],
  connecting: ['online', 'restoring', 'offline', 'handshaking', 'down', 'ejected'],
  online: ['restoring', 'offline', 'down'],
  restoring: ['online', 'offline', 'handshaking', 'down'],
  offline: ['handshaking', 'rejoining', 'ejected', 'down', 'restoring', 'online'],
  handshaking: ['online', 'offline', 'restoring', 'down'],
  rejoining: ['online', 'ejected', 'down', 'offline', 'restoring', 'handshaking'],
  ejected: ['down'],
};

const seconds = fc.integer({ min: 10, max: 200 });
const lasting = fc.integer({ min: 1, max: 90 });
const backlog = fc.constantFrom('', ' backlog 1', ' backlog 4');
const server = fc.constantFrom('tsa-1', 'tsa-2');
const client = fc.constantFrom('shop', 'other');
const node = fc.oneof(server, client);

const fault = fc.oneof(
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s crash ${who}\n  at ${at + 20}s start ${who}`),
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s power-off ${who}\n  at ${at + 40}s start ${who}`),
  fc
    .tuple(seconds, node, lasting, backlog)
    .map(([at, who, time, queue]) => `at ${at}s pause ${who} for ${time}s${queue}`),
  fc.tuple(seconds, client, server, lasting).map(([at, a, b, time]) => `at ${at}s cut ${a} from ${b} for ${time}s`),
  fc.tuple(seconds, lasting).map(([at, time]) => `at ${at}s cut tsa-1 from tsa-2 for ${time}s`),
  fc
    .tuple(seconds, client, server, lasting)
    .map(([at, a, b, time]) => `at ${at}s cut ${a} from ${b} one way for ${time}s`),
  fc
    .tuple(seconds, client, server, lasting)
    .map(([at, a, b, time]) => `at ${at}s cut ${a} from ${b} refused for ${time}s`),
  fc.tuple(seconds, client, server).map(([at, a, b]) => `at ${at}s drop connection of ${a} to ${b}`),
  fc
    .tuple(seconds, node, server, lasting)
    .filter(([, a, b]) => a !== b)
    .map(([at, a, b, time]) => `at ${at}s drop connection of ${a} to ${b} for ${time}s`),
  fc
    .tuple(seconds, client, server, lasting)
    .map(([at, a, b, time]) => `at ${at}s degrade ${a} to ${b} latency 2s for ${time}s`),
  fc.tuple(seconds, client, lasting).map(([at, who, time]) => `at ${at}s block callback-port of ${who} for ${time}s`),
  fc.tuple(seconds, node).map(([at, who]) => `at ${at}s stop ${who}\n  at ${at + 15}s start ${who}`),
  fc.tuple(seconds, node, lasting).map(([at, who, time]) => `at ${at}s skew clock of ${who} by 6min for ${time}s`),
  fc.tuple(seconds, lasting).map(([at, time]) => `at ${at}s partition shop, tsa-1 | other, tsa-2 for ${time}s`),
);

/** Work under the lock of one of the keys that the others use as well, or in bulk-load mode. */
const locked = fc
  .record({
    who: client,
    verb: fc.constantFrom('lock', 'lock', 'tryLock', 'tryLock timeout', 'bulk-load'),
    read: fc.boolean(),
    key: fc.constantFrom('a', 'b'),
    work: fc.integer({ min: 0, max: 40 }),
    operation: fc.constantFrom('', ' then get', ' then put, getAll', ' then putIfAbsent without finally'),
    period: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ who, verb, read, key, work, operation, period }) => {
    if (verb === 'bulk-load') return `at ${period}s ${who} bulk-load sessions for ${work + 1}s`;
    const [call, timeout = ''] = verb.split(' ');
    const mode = read ? ' read' : '';
    return `every ${period}s ${who} ${call}${mode} sessions key ${key}${timeout && ' timeout 3s'} for ${work}s${operation}`;
  });

const scenario = fc
  .record({
    faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
    restartable: fc.boolean(),
    deletes: fc.boolean(),
    rejoin: fc.boolean(),
    synchronous: fc.boolean(),
    restoring: fc.boolean(),
    locks: fc.array(locked, { maxLength: 3 }),
    lease: fc.constantFrom('', 'greedy-lease-enabled false', 'greedy-lease-time 5s'),
    version: fc.constantFrom('3.7', '4.3'),
  })
  .map(({ faults, restartable, deletes, rejoin, synchronous, restoring, locks, lease, version }) =>
    pairText({
      cluster: `  ${lease}\n  restartable ${restartable}\n  dirty-database-auto-delete ${deletes}\n  l1reconnect { enabled ${restoring} }\n  l2reconnect { enabled ${restoring} }`,
      cache: synchronous ? '    synchronous-writes true' : '',
      steps: [...faults, ...locks].map((line) => `  ${line}`).join('\n'),
    })
      .replace('rejoin true', `rejoin ${rejoin}`)
      .replace('product terracotta 4.3', `product terracotta ${version}`),
  )
  .filter(isRunnable);

/** Seconds that two servers of a stripe may both be active once nothing keeps them apart: meeting, and quitting. */
const SPLIT_RESOLVED_SECONDS = 15;

/**
 * Two actives at a time: only while something keeps them apart, and not for long after; unless each was the heavier one
 * when the other's request to quit arrived, because a client came in between: then they stay until the next one comes.
 */
function checkActives(ran: Ran): void {
  const [one = [], two = []] = ['tsa-1', 'tsa-2'].map((name) => activeSpans(ran, name));
  const apart = ran.trace.faults
    .filter(({ label }) => /^(pause tsa|cut tsa|partition|drop connection of tsa)/.test(label))
    .map(({ startMicros, endMicros }) => [startMicros / 1e6, endMicros / 1e6] as const);
  for (const [from, to] of one) {
    for (const [otherFrom, otherTo] of two) {
      const [begin, end] = [Math.max(from, otherFrom), Math.min(to, otherTo)];
      const ignored = ran.events('log').filter(({ text }) => text.startsWith('Ignoring Quit request'));
      if (begin >= end || new Set(ignored.map(({ lane }) => lane)).size === 2) continue;
      const healings = apart.filter(([start]) => start < end).map(([, healed]) => Math.min(healed, end));
      const healed = Math.max(begin, ...healings);
      expect(end - healed, `two actives from ${begin} s to ${end} s`).toBeLessThan(SPLIT_RESOLVED_SECONDS);
    }
  }
}

/** Long after the last fault the stripe has one active, or none can ever be; and no client is still on its way. */
function checkSettled(text: string): void {
  const ran = runText(text.replace('duration 5min', 'duration 12min'));
  const final = (name: string): string => ran.states(name).at(-1)?.split(' ')[1] ?? '';
  const servers = ['tsa-1', 'tsa-2'].map(final);
  // Who has only a part of the data never becomes active, and lets no new server become it.
  const halfFull = servers.includes('passive-uninitialized');
  const idle = ['passive-uninitialized', 'waiting-for-zap', 'down', ...(halfFull ? ['electing'] : [])];
  const stuck = servers.every((state) => idle.includes(state));
  expect(servers.includes('active') || stuck, `servers: ${servers.join(', ')}`).toBe(true);
  if (stuck) return;
  for (const name of ['shop', 'other']) expect(['online', 'ejected', 'down'], name).toContain(final(name));
}

function activeSpans(ran: Ran, server: string): (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  const states = ran.events('state', server);
  for (const [index, { text, seconds: from }] of states.entries()) {
    if (text !== 'active' && text !== 'in-window') continue;
    spans.push([from, states[index + 1]?.seconds ?? ran.trace.durationMicros / 1e6]);
  }
  return spans;
}

/** Two threads have one lock only of two actives, or after one of them has lost it; and only who has a lock gives it back. */
function checkLocks(ran: Ran): void {
  const lost = ran.events('lock-lost').map(({ text, seconds }) => ({ text, seconds }));
  const [ones = [], others = []] = ['tsa-1', 'tsa-2'].map((name) => activeSpans(ran, name));
  // Two actives grant the same lock; who has it from the one that quits keeps it until it rejoins.
  const twoActivesBefore = (seconds: number): boolean =>
    ones.some(([from, to]) => others.some(([start, end]) => Math.max(from, start) <= Math.min(to, end, seconds)));
  for (const { text, seconds } of ran.events('lock-held-twice')) {
    if (twoActivesBefore(seconds)) continue;
    expect(lost.some((other) => other.text === text && other.seconds <= seconds)).toBe(true);
  }
  const { calls, strings } = ran.trace;
  for (let row = 0; row < calls.count; row++) {
    expect(strings[calls.detail[row] as number]).not.toContain('IllegalMonitorStateException');
  }
}

/** Threads that always give back what they took, across a fail-over or without one, and without nonstop to end a wait. */
const contention = fc
  .record({
    work: fc.array(
      fc.record({
        who: fc.constantFrom('shop', 'other', 'third'),
        verb: fc.constantFrom('lock', 'lock read', 'tryLock', 'tryLock read', 'put', 'get', 'putIfAbsent'),
        key: fc.constantFrom('a', 'b'),
        timeout: fc.constantFrom('', ' timeout 40ms', ' timeout 3s'),
        workMillis: fc.constantFrom(0, 20, 500, 4_000),
        operations: fc.constantFrom('', ' then get', ' then put', ' then getAll, put'),
        periodMillis: fc.integer({ min: 100, max: 5_000 }),
        fromMillis: fc.integer({ min: 0, max: 3_000 }),
      }),
      { minLength: 2, maxLength: 7 },
    ),
    lease: fc.constantFrom('', 'greedy-lease-enabled false', 'greedy-lease-time 5s'),
    synchronous: fc.boolean(),
    crash: fc.option(fc.integer({ min: 5, max: 40 }), { nil: undefined }),
    version: fc.constantFrom('3.7', '4.3'),
  })
  .map(({ work, lease, synchronous, crash, version }) => {
    const steps = work.map(({ who, verb, key, timeout, workMillis, operations, periodMillis, fromMillis }) => {
      const every = `every ${periodMillis}ms from ${fromMillis}ms until 60s ${who} ${verb} sessions key ${key}`;
      if (!verb.includes('ock')) return every;
      return `${every}${verb.startsWith('try') ? timeout : ''} for ${workMillis}ms${operations}`;
    });
    if (crash !== undefined) steps.push(`at ${crash}s crash tsa-1`);
    return `cluster orders {
  product terracotta ${version}
  ${lease}
  server tsa-1, tsa-2
}
client shop, other, third {
  cache sessions { consistency strong  nonstop false  synchronous-writes ${synchronous} }
}
scenario "locks" {
  duration 10min
${steps.map((line) => `  ${line}`).join('\n')}
}`;
  });

/** Nobody waits for a lock for ever that somebody has given back, and nobody shares what is not shared. */
function checkTurns(ran: Ran): void {
  const { calls, strings } = ran.trace;
  for (let row = 0; row < calls.count; row++) {
    expect(calls.outcome[row], `call ${row} still waits`).not.toBe(OUTCOME.blocked);
    const detail = strings[calls.detail[row] as number] ?? '';
    expect(detail === '' || detail.startsWith('TCLockUpgradeNotSupportedError'), detail).toBe(true);
  }
  expect(ran.events('lock-held-twice')).toEqual([]);
  expect(ran.events('lock-leaked')).toEqual([]);
}

describe('whatever happens', () => {
  it('states follow the tables, causes come first, nothing is lost without a reason, messages add up', () => {
    fc.assert(
      fc.property(scenario, (text) => {
        const ran = runText(text);
        checkTransitions(ran, { server: SERVER_TRANSITIONS, client: CLIENT_TRANSITIONS });
        checkActives(ran);
        checkCauses(ran);
        checkWrites(ran);
        checkLocks(ran);
        checkMessages(ran);
      }),
      { numRuns: RUNS, seed: 20261 },
    );
  });

  it('everything settles', () => {
    fc.assert(fc.property(scenario, checkSettled), { numRuns: Math.ceil(RUNS / 2), seed: 20264 });
  });

  it('when everything has died, no timer and no connection is left behind', () => {
    fc.assert(
      fc.property(scenario, (text) => checkNothingLeft(text, ['tsa-1', 'tsa-2', 'shop', 'other'])),
      { numRuns: Math.ceil(RUNS / 4), seed: 20263 },
    );
  });

  it('who waits for a lock gets it, when everybody gives back what they took', () => {
    fc.assert(
      fc.property(contention, (text) => checkTurns(runText(text))),
      { numRuns: RUNS, seed: 20265 },
    );
  });

  it('the same scenario and seed give the same bytes', () => {
    fc.assert(
      fc.property(scenario, (text) => {
        expect(hashOfTrace(runText(text).trace)).toBe(hashOfTrace(runText(text).trace));
      }),
      { numRuns: Math.ceil(RUNS / 8), seed: 20262 },
    );
  });
});

/**
 * The event kernel against what one would use instead: a binary heap of event objects, tinyqueue, and
 * `std::priority_queue` in C++. All take turns in one run, and all must come to the same checksum over every event in
 * order. Asserts nothing about time. `node bench/run.mjs kernel` builds and runs it.
 */
import type { Contender } from './kernel/contenders.ts';
import type { Outcome } from './kernel/models.ts';
import { runNative } from './kernel/native.ts';
import { median, printTable } from './table.ts';

const STORM_ROUNDS = 9;
const HOLD_ROUNDS = 5;
/** Rounds before those, in which the compiler does its work. The very first is shown as "cold". */
const WARM_UP = 2;
const HOLD_EVENTS = 300_000;
const HOLD_SIZES = [100, 1_000, 10_000, 100_000, 1_000_000];
const MEMORY_PENDING = 1_000_000;

const NATIVE = 'C++ std::priority_queue';
const CONTENDERS = ['timer wheel (ours)', 'binary heap of objects', 'tinyqueue'];

type Run = () => Outcome & { readonly millis: number };

/** A contender in a module instance in which nothing else has run. */
async function load(name: string, purpose: string): Promise<Contender> {
  const address = new URL(`./contenders.js?${encodeURIComponent(`${purpose} ${name}`)}`, import.meta.url).href;
  const { CONTENDERS: all }: typeof import('./kernel/contenders.ts') = await import(address);
  const contender = all[name];
  if (contender === undefined) throw new Error(`no contender ${name}`);
  return contender;
}

function timed(run: () => Outcome): ReturnType<Run> {
  const start = performance.now();
  const outcome = run();
  return { ...outcome, millis: performance.now() - start };
}

/** All that take part in a model: C++ first where it could be built, so that it is the reference. */
async function entries(
  model: string,
  native: () => ReturnType<Run> | undefined,
  run: (c: Contender) => ReturnType<Run>,
) {
  const runs = new Map<string, Run>();
  if (native() !== undefined) runs.set(NATIVE, native as Run);
  for (const name of CONTENDERS) {
    const contender = await load(name, model);
    runs.set(name, () => run(contender));
  }
  return runs;
}

/** Lets all take turns: the outcome, and per name the times of all rounds. Throws when the outcomes differ. */
function takeTurns(runs: ReadonlyMap<string, Run>, rounds: number): Outcome & { times: Map<string, number[]> } {
  const times = new Map([...runs.keys()].map((name): [string, number[]] => [name, []]));
  let outcome: Outcome | undefined;
  for (let round = 0; round < WARM_UP + rounds; round++) {
    for (const [name, run] of runs) {
      const { events, checksum, millis } = run();
      outcome ??= { events, checksum };
      if (events !== outcome.events || checksum !== outcome.checksum) {
        throw new Error(`${name} ran ${events} events to ${checksum}, not ${outcome.events} to ${outcome.checksum}`);
      }
      times.get(name)?.push(millis);
    }
  }
  if (outcome === undefined) throw new Error('nothing to compare');
  return { ...outcome, times };
}

/** The median over the rounds of how many times as fast as the reference something was. */
function ratio(reference: readonly number[], samples: readonly number[]): number {
  return median(samples.map((millis, round) => (reference[round] ?? Number.NaN) / millis).slice(WARM_UP));
}

async function compareStorm(): Promise<void> {
  const runs = await entries(
    'storm',
    () => runNative('storm'),
    (contender) => timed(() => contender.storm()),
  );
  const { events, checksum, times } = takeTurns(runs, STORM_ROUNDS);
  const [reference = '', referenceTimes = []] = [...times][0] ?? [];
  printTable(`storm: ${events} events, same checksum ${checksum}; median of ${STORM_ROUNDS} rounds`, [
    ['', 'ms', 'best', 'M events/s', 'cold ms', `× ${reference}`, 'best ÷ best'],
    ...[...times].map(([name, samples]) => {
      const millis = median(samples.slice(WARM_UP));
      const cold = name === NATIVE ? '' : (samples[0] ?? 0).toFixed(0);
      const rate = (events / millis / 1000).toFixed(1);
      const best = Math.min(...samples);
      const bests = (Math.min(...referenceTimes) / best).toFixed(2);
      return [name, millis.toFixed(1), best.toFixed(1), rate, cold, ratio(referenceTimes, samples).toFixed(2), bests];
    }),
  ]);
}

async function compareHold(): Promise<void> {
  const columns: Map<string, number[]>[] = [];
  for (const pending of HOLD_SIZES) {
    const runs = await entries(
      `hold ${pending}`,
      () => runNative('hold', pending, HOLD_EVENTS),
      (contender) => {
        const run = contender.hold(pending);
        return timed(() => run(HOLD_EVENTS));
      },
    );
    columns.push(takeTurns(runs, HOLD_ROUNDS).times);
  }
  const [reference = '', ...others] = columns[0]?.keys() ?? [];
  printTable(`hold: ns per event by number pending, and × ${reference}; median of ${HOLD_ROUNDS} rounds`, [
    ['', ...HOLD_SIZES.map(String)],
    ...[reference, ...others].map((name) => [
      name,
      ...columns.map((times) => {
        const samples = times.get(name) ?? [];
        const nanos = ((median(samples.slice(WARM_UP)) / HOLD_EVENTS) * 1e6).toFixed(0);
        return `${nanos} (${ratio(times.get(reference) ?? [], samples).toFixed(2)})`;
      }),
    ]),
  ]);
}

/** What is still in use after a full collection; a second one waits for the buffers that the first gave up. */
function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function bytesPerPending(contender: Contender): number {
  contender.hold(1); // what every engine has, and what loading left
  const before = bytesInUse();
  const keep = contender.hold(MEMORY_PENDING);
  const bytes = bytesInUse() - before;
  keep(0);
  return bytes / MEMORY_PENDING;
}

async function compareMemory(): Promise<void> {
  const rows: string[][] = [];
  const native = runNative('hold', MEMORY_PENDING, 0);
  if (native !== undefined) rows.push([NATIVE, native.bytesPerPending.toFixed(1)]);
  for (const name of CONTENDERS) {
    const contender = await load(name, 'memory');
    rows.push([name, bytesPerPending(contender).toFixed(1)]);
  }
  printTable(`bytes per pending event, at ${MEMORY_PENDING}`, [['', 'bytes'], ...rows]);
}

await compareStorm();
await compareHold();
await compareMemory();

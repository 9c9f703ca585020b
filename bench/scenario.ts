/**
 * Whole runs, from text to verdict: analysis, simulation with everything recorded, judgement. Medians; asserts nothing
 * about time, but every round must process the same events. `node bench/run.mjs scenario` builds and runs it.
 */
import { analyse, run } from '../server/src/index.ts';
import type { Scenario } from '../server/src/model/index.ts';
import { simulate } from '../server/src/simulator/index.ts';
import { judge } from '../server/src/verdict/index.ts';
import { median, printTable } from './table.ts';

const ROUNDS = 11;
/** Runs go to a worker that is kept; V8 has compiled what matters after about so many. What the first one takes is told, too. */
const WARM_UP = 15;

/** What the two product lines need beside what both have. */
const LINES = {
  '4.3': { cluster: 'client-reconnect-window 120s', client: 'rejoin true', cache: 'nonstop { timeout 20s }' },
  '10.15': { cluster: 'failover-priority availability', client: '', cache: '' },
};

/** Two servers and twenty clients for six minutes, with a fail-over and the return of the crashed server. */
function textOf(product: keyof typeof LINES, consistency: string, every: string): string {
  const { cluster, client, cache } = LINES[product];
  return `
cluster orders {
  product terracotta ${product}
  ${cluster}
  server tsa-1, tsa-2
}

client shop x 20 {
  cluster orders
  ${client}
  cache sessions {
    consistency ${consistency}
    ${cache}
  }
}

scenario "a fail-over in six minutes" {
  duration 6min
  every ${every} shop get sessions keys 1000
  every ${every} shop put sessions keys 1000
  at 1min crash tsa-1
  at 4min restart tsa-1
  expect tsa-2 becomes active within 12s after 1min
  expect every client resumes within 16s after 1min
}
`;
}

function scenarioOf(text: string): Scenario {
  const { diagnostics, model } = analyse(text, 'benchmark.tcsim');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [scenario] = model.scenarios;
  if (errors.length > 0 || scenario === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return scenario;
}

function millisOf(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

const rows = [['', 'analyse ms', 'simulate ms', 'best', 'judge ms', 'first run ms', 'events', 'calls', 'M events/s']];
for (const [name, product, consistency, every] of [
  ['a call per second, eventual', '4.3', 'eventual', '1s'],
  ['a call per second, strong', '4.3', 'strong', '1s'],
  ['every 100 ms, eventual', '4.3', 'eventual', '100ms'],
  ['every 100 ms, strong', '4.3', 'strong', '100ms'],
  ['every 10 ms, eventual', '4.3', 'eventual', '10ms'],
  ['10.15: a call per second, eventual', '10.15', 'eventual', '1s'],
  ['10.15: a call per second, strong', '10.15', 'strong', '1s'],
  ['10.15: every 100 ms, strong', '10.15', 'strong', '100ms'],
] as const) {
  const text = textOf(product, consistency, every);
  const scenario = scenarioOf(text);
  const first = millisOf(() => run(scenario));
  let trace = simulate(scenario);
  const { processed } = trace;
  const times = { analyse: [] as number[], simulate: [] as number[], judge: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const analysed = millisOf(() => scenarioOf(text));
    const simulated = millisOf(() => {
      trace = simulate(scenario);
    });
    const judged = millisOf(() => judge(scenario, trace));
    if (trace.processed !== processed) throw new Error(`processed ${trace.processed} events, not ${processed}`);
    if (round < WARM_UP) continue;
    times.analyse.push(analysed);
    times.simulate.push(simulated);
    times.judge.push(judged);
  }
  const simulation = median(times.simulate);
  rows.push([
    name,
    median(times.analyse).toFixed(2),
    simulation.toFixed(1),
    Math.min(...times.simulate).toFixed(1),
    median(times.judge).toFixed(1),
    first.toFixed(0),
    String(processed),
    String(trace.calls.count),
    (processed / simulation / 1000).toFixed(2),
  ]);
}
printTable(
  `six minutes, 2 servers, 20 clients, everything recorded; medians of ${ROUNDS} rounds after ${WARM_UP}`,
  rows,
);

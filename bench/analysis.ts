/**
 * Text to diagnostics without an editor: parse, names, all rules; from nothing, after a key in the middle, and after a
 * changed setting of the topology. In CPU time, because that says more than the clock on a machine that is shared, and
 * against a parser written by hand, which does nothing but split words (the limit). Asserts nothing about time.
 *
 *   node bench/run.mjs analysis
 */
import { type Analysis, analyse } from '../server/src/index.ts';
import { parseByHand } from './language/handwritten.ts';
import { median, printTable } from './table.ts';

const ROUNDS = 9;
const TOPOLOGY = `cluster orders {
  product terracotta 4.3
  stripe { server tsa-1, tsa-2 }
  health-check l2-l1 { socket-connect-count 5 }
}
client shop {
  rejoin true
  cache sessions { nonstop { timeout 5s  timeout-behavior localReads } }
}
`;

const scenario = (index: number): string => `
scenario "number ${index}" {
  duration 10min
  every 100ms shop get sessions
  every 1s    shop put sessions   // work
  at 20s   pause shop for 20s
  at 60s   crash tsa-1
  at 4min  restart tsa-1
  expect tsa-2 becomes active within 60s after 60s
  expect no get on shop.sessions takes longer than 5s
}
`;

function textOf(lineCount: number): string {
  const count = Math.floor((lineCount - 9) / 11);
  return TOPOLOGY + Array.from({ length: count }, (_, index) => scenario(index)).join('');
}

/** Milliseconds of user and system time for each of some runs. */
function cpuMillis(runs: number, run: (index: number) => void): number {
  const before = process.cpuUsage();
  for (let index = 0; index < runs; index++) run(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

/** Goes to and fro between two texts, as typing and deleting does. */
function editing(text: string, edited: string): (index: number) => void {
  let last: Analysis = analyse(text, 'benchmark.tcsim');
  return (index) => {
    last = analyse(index % 2 === 0 ? edited : text, 'benchmark.tcsim', undefined, last);
  };
}

for (const lineCount of [1_000, 10_000]) {
  const text = textOf(lineCount);
  const { diagnostics } = analyse(text, 'benchmark.tcsim');
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error('the text has mistakes');
  const middle = text.indexOf('  at 60s', text.length / 2);
  const contestants: Record<string, (index: number) => void> = {
    'by hand (the limit)': () => void parseByHand(text),
    'from nothing': () => void analyse(text, 'benchmark.tcsim'),
    'after a key': editing(text, `${text.slice(0, middle)} ${text.slice(middle)}`),
    'after a changed setting': editing(text, text.replace('timeout 5s', 'timeout 6s')),
  };
  const runs = 60_000 / lineCount;
  const millis = new Map<string, number[]>();
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const took = cpuMillis(runs, run);
      if (round >= 0) millis.set(name, [...(millis.get(name) ?? []), took]);
    }
  }
  const limit = median(millis.get('by hand (the limit)') ?? []);
  const rows = [...millis].map(([name, samples]) => [
    name,
    median(samples).toFixed(2),
    Math.min(...samples).toFixed(2),
    (median(samples) / limit).toFixed(1),
  ]);
  printTable(`${lineCount} lines, CPU milliseconds`, [['', 'median', 'best', 'x the limit'], ...rows]);
}

/** What the threads of a paused JVM do with the calls that were due meanwhile: they make them when it goes on. */
import { describe, expect, it } from 'vitest';
import { runText } from '../test/runText.ts';
import { FATES, OUTCOMES } from '../trace/kinds.ts';
import { OPERATIONS } from '../trace/trace.ts';

const SETTINGS = {
  'terracotta 4.3': 'consistency strong\n  nonstop { timeout 5s }',
  'terracotta 10.15': '',
};
type Product = keyof typeof SETTINGS;
const PRODUCTS = Object.keys(SETTINGS) as Product[];

/** Each call from second 29 on: when it began, how it ended, and what became of it. */
function calls(product: Product, steps: string, client = ''): string[] {
  const { trace } = runText(`
cluster orders {
  product ${product}
  ${product === 'terracotta 4.3' ? '' : 'failover-priority availability'}
  server tsa-1, tsa-2
}
client shop {
  cluster orders
  ${client}
  cache sessions { ${SETTINGS[product]} }
}
scenario "paused" {
  duration 2min
  ${steps}
}
`);
  const { calls: columns } = trace;
  const lines: string[] = [];
  for (let row = 0; row < columns.count; row++) {
    const seconds = (columns.startMicros[row] as number) / 1e6;
    if (seconds < 29) continue;
    const operation = OPERATIONS[columns.operation[row] as number]?.name;
    const outcome = OUTCOMES[columns.outcome[row] as number]?.name;
    const fate = FATES[columns.fate[row] as number]?.name;
    lines.push(`${seconds} ${operation} ${outcome} ${fate}`);
  }
  return lines;
}

describe.each(PRODUCTS)('%s: a call that is due while the JVM is paused', (product) => {
  it('is made when it goes on, and what was asked for first comes first', () => {
    const steps = 'at 30s pause shop for 10500ms\n  at 32s shop put sessions key a\n  at 31s shop get sessions key b';
    expect(calls(product, steps)).toEqual(['40.5 get ok none', '40.5 put ok applied']);
  });

  it('of repeated ones is made once, and not again when the next is due in that moment', () => {
    const every = 'every 4s from 2s until 46s shop put sessions keys 3';
    expect(calls(product, `at 31s pause shop for 10s\n  ${every}`)).toEqual([
      '30 put ok applied',
      '41 put ok applied',
      '42 put ok applied',
      '46 put ok applied',
    ]);
    expect(calls(product, `at 31s pause shop for 11s\n  ${every}`)).toEqual([
      '30 put ok applied',
      '42 put ok applied',
      '46 put ok applied',
    ]);
  });

  it('at a fixed rate all are made up for, one after the other', () => {
    const every = 'every 4s fixed-rate from 2s until 46s shop put sessions keys 3';
    const puts = calls(product, `at 31s pause shop for 10s\n  ${every}`).filter((call) =>
      call.includes('put ok applied'),
    );
    expect(puts.map((put) => Math.floor(Number.parseFloat(put)))).toEqual([30, 41, 41, 42, 46]);
  });

  it('is not made when the JVM is killed before', () => {
    const steps =
      'at 30s pause shop for 20s\n  at 31s shop put sessions key a\n  at 40s crash shop\n  at 45s start shop';
    expect(calls(product, steps)).toEqual([]);
  });
});

describe('what the application does around it', () => {
  it('work under a lock and bulk-load begin when the JVM goes on', () => {
    const steps = `at 30s pause shop for 10500ms
  at 31s shop lock sessions key a for 1s then put
  at 32s shop lock sessions key b
  at 33s shop unlock sessions key b
  at 34s shop bulk-load sessions for 2s
  every 5s from 30s until 42s shop tryLock sessions key c for 100ms`;
    expect(calls('terracotta 4.3', steps)).toMatchInlineSnapshot(`
      [
        "40.5 tryLock ok none",
        "40.5 lock ok none",
        "40.5 lock ok none",
        "40.5 setNodeCoherent ok none",
        "40.502 unlock ok none",
        "40.602 unlock ok none",
        "41.502 put ok applied",
        "41.502 unlock ok none",
        "42.502 setNodeCoherent ok none",
      ]
    `);
  });

  it('the array has given its client up meanwhile: the thread runs before the JVM has heard of it', () => {
    const steps = 'at 30s pause shop for 60500ms\n  every 1s from 29s until 91s shop put sessions key a';
    expect(calls('terracotta 4.3', steps, 'rejoin true')).toMatchInlineSnapshot(`
      [
        "29 put ok applied",
        "90.5 put ok lost",
        "91 put ok applied",
      ]
    `);
  });
});

/**
 * What the tests of ehcache3 say of single operations: TerminatedServerTest (no server to fail over to),
 * IterationFailureBehaviorTest, BasicClusteredCacheOpsReplicationTest, StrongServerStoreProxyTest. Times in seconds.
 */
import { describe, expect, it } from 'vitest';
import { runText } from '../../../test/runText.ts';
import { OUTCOMES } from '../../../trace/kinds.ts';
import { OPERATIONS } from '../../../trace/trace.ts';

interface Setting {
  readonly servers?: string;
  readonly client?: string;
  readonly cache?: string;
  readonly steps: string;
}

interface Made {
  readonly call: string;
  readonly outcome: string;
  readonly detail: string;
  readonly took: number;
}

/** The calls of `shop` at and after 30 s, where every test has its failure. */
function afterFailure({ servers = 's1, s2', client = '', cache = '', steps }: Setting): Made[] {
  const { trace } = runText(`
cluster orders {
  product terracotta 10.15
  failover-priority availability
  offheap-resources main:512MB
  server ${servers}
}
client shop, other {
  client-mode auto-create
${client}
  cache things {
    clustered-dedicated 64MB from main
${cache}
  }
}
scenario "test" {
  duration 4min
${steps}
}
`);
  const { calls, lanes, strings } = trace;
  const made: Made[] = [];
  for (let row = 0; row < calls.count; row++) {
    const start = (calls.startMicros[row] as number) / 1e6;
    if (start < 30 || lanes[calls.lane[row] as number]?.name !== 'shop.things') continue;
    made.push({
      call: OPERATIONS[calls.operation[row] as number]?.name ?? '',
      outcome: OUTCOMES[calls.outcome[row] as number]?.name ?? '',
      detail: strings[calls.detail[row] as number] ?? '',
      took: Math.round(((calls.endMicros[row] as number) / 1e6 - start) * 1000) / 1000,
    });
  }
  return made;
}

describe('the only server is killed', () => {
  const kill = (operation: string): Made => {
    const steps = `  at 30s crash s1\n  at 31s shop ${operation}`;
    const limits = '  read-timeout 1s\n  write-timeout 1s';
    const [made] = afterFailure({ servers: 's1', client: limits, cache: '    local-tier false', steps });
    return made as Made;
  };

  it.each([
    ['get things key two', 'null', 1],
    ['containsKey things key two', 'false', 1],
    ['put things key two', '', 2],
    ['putIfAbsent things key two', 'null', 2],
    ['remove things key two', '', 2],
    ['clear things', '', 2],
  ])('%s', (operation, detail, took) => {
    expect(kill(operation)).toMatchObject({ outcome: 'recovered', detail, took });
  });

  it('every read takes its own time-out and no more', () => {
    const steps = '  at 30s crash s1\n  every 500ms from 31s until 33s shop get things keys 9';
    const made = afterFailure({ servers: 's1', client: '  read-timeout 100ms', steps });
    expect(made.map(({ took }) => took)).toEqual([0.1, 0.1, 0.1, 0.1, 0.1]);
  });
});

describe('a read during a failover of 6 s', () => {
  const steps = '  at 30s crash s1\n  at 31s shop get things key one';

  it.each([
    ['2s', 'recovered', 2],
    ['60s', 'ok', 5.027],
  ])('with a read time-out of %s', (limit, outcome, took) => {
    expect(afterFailure({ client: `  read-timeout ${limit}`, steps })).toEqual([
      { call: 'get', outcome, detail: 'null', took },
    ]);
  });
});

describe('data written before a failover', () => {
  it.each(['eventual', 'strong'])('is what it was, %s', (consistency) => {
    const made = afterFailure({
      client: '  read-timeout 60s\n  write-timeout 60s',
      cache: `    consistency ${consistency}\n    local-tier false`,
      steps: `  at 10s shop putAll things keys 6
  at 11s shop remove things key gone
  at 12s shop putIfAbsent things key three
  at 30s crash s1
  at 31s shop get things keys 6
  at 40s shop get things key gone
  at 41s shop putIfAbsent things key three
  at 42s shop removeIfEquals things key gone
  at 43s shop replaceIfEquals things key three
  at 44s shop replace things key three`,
    });
    expect(made.map(({ call, detail }) => `${call} ${detail}`)).toEqual([
      'get ',
      'get null',
      'putIfAbsent the value that was there',
      'removeIfEquals false',
      'replaceIfEquals true',
      'replace ',
    ]);
  });
});

describe('an iterator', () => {
  const steps = (keys: number): string => `  at 10s shop putAll things keys ${keys}
  at 25s degrade shop to s1 latency 250ms
  at 30s shop iterate things
  at 30700ms crash s1`;

  it('that has fetched everything is done', () => {
    const [made] = afterFailure({ client: '  read-timeout 60s', steps: steps(90) });
    expect(made).toMatchObject({ call: 'iterate', outcome: 'ok' });
  });

  it('that is open during a failover is not known to the new active', () => {
    const [made] = afterFailure({ client: '  read-timeout 60s', steps: steps(900) });
    expect(made).toMatchObject({
      outcome: 'exception',
      detail: expect.stringMatching(/^CacheIterationException: InvalidOperation/),
    });
  });
});

describe('a strong put', () => {
  const strong = { client: '  write-timeout 100s', cache: '    consistency strong' };

  it('that waits for a client when the active dies returns when the new active has its confirmation', () => {
    const steps = `  at 30s pause other for 30s
  at 31s shop put things key one
  at 33s crash s1`;
    const [put] = afterFailure({ ...strong, steps });
    expect(put).toMatchObject({ outcome: 'ok' });
    expect(put?.took).toBeGreaterThan(29);
    expect(put?.took).toBeLessThan(35);
  });

  it('comes after an earlier one on the same key of the same JVM', () => {
    const steps = `  at 30s pause other for 10s
  at 31s shop put things key one
  at 32s shop put things key one
  at 33s shop put things key two`;
    expect(afterFailure({ ...strong, steps }).map(({ took }) => Math.round(took))).toEqual([9, 8, 7]);
  });

  it('is released when the connection is closed while it waits for others only', () => {
    const steps = `  at 30s pause other for 60s
  at 31s shop put things key one
  at 40s drop connection of shop to s1`;
    const [put] = afterFailure({ ...strong, steps });
    expect(put).toMatchObject({ outcome: 'ok' });
    expect(put?.took).toBeGreaterThan(9);
    expect(put?.took).toBeLessThan(10);
  });
});

describe('the log', () => {
  it('has the error about keys that could not be removed once in 30 s', () => {
    const ran = runText(`
cluster orders {
  product terracotta 10.15
  offheap-resources main:512MB
  server s1
}
client shop { client-mode auto-create  cache things { clustered-dedicated 64MB from main } }
scenario "test" {
  duration 2min
  at 10s crash s1
  every 1s shop put things keys 9
}
`);
    const errors = ran.events('log', 'shop').filter(({ text }) => text.includes('in possible inconsistent state'));
    expect(errors.length).toBeGreaterThan(2);
    for (const [index, { seconds }] of errors.entries()) {
      if (index > 0) expect(seconds - (errors[index - 1]?.seconds ?? 0)).toBeGreaterThanOrEqual(30);
    }
  });
});

/** Going through the list of getKeys while the array goes away. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

/** Each call that begins at 20 s or later: its name, how many seconds it took, and how it ended. */
function calls(settings: string, steps: string, { product = '4.3', client = '' } = {}): string[] {
  const ran = runText(`
cluster orders { product terracotta ${product}  server tsa-1, tsa-2 }
client shop {
  ${client}
  cache sessions {
    ${settings}
  }
}
scenario "gone" {
  duration 5min
  ${steps}
}
`);
  return ran
    .calls()
    .map(({ operation, micros, outcome, detail }) => `${operation} ${micros / 1e6} ${outcome} ${detail}`.trim());
}

const NONSTOP = (behavior: string, more = ''): string =>
  `nonstop { timeout 2s  timeout-behavior ${behavior}  ${more} }`;
const CUT = 'at 30s cut shop from tsa-1, tsa-2 for 2min';

describe('the list of getKeys', () => {
  it('is a view: nobody is asked for it, and a server that is silent is not missed', () => {
    const steps = 'at 20s pause tsa-1 for 10s\n  at 25s shop getKeys sessions\n  at 25s shop iterate sessions keys 2';
    expect(calls(NONSTOP('exception'), steps)).toEqual([
      'getKeys 0 ok',
      'iterate 2 exception NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: iterator timed out',
    ]);
  });

  it('is waited for when the client is offline, and then is what the behavior says', () => {
    const steps = `${CUT}\n  at 60s shop getKeys sessions\n  at 70s shop iterate sessions`;
    expect(calls(NONSTOP('exception'), steps)).toEqual([
      'getKeys 2 exception NonStopCacheException: getKeys timed out',
      'iterate 2 exception NonStopCacheException: getKeys timed out',
    ]);
    expect(calls(NONSTOP('noop'), steps)).toEqual([
      'getKeys 2 noop an empty list',
      'iterate 2 noop ends after 0 of 100 keys',
    ]);
  });

  it('needs no lock of any key', () => {
    const steps = 'at 20s shop lock sessions key 0\n  at 21s shop iterate sessions keys 3';
    expect(calls('consistency strong', steps)[1]).toMatch(/^iterate 0\.\d+ ok$/);
  });
});

describe('going through it', () => {
  const work = `at 25s shop iterate sessions keys 10 for 10s\n  ${CUT}`;

  it('takes as long as the work, and one question for each segment', () => {
    expect(calls(NONSTOP('exception'), 'at 25s shop iterate sessions keys 10 for 10s')).toMatchInlineSnapshot(`
      [
        "iterate 10.02 ok",
      ]
    `);
    expect(calls(NONSTOP('exception'), 'at 25s shop iterate sessions keys 5000')).toMatchInlineSnapshot(`
      [
        "iterate 0.512 ok",
      ]
    `);
  });

  it('half-way the array is gone: an exception, or an end as if there were no more keys', () => {
    expect(calls(NONSTOP('exception'), work)).toMatchInlineSnapshot(`
      [
        "iterate 7.01 exception NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: hasNext timed out",
      ]
    `);
    expect(calls(NONSTOP('localReadsAndExceptionOnWrite'), work)).toMatchInlineSnapshot(`
      [
        "iterate 7.01 exception NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: hasNext timed out",
      ]
    `);
    expect(calls(NONSTOP('noop'), work)).toMatchInlineSnapshot(`
      [
        "iterate 7.01 noop ends after 5 of 10 keys",
      ]
    `);
    expect(calls(NONSTOP('localReads'), work)).toMatchInlineSnapshot(`
      [
        "iterate 7.01 noop ends after 5 of 10 keys",
      ]
    `);
  });

  it('the very first question: noop returns no iterator at all', () => {
    const steps = 'at 20s pause tsa-1 for 10s\n  at 25s shop iterate sessions keys 2';
    expect(calls(NONSTOP('noop'), steps)).toEqual(['iterate 2 exception NullPointerException']);
  });

  it('with immediate-timeout, once the client knows', () => {
    const steps = `at 25s shop iterate sessions keys 2 for 1min\n  ${CUT}`;
    expect(calls(NONSTOP('noop', 'immediate-timeout true'), steps)).toMatchInlineSnapshot(`
      [
        "iterate 30.002 noop ends after 1 of 2 keys",
      ]
    `);
  });

  it('without nonstop it waits until the array is back', () => {
    expect(calls('', work)).toMatchInlineSnapshot(`
      [
        "iterate Infinity blocked",
      ]
    `);
  });

  it('so it did with nonstop in Ehcache 2.6: CDV-1579', () => {
    expect(calls(NONSTOP('exception'), work, { product: '3.7' })).toMatchInlineSnapshot(`
      [
        "iterate Infinity blocked",
      ]
    `);
  });

  it('a reconnect under the same identity does not harm it', () => {
    const steps = 'at 25s shop iterate sessions keys 10 for 10s\n  at 30s drop connection of shop to tsa-1 for 1s';
    expect(calls(NONSTOP('exception'), steps)).toMatchInlineSnapshot(`
      [
        "iterate 11.016 ok",
      ]
    `);
  });
});

describe('a rejoin meanwhile', () => {
  const client = 'rejoin true';
  const steps = 'at 25s shop iterate sessions keys 2 for 5min\n  at 30s cut shop from tsa-1, tsa-2 for 1min';

  it('makes the iterator useless', () => {
    expect(calls(NONSTOP('exception'), steps, { client })).toMatchInlineSnapshot(`
      [
        "iterate 150.002 exception NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: hasNext timed out",
      ]
    `);
    expect(calls('', steps, { client })).toMatchInlineSnapshot(`
      [
        "iterate 150.002 exception RejoinException: Can not performe operation because rejoin happened.",
      ]
    `);
    expect(calls(NONSTOP('noop'), steps, { client, product: '3.7' })).toMatchInlineSnapshot(`
      [
        "iterate 150.002 exception TCNotRunningException",
      ]
    `);
  });

  it('throws who waits out of it', () => {
    const short = 'at 29s shop iterate sessions keys 2 for 10s\n  at 30s cut shop from tsa-1, tsa-2 for 1min';
    expect(calls('', short, { client })).toMatchInlineSnapshot(`
      [
        "iterate 62.49745 exception RejoinException: com.tc.exception.PlatformRejoinException",
      ]
    `);
  });

  it('that is not possible: NODE_ERROR is heard of at the next key', () => {
    expect(calls(NONSTOP('exception'), steps)).toMatchInlineSnapshot(`
      [
        "iterate 150.002 exception NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: NODE_ERROR: Rejoin is not possible: Either Rejoin rejected or Rejoin not enabled",
      ]
    `);
  });
});

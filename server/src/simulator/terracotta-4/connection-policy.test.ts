/** What a licence for a number of clients does. Words and sequence: ClientConnectionEstablisher, RejoinManagerImpl 4.3.1. */
import { describe, expect, it } from 'vitest';
import { type Ran, runText } from '../../test/runText.ts';
import type { Process } from '../engine/process.ts';
import { ConnectionPolicy } from './connection-policy.ts';

const jvm = (name: string): Process => ({ name }) as Process;

describe('ConnectionPolicyTest of the product', () => {
  it('counts JVMs while they are connected', () => {
    const policy = new ConnectionPolicy(2);
    const [first, second, third] = [jvm('1'), jvm('2'), jvm('3')];
    expect(policy.connect(first, 1)).toBe(true);
    expect(policy.admits(third)).toBe(true);
    expect(policy.connect(second, 2)).toBe(true);
    expect(policy.admits(third)).toBe(false);
    expect(policy.connect(third, 3)).toBe(false);
    policy.disconnected(second, 2);
    policy.disconnected(second, 2);
    expect(policy.connect(third, 3)).toBe(true);
    expect(policy.admits(second)).toBe(false);
  });

  it('counts a JVM once, whatever number of clients it has', () => {
    const policy = new ConnectionPolicy(1);
    const one = jvm('1');
    expect([policy.connect(one, 1), policy.connect(one, 2), policy.admits(jvm('2'))]).toEqual([true, true, false]);
    policy.disconnected(one, 1);
    expect(policy.admits(jvm('2'))).toBe(false);
    policy.disconnected(one, 2);
    expect(policy.admits(jvm('2'))).toBe(true);
  });
});

function ranWith(steps: string, settings = ''): Ran {
  return runText(`
cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
  max-clients 2
}
client shop, desk, till {
  rejoin true
${settings}
  cache sessions {
    consistency strong
    nonstop { timeout 5s }
  }
}
scenario "test" {
  duration 5min
  every 1s shop get sessions keys 20
${steps}
}
`);
}

const logOf = (ran: Ran, lane: string): string[] => ran.events('log', lane).map(({ text }) => text);

const TEXT = 'Your product key only allows maximum 2 clients to connect.';

describe('two clients are allowed', () => {
  it('the third cannot start', () => {
    const ran = ranWith('at 1min restart till');
    expect(ran.states('till')).toMatchInlineSnapshot(`
      [
        "0.0 connecting",
        "0.0 down",
        "60.0 connecting",
        "62.0 down",
      ]
    `);
    expect(logOf(ran, 'till')).toMatchInlineSnapshot(`
      [
        "Your product key only allows maximum 2 clients to connect.",
        "IllegalStateException: Your product key only allows maximum 2 clients to connect.",
        "Your product key only allows maximum 2 clients to connect.",
        "IllegalStateException: Your product key only allows maximum 2 clients to connect.",
      ]
    `);
    expect(ran.events('clusterOffline')).toEqual([]);
  });

  it('the third is let in when another has stopped', () => {
    const ran = ranWith('initially till down\n  at 1min stop desk\n  at 70s start till');
    expect(ran.states('till').at(-1)).toMatch(/ online$/);
    expect(ran.events('licence-exceeded')).toEqual([]);
  });

  it('clients of one JVM count as one', () => {
    const ran = ranWith('', '  jvm tomcat');
    expect(ran.events('licence-exceeded')).toEqual([]);
    expect(ran.states('till')).toEqual(['0.0 online']);
  });

  it('who rejoins tries every 100 ms until there is a place', () => {
    const steps = 'initially till down\n  at 1min pause shop for 1min\n  at 110s start till\n  at 3min stop till';
    const ran = ranWith(steps);
    expect(ran.events('rejoin-failed', 'shop').map(({ text }) => text)).toEqual([
      `${TEXT.slice(0, -1)}; trying again and again`,
    ]);
    expect(logOf(ran, 'shop').filter((text) => text === 'Error during channel open').length).toBeGreaterThan(100);
    expect(ran.events('clusterRejoined', 'shop')[0]?.seconds).toBeCloseTo(180, 0);
  });

  it('who comes back after a fail-over and finds its place taken never tries again, even with rejoin', () => {
    const ran = ranWith(
      'initially till down\n  at 1min crash tsa-1\n  at 1min pause shop for 40s\n  at 75s start till',
    );
    expect(ran.events('licence-exceeded').map(({ lane, text }) => [lane, text])).toEqual([['shop', 'tsa-2']]);
    expect(logOf(ran, 'shop').slice(-2)).toEqual([TEXT, 'No longer trying to reconnect.']);
    expect(ran.states('shop').at(-1)).toMatch(/ offline$/);
    expect(ran.events('rejoin-started')).toEqual([]);
    expect(ran.states('till').at(-1)).toMatch(/ online$/);
  });

  it('who restores a connection and finds its place taken gives up as well', () => {
    const ran = ranWith(
      'initially till down\n  at 1min drop connection of shop to tsa-1 for 4s\n  at 58500ms start till',
    );
    expect(ran.events('licence-exceeded').map(({ lane }) => lane)).toEqual(['shop']);
    expect(ran.states('shop').at(-1)).toMatch(/ offline$/);
  });
});

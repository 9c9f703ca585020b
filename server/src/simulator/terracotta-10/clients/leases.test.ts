/**
 * The arithmetic of leases, both sides. The cases are those of LeaseMaintainerImplTest, LeaseStateTest,
 * ActiveLeaseAcquirerTest and LeaseSystemTest of terracotta-platform 5.x.
 */
import { describe, expect, it } from 'vitest';
import { pair10Text } from '../../../test/pair10.ts';
import { runText } from '../../../test/runText.ts';
import { Recorder } from '../../../trace/recorder.ts';
import { Network } from '../../engine/network.ts';
import { World } from '../../engine/world.ts';
import { LeaseMaintainer, renewalWait } from './lease-maintainer.ts';
import { ServerLeases } from './server-leases.ts';

const MILLIS = 1000;

function ground() {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 0 } as never;
  const world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  const process = new Network(world, 500, 0).addProcess('p', 'p', 0);
  process.start();
  const wait = (millis: number): void => void world.run(world.nowMicros + millis * MILLIS, () => true);
  return { world, process, wait };
}

describe('the wait before a renewal', () => {
  it.each([
    ['a quick answer', 6000, 0, 2000],
    ['slowResponseFromEntity', 6000, 1000, 1000],
    ['responseFromEntityTooSlow', 6000, 5000, 0],
    ['responseFromEntitySoSlowTheLeaseIsNotValid', 6000, 7000, 0],
    ['a very long lease', 3_600_000, 0, 300_000],
  ])('%s', (_, lease, roundTrip, expected) => {
    expect(renewalWait(lease * MILLIS, roundTrip * MILLIS)).toBe(expected * MILLIS);
  });
});

describe('the client', () => {
  function maintained() {
    const { world, process, wait } = ground();
    const seen = { requests: [] as number[], granted: 0, expiredMillis: -1 };
    const leases = new LeaseMaintainer(world, process, {
      request: () => seen.requests.push(world.nowMicros / MILLIS),
      granted: () => seen.granted++,
      expired: () => {
        seen.expiredMillis = world.nowMicros / MILLIS;
      },
    });
    leases.start();
    return { leases, seen, wait };
  }

  it('counts from its request, not from the answer', () => {
    const { leases, wait } = maintained();
    wait(1000);
    leases.answered(0, 6000 * MILLIS);
    expect(leases.endMicros).toBe(6000 * MILLIS);
  });

  it('has lost its lease before the next one comes when an answer takes 5 s of 6 s', () => {
    const { leases, seen, wait } = maintained();
    leases.answered(0, 6000 * MILLIS);
    wait(2000);
    expect(seen.requests).toEqual([0, 2000]);
    wait(5000);
    expect(seen.expiredMillis).toBe(6000);
  });

  it('gets a lease that is over already when the answer takes longer than it lasts', () => {
    const { leases, seen, wait } = maintained();
    wait(7000);
    leases.answered(0, 6000 * MILLIS);
    wait(0);
    expect(seen.expiredMillis).toBe(7000);
  });

  it('looks every 200 ms', () => {
    const { leases, seen, wait } = maintained();
    leases.answered(0, 500 * MILLIS);
    wait(1000);
    expect(seen.expiredMillis).toBe(600);
  });

  it('has nothing that could run out while it reconnects, and asks anew afterwards', () => {
    const { leases, seen, wait } = maintained();
    leases.answered(0, 500 * MILLIS);
    wait(100);
    leases.reconnecting();
    wait(10_000);
    expect(seen.expiredMillis).toBe(-1);
    leases.answered(0, 500 * MILLIS);
    expect(leases.endMicros).toBe(Number.POSITIVE_INFINITY);
    leases.reconnected();
    wait(200);
    expect(seen.requests.at(-1)).toBe(10_300);
    leases.answered(1, 500 * MILLIS);
    expect([seen.granted, leases.endMicros]).toEqual([2, 10_800 * MILLIS]);
  });
});

describe('the server', () => {
  it('never lets the lease of a reconnecting client run out; afterwards it can', () => {
    const { world, process, wait } = ground();
    const closed: number[] = [];
    const leases = new ServerLeases(world, process, () => closed.push(world.nowMicros / MILLIS));
    leases.request(1, 0, 10 * MILLIS);
    leases.reconnecting(1, 1);
    wait(1000);
    expect(closed).toEqual([]);
    leases.reconnected(1, 500 * MILLIS);
    wait(300);
    expect(closed).toEqual([]);
    wait(300);
    expect(closed).toEqual([1600]);
  });

  it('refuses a request from before a reconnect', () => {
    const { world, process } = ground();
    const leases = new ServerLeases(world, process, () => {});
    leases.reconnecting(1, 1);
    expect(leases.request(1, 0, 10 * MILLIS)).toBe(0);
    expect(leases.request(1, 1, 10 * MILLIS)).toBe(10 * MILLIS);
  });

  it('notices a lease that was shortened in time', () => {
    const { world, process, wait } = ground();
    const closed: number[] = [];
    const leases = new ServerLeases(world, process, () => closed.push(world.nowMicros / MILLIS));
    leases.request(1, 0, 150_000 * MILLIS);
    leases.request(1, 0, 1000 * MILLIS);
    wait(2000);
    expect(closed).toEqual([1000]);
  });
});

describe('a lease of half a second', () => {
  it('is lost when answers take 700 ms', () => {
    const ran = runText(`
cluster orders {
  product terracotta 10.15
  server s1
  client-lease-duration 500ms
}
client shop { cache things }
scenario "delayed" {
  duration 20s
  at 10s degrade shop to s1 latency 350ms
}
`);
    const [lost] = ran.events('lease-expired', 'shop');
    expect(lost?.seconds).toBeGreaterThan(10);
    expect(lost?.seconds).toBeLessThan(11.2);
  });
});

describe('a lease that is made shorter while the cluster runs', () => {
  it('is shorter from the next renewal on', () => {
    const ran = runText(
      pair10Text({
        steps: `  at 10s set client-lease-duration of orders to 6s
  at 20s pause shop for 8s
  at 100s pause other for 8s`,
      }),
    );
    expect(ran.events('lease-expired').map(({ lane, seconds }) => [lane, Math.round(seconds)])).toEqual([
      ['other', 108],
    ]);
  });
});

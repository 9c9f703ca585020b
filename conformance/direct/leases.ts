/** Leases as the two ends keep them, without an array. */
import type { Scenario } from '../../server/src/model/model.ts';
import { Network } from '../../server/src/simulator/engine/network.ts';
import { World } from '../../server/src/simulator/engine/world.ts';
import { LeaseMaintainer, renewalWait } from '../../server/src/simulator/terracotta-10/clients/lease-maintainer.ts';
import { ServerLeases } from '../../server/src/simulator/terracotta-10/clients/server-leases.ts';
import { Recorder } from '../../server/src/trace/recorder.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';

const LEASE = `${COMMITS.platform511} lease`;
const MILLI = 1000;

function ground() {
  const scenario = { name: 'case', variant: '', seed: 1, durationMicros: 0 } as Scenario;
  const world = new World(new Recorder({ scenario, engine: 'conformance' }), 1);
  const process = new Network(world, 500, 0).addProcess('p', 'p', 0);
  process.start();
  return { world, process, wait: (millis: number) => world.run(world.nowMicros + millis * MILLI, () => true) };
}

/** Whether a lease of 6 s is still good when its renewal, asked for after 2 s, is answered so late; and the one it brings. */
function renewedAfter(roundTripMillis: number): { readonly contiguous: boolean; readonly valid: boolean } {
  const { world, process, wait } = ground();
  let isExpired = false;
  const maintainer = new LeaseMaintainer(world, process, {
    request: () => {},
    granted: () => {},
    expired: () => {
      isExpired = true;
    },
  });
  maintainer.start();
  maintainer.answered(0, 6000 * MILLI);
  wait(2000 + roundTripMillis);
  const contiguous = !isExpired;
  maintainer.answered(0, 6000 * MILLI);
  return { contiguous, valid: maintainer.endMicros > world.nowMicros };
}

export const LEASE_CASES: readonly DirectCase[] = [
  {
    id: 'L05',
    title: 'renewals that are answered slowly',
    area: 'Leases',
    source: `${LEASE}/client/src/test/java/org/terracotta/lease/LeaseMaintainerImplTest.java slowResponseFromEntity, responseFromEntityTooSlow, responseFromEntitySoSlowTheLeaseIsNotValid`,
    expected:
      'Lease 6 s. Answer after 1 s: the next request follows 1 s later, no gap. After 5 s: at once, a gap, the new lease is good. After 7 s: at once, and the new lease is over already.',
    simulate: () =>
      (
        [
          [1000, 1000, true, true],
          [5000, 0, false, true],
          [7000, 0, false, false],
        ] as const
      ).flatMap(([roundTrip, wait, contiguous, valid]) => {
        const renewed = renewedAfter(roundTrip);
        return [
          equal(`wait after ${roundTrip} ms`, renewalWait(6000 * MILLI, roundTrip * MILLI) / MILLI, wait),
          equal(`without a gap after ${roundTrip} ms`, renewed.contiguous, contiguous),
          equal(`new lease good after ${roundTrip} ms`, renewed.valid, valid),
        ];
      }),
  },
  {
    id: 'L06',
    title: 'the lease of a client that reconnects does not run out',
    area: 'Leases',
    source: `${LEASE}/server/src/test/java/org/terracotta/lease/service/monitor/LeaseStateTest.java reconnectedSetsTheLeaseBackToALeaseThatCanExpire`,
    expected:
      'Lease 10 ms; while the client reconnects it is not closed; reconnected with 50 ms it is not closed after 30 ms, and is after 60 ms. (The server looks every 200 ms: here times are twenty times as long.)',
    simulate: () => {
      const { world, process, wait } = ground();
      const closed: number[] = [];
      const leases = new ServerLeases(world, process, (connection) => closed.push(connection));
      leases.request(1, 0, 200 * MILLI);
      leases.reconnecting(1, 1);
      wait(2000);
      const before = closed.length;
      leases.reconnected(1, 1000 * MILLI);
      wait(600);
      const early = closed.length;
      wait(600);
      return [
        equal('closed while it reconnects', before, 0),
        equal('closed before the new lease is over', early, 0),
        equal('closed after it', closed.length, 1),
      ];
    },
  },
  {
    id: 'L07',
    title: 'a request for a lease from before a reconnect is refused',
    area: 'Leases',
    source: `${LEASE}/server/src/test/java/org/terracotta/lease/ActiveLeaseAcquirerTest.java rejectsLeaseRequestsSentOnOldConnections`,
    expected: 'Connection sequence 1, the request has 0: refused.',
    simulate: () => {
      const { world, process } = ground();
      const leases = new ServerLeases(world, process, () => {});
      leases.reconnecting(1, 1);
      return [equal('granted', leases.request(1, 0, 10 * MILLI), 0)];
    },
  },
];

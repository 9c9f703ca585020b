/** What a server says about the clock of a client that connects: ClientHandshakeHandler, Terracotta 3.7 and 4.3.1. */
import { causeOfSkew } from '../engine/process.ts';
import type { ServerArray } from './array.ts';
import type { ClientNode } from './client-node.ts';
import type { ServerNode } from './server-node.ts';

/** tc.time.sync.threshold, tc.properties 4.3.1. */
const TIME_SYNC_THRESHOLD_MICROS = 30_000_000;

/** Writes the operator event time.different when their clocks are too different. */
export function compareClocks({ world, cluster }: ServerArray, server: ServerNode, client: ClientNode): void {
  const difference = server.process.host.clockSkewMicros - client.process.host.clockSkewMicros;
  if (Math.abs(difference) <= (cluster.timeSyncThresholdMicros ?? TIME_SYNC_THRESHOLD_MICROS)) return;
  const seconds = Math.floor(Math.abs(difference) / 1_000_000);
  const where = difference > 0 ? 'lags' : 'leads';
  world.because(causeOfSkew(server.process, client.process), () =>
    server.log(`System time not in sync. ${client.name} ${where} ${server.name} by ${seconds} seconds`),
  );
}

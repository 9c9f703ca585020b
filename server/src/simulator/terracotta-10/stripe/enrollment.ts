/**
 * What a server brings into an election, and how two of them compare.
 * Source: terracotta-core 5.x, Enrollment, EnrollmentFactory, WeightGeneratorFactory, DistributedObjectServer.
 */

import type { Mode } from './messages.ts';

export interface Enrollment {
  /** Index of the server that it stands for; in a verification that of the active that was followed last, -1 for none. */
  readonly server: number;
  /** Comes with an empty store, and nothing has been decided since it started. */
  readonly isNew: boolean;
  readonly weights: readonly number[];
}

/** The ten weights by which servers are compared, in this order. */
export interface Standing {
  readonly mode: Mode;
  /** Counts on an active only. */
  readonly connectedClients: number;
  readonly connectionId: number;
  /** 1 when the server remembers that it went down as an active. */
  readonly initialState: number;
  readonly topologySize: number;
  readonly replicationSequence: number;
  readonly uptimeMillis: number;
  readonly random: number;
}

const STATE_WEIGHTS: Readonly<Record<Mode, number>> = {
  active: 8,
  passive: 1,
  start: 0,
  uninitialized: 0,
  syncing: 0,
  stopped: 0,
};

/** Stands for the weights that a verification leaves out. */
const LEFT_OUT = Number.MAX_SAFE_INTEGER;
const CONNECTION_ID = 3;

export function weightsOf(standing: Standing): readonly number[] {
  const { mode, connectedClients, connectionId, initialState } = standing;
  const { topologySize, replicationSequence, uptimeMillis, random } = standing;
  // The second is the block time, which is obsolete; the last is the vote term, which is never filled in.
  return [
    STATE_WEIGHTS[mode],
    0,
    connectedClients,
    connectionId,
    initialState,
    topologySize,
    replicationSequence,
    uptimeMillis,
    random,
    0,
  ];
}

/** Between an active and whoever joins it only the number of the last connection decides: who has seen more clients. */
export function verification(lastActive: number, standing: Standing): Enrollment {
  const weights = weightsOf(standing).map((weight, index, { length }) =>
    index === CONNECTION_ID || index === length - 1 ? weight : LEFT_OUT,
  );
  return { server: lastActive, isNew: false, weights };
}

/** An old candidate beats a new one; then the first weight that differs decides. With equal weights nobody wins. */
export function beats(a: Enrollment, b: Enrollment): boolean {
  if (a.isNew !== b.isNew) return b.isNew;
  for (let index = 0; index < a.weights.length; index++) {
    const difference = (a.weights[index] as number) - (b.weights[index] as number);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

export function equalWeights(a: Enrollment, b: Enrollment): boolean {
  return a.weights.every((weight, index) => weight === b.weights[index]);
}

/** As the product's logs show it. */
export function shown(name: string, { isNew, weights }: Enrollment): string {
  return `Enrollment [ ${name}, isNew = ${isNew}, weights = ${weights.map(shownWeight).join(',')} ]`;
}

function shownWeight(weight: number): string {
  return weight === LEFT_OUT ? '9223372036854775807' : String(weight);
}

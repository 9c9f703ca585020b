/**
 * The weights by which two actives of one stripe decide who quits: the first difference wins.
 * Source: Terracotta 4.3.1, ZapNodeProcessorWeightGeneratorFactory: connected clients, time of the last transaction
 * batch, transactions in the system, server identifier (address and port), random.
 */
export type Weights = readonly [
  connectedClients: number,
  lastTransactionMicros: number,
  transactions: number,
  serverIdentifier: number,
  random: number,
];

/** Positive when `a` outweighs `b`. */
export function compareWeights(a: Weights, b: Weights): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

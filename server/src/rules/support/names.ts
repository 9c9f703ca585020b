/** Names that a fix may introduce. */
import type { Model } from '../../model/model.ts';

/** The next free name of a series: `tsa-2` after `tsa-1`, `primary-2` after `primary`. */
export function freeNodeName(model: Model, name: string): string {
  const taken = new Set<string>();
  for (const cluster of model.clusters) {
    for (const stripe of cluster.stripes) for (const server of stripe.servers) taken.add(server.name);
  }
  for (const client of model.clients) taken.add(client.name);
  for (const voter of model.voters ?? []) taken.add(voter.name);
  const numbered = /^(.*?)(\d+)$/.exec(name);
  const stem = numbered?.[1] ?? `${name}-`;
  let number = Number(numbered?.[2] ?? 1) + 1;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

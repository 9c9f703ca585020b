/** Names that a fix may introduce. */
import type { Model } from '../../model/model.ts';

/** The next free name of a series: `tsa-2` after `tsa-1`, `primary-2` after `primary`. */
export const freeNodeName = (model: Model, name: string): string => freeNodeNames(model, name, 1).join();

/** So many of them. */
export function freeNodeNames(model: Model, name: string, count: number): readonly string[] {
  const taken = new Set<string>();
  for (const cluster of model.clusters) {
    for (const stripe of cluster.stripes) for (const server of stripe.servers) taken.add(server.name);
  }
  for (const client of model.clients) taken.add(client.name);
  for (const voter of model.voters ?? []) taken.add(voter.name);
  const numbered = /^(.*?)(\d+)$/.exec(name);
  const stem = numbered?.[1] ?? `${name}-`;
  const names: string[] = [];
  for (let number = Number(numbered?.[2] ?? 1) + 1; names.length < count; number++) {
    if (!taken.has(`${stem}${number}`)) names.push(`${stem}${number}`);
  }
  return names;
}

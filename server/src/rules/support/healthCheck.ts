/** The edges of the health check in messages, and edits of their settings. */
import { has } from '../../language/availability.ts';
import { EDGES as ALL_EDGES } from '../../language/schema/index.ts';
import type { Cluster, HealthCheckEdge, Model, Origin } from '../../model/model.ts';
import { isInConfiguration, setEdgeInConfiguration } from './configurationEdits.ts';
import { addToBlock, type Edit, setSetting } from './edits.ts';
import { leavesTooLate } from './takeover.ts';

/** Who watches whom. */
export const EDGES: readonly { readonly edge: HealthCheckEdge; readonly watcher: string; readonly watched: string }[] =
  [
    { edge: 'l2-l1', watcher: 'a server', watched: 'a client' },
    { edge: 'l2-l2', watcher: 'a server', watched: 'another server' },
    { edge: 'l1-l2', watcher: 'a client', watched: 'a server' },
  ];

/** Edges that exist in this cluster: those that its product watches; servers watch each other only where there are several. */
export function edgesOf(cluster: Cluster): typeof EDGES {
  const mirrored = cluster.stripes.some((stripe) => stripe.servers.length > 1);
  return EDGES.filter(({ edge }) => (edge !== 'l2-l2' || mirrored) && isWatched(cluster, edge));
}

const isWatched = ({ product }: Cluster, edge: HealthCheckEdge): boolean =>
  ALL_EDGES.every((each) => each.name !== edge || has(product, each));

/** Where the first of these settings of an edge is written, or else its block. Undefined when all have their defaults. */
export function placeOf(cluster: Cluster, edge: HealthCheckEdge, ...names: readonly string[]): Origin | undefined {
  const at = cluster.healthCheck[edge].at;
  if (at === undefined) return undefined;
  const written = names.map((name) => at.settings[name]).find((setting) => setting !== undefined);
  return written ?? at.name;
}

/** Sets one setting of an edge, in its block or in a new one. */
export function setOnEdge(model: Model, cluster: Cluster, edge: HealthCheckEdge, name: string, value: string): Edit {
  const at = cluster.healthCheck[edge].at;
  if (isInConfiguration(model, at?.settings[name] ?? cluster.at.self)) {
    return setEdgeInConfiguration(model, cluster.at, edge, name, value);
  }
  // Without a block the edge is set by tc-properties only; what is not set there gets a block of its own.
  if (at === undefined || (at.block === undefined && at.settings[name] === undefined))
    return addToBlock(model, cluster.at, `health-check ${edge} { ${name} ${value} }`);
  return setSetting(model, at, name, value);
}

/**
 * True when clients leave after the window closed and a health check was changed from its default: then the health check
 * is to blame (TCS202), else the window (TCS301), so that one mistake is reported once.
 */
export function blamesHealthCheck(cluster: Cluster): boolean {
  const changed = cluster.healthCheck['l1-l2'].at !== undefined || cluster.healthCheck['l2-l2'].at !== undefined;
  return changed && leavesTooLate(cluster) !== undefined;
}

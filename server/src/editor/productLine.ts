/** The product whose defaults and words count at a place. */
import type { Analysis } from '../index.ts';
import type { Statement } from '../language/syntax.ts';
import type { Cluster, ProductLine } from '../model/model.ts';

/** The cluster that the surrounding block declares or belongs to; the only or first one where the text does not say. */
export function clusterAt(parents: readonly Statement[], { model }: Analysis): Cluster | undefined {
  const named = (name: string | undefined) => model.clusters.find((cluster) => cluster.name === name);
  const [outermost] = parents;
  const [keyword, name] = outermost?.words ?? [];
  const isClient = keyword?.text === 'client' || keyword?.text === 'integration-server';
  const client = isClient ? model.clients.find(({ family }) => family === name?.text) : undefined;
  return (keyword?.text === 'cluster' ? named(name?.text) : undefined) ?? named(client?.cluster) ?? model.clusters[0];
}

export function productLineAt(parents: readonly Statement[], analysis: Analysis): ProductLine {
  return clusterAt(parents, analysis)?.product.line ?? '4.x';
}

/** The product whose defaults and words count at a place. */
import type { Analysis } from '../index.ts';
import type { Statement } from '../language/syntax.ts';
import type { Cluster, Product, ProductLine } from '../model/model.ts';

/** The cluster that the surrounding block declares or belongs to; the only or first one where the text does not say. */
export function clusterAt(parents: readonly Statement[], { model }: Analysis): Cluster | undefined {
  const named = (name: string | undefined) => model.clusters.find((cluster) => cluster.name === name);
  const [outermost] = parents;
  const [keyword, name] = outermost?.words ?? [];
  const isClient = keyword?.text === 'client' || keyword?.text === 'integration-server';
  const client = isClient ? model.clients.find(({ family }) => family === name?.text) : undefined;
  return (keyword?.text === 'cluster' ? named(name?.text) : undefined) ?? named(client?.cluster) ?? model.clusters[0];
}

/** The products that a place is about: that of the surrounding block, or those of all clusters in a scenario. */
export function productsAt(parents: readonly Statement[], analysis: Analysis): readonly Product[] {
  const [outermost] = parents;
  if (outermost?.words[0]?.text === 'scenario') return analysis.model.clusters.map(({ product }) => product);
  const cluster = clusterAt(parents, analysis);
  return cluster === undefined ? [] : [cluster.product];
}

/** The line of the cluster that a block is about; 4.x where there is no cluster. */
export function productLineAt(parents: readonly Statement[], analysis: Analysis): ProductLine {
  return clusterAt(parents, analysis)?.product.line ?? '4.x';
}

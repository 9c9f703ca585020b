/** For the tests of the importers. */
import type { Model } from '../model/model.ts';

/** Clusters and clients of a model without the places where they stand. */
export function withoutPlaces({ clusters, clients }: Model): unknown {
  return JSON.parse(JSON.stringify({ clusters, clients }, (key, value: unknown) => (key === 'at' ? undefined : value)));
}

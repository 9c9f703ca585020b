/** Lanes as people see them: clusters hold stripes hold servers; families hold clients hold caches. */
import type { Lane, Trace } from '../../../server/src/trace/trace.ts';

export interface LaneNode {
  /** Stable across runs: what is collapsed stays collapsed. */
  readonly key: string;
  readonly label: string;
  /** What kind of thing it is, for the reader. */
  readonly hint: string;
  /** Index into `Trace.lanes`, or -1 for a node that only groups. */
  readonly lane: number;
  readonly children: readonly LaneNode[];
}

/** The tree of a trace's lanes, in the order of their declaration; servers first. */
export function laneTree(trace: Trace): LaneNode[] {
  const { lanes } = trace;
  const indexes = lanes.map((_, index) => index);
  const ofKind = (...kinds: readonly Lane['kind'][]) =>
    indexes.filter((index) => kinds.includes(lanes[index]?.kind as Lane['kind']));
  const childrenOf = (parent: number, kinds: readonly Lane['kind'][]) =>
    ofKind(...kinds).filter((index) => lanes[index]?.parent === parent);
  const name = (index: number) => (lanes[index] as Lane).name;

  /** A cache below its client need not repeat the client's name. */
  const shortName = (index: number) => {
    const owner = lanes[lanes[index]?.parent ?? -1];
    return owner?.kind === 'client' && name(index).startsWith(`${owner.name}.`)
      ? name(index).slice(owner.name.length + 1)
      : name(index);
  };

  const leaf = (index: number, children: readonly LaneNode[] = []): LaneNode => ({
    key: `${lanes[index]?.kind}:${name(index)}:${lanes[index]?.parent}`,
    label: shortName(index),
    hint: (lanes[index] as Lane).kind,
    lane: index,
    children,
  });

  const clusters = ofKind('cluster').map((cluster) =>
    leaf(cluster, byStripe(childrenOf(cluster, ['server']), lanes, leaf, name(cluster))),
  );
  const loose = ofKind('server').filter((server) => lanes[lanes[server]?.parent ?? -1]?.kind !== 'cluster');
  const clients = ofKind('client').map((client) =>
    leaf(
      client,
      childrenOf(client, ['cache']).map((cache) => leaf(cache)),
    ),
  );
  const orphans = ofKind('cache').filter((cache) => lanes[lanes[cache]?.parent ?? -1]?.kind !== 'client');
  return [
    ...clusters,
    ...byStripe(loose, lanes, leaf, ''),
    ...byFamily(clients, lanes),
    ...orphans.map((cache) => leaf(cache)),
    ...ofKind('network').map((network) => leaf(network)),
  ];
}

/** Stripes are worth a level of their own when there are several. */
function byStripe(
  servers: readonly number[],
  lanes: readonly Lane[],
  leaf: (index: number) => LaneNode,
  cluster: string,
): LaneNode[] {
  const stripes = Map.groupBy(servers, (server) => lanes[server]?.group ?? '');
  if (stripes.size < 2) {
    return servers.map((server) => leaf(server));
  }
  return [...stripes].map(([stripe, members]) => ({
    key: `stripe:${cluster}:${stripe}`,
    label: stripe === '' ? 'other servers' : stripe,
    hint: 'stripe',
    lane: -1,
    children: members.map((server) => leaf(server)),
  }));
}

/** A counted family (`client shop x 20`) of at least two members becomes a group. */
function byFamily(clients: readonly LaneNode[], lanes: readonly Lane[]): LaneNode[] {
  const families = Map.groupBy(clients, (client) => lanes[client.lane]?.group ?? '');
  const result: LaneNode[] = [];
  for (const [family, members] of families) {
    if (family === '' || members.length < 2) {
      result.push(...members);
    } else {
      const label = `${family} × ${members.length}`;
      result.push({ key: `family:${family}`, label, hint: 'clients', lane: -1, children: members });
    }
  }
  return result;
}

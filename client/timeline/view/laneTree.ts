/** Lanes as people see them: clusters hold stripes hold servers; families hold clients hold caches. */
import type { Lane, Trace } from '../../../server/src/trace/trace.ts';
import type { SessionCopy } from '../data/sessions.ts';
import { lookOf, type RowKind } from './laneKinds.ts';

export interface LaneNode {
  /** Stable across runs: what is collapsed stays collapsed. */
  readonly key: string;
  readonly label: string;
  /** What kind of thing it is, for the reader. */
  readonly hint: string;
  readonly row: RowKind;
  /** Index of the lane in the run, or -1 for a node that only groups. */
  readonly lane: number;
  readonly children: readonly LaneNode[];
}

/** The tree of a trace's lanes; siblings in the order of their kinds, then of their declaration. */
export function laneTree({ lanes }: Trace): LaneNode[] {
  const children = Map.groupBy(lanes.keys(), (index) => {
    const parent = lanes[index]?.parent ?? -1;
    return lanes[parent] === undefined ? -1 : parent;
  });

  const nodesBelow = (parent: number): LaneNode[] => {
    const kinds = Map.groupBy(children.get(parent) ?? [], (index) => lanes[index]?.kind as Lane['kind']);
    return [...kinds]
      .sort(([one], [other]) => lookOf(one).order - lookOf(other).order)
      .flatMap(([kind, members]) => {
        const nodes = members.map(nodeOf);
        const { grouping } = lookOf(kind);
        return grouping === 'stripe'
          ? byStripe(nodes, lanes, lanes[parent]?.name ?? '')
          : grouping === 'family'
            ? byFamily(nodes, lanes)
            : nodes;
      });
  };

  const nodeOf = (index: number): LaneNode => {
    const { kind, name, parent } = lanes[index] as Lane;
    return {
      key: `${kind}:${name}:${parent}`,
      label: shortName(lanes, index),
      hint: kind,
      row: lookOf(kind).row,
      lane: index,
      children: nodesBelow(index),
    };
  };
  return nodesBelow(-1);
}

/** A cache below its client need not repeat the client's name. */
function shortName(lanes: readonly Lane[], index: number): string {
  const { name, parent } = lanes[index] as Lane;
  const owner = lanes[parent];
  return owner?.kind === 'client' && name.startsWith(`${owner.name}.`) ? name.slice(owner.name.length + 1) : name;
}

/** Stripes are worth a level of their own when there are several. */
function byStripe(servers: readonly LaneNode[], lanes: readonly Lane[], cluster: string): readonly LaneNode[] {
  const stripes = Map.groupBy(servers, ({ lane }) => lanes[lane]?.group ?? '');
  if (stripes.size < 2) {
    return servers;
  }
  return [...stripes].map(([stripe, children]) => ({
    key: `stripe:${cluster}:${stripe}`,
    label: stripe === '' ? 'other servers' : stripe,
    hint: 'stripe',
    row: 'group',
    lane: -1,
    children,
  }));
}

/** A counted family (`client shop x 20`) of at least two members becomes a group. */
function byFamily(clients: readonly LaneNode[], lanes: readonly Lane[]): LaneNode[] {
  const families = Map.groupBy(clients, ({ lane }) => lanes[lane]?.group ?? '');
  return [...families].flatMap(([family, members]): readonly LaneNode[] =>
    family === '' || members.length < 2
      ? members
      : [
          {
            key: `family:${family}`,
            label: `${family} × ${members.length}`,
            hint: 'clients',
            row: 'group',
            lane: -1,
            children: members,
          },
        ],
  );
}

/** Sessions with the copies that the nodes work on; these lanes are numbered after those of the trace. */
export function sessionNodes({ lanes }: Trace, copies: readonly SessionCopy[]): LaneNode[] {
  const bySession = Map.groupBy(copies.keys(), (index) => copies[index]?.session ?? '');
  return [...bySession].map(([session, indexes]) => ({
    key: `session:${session}`,
    label: session,
    hint: 'session',
    row: 'group',
    lane: -1,
    children: indexes.map((index) => ({
      key: `session:${session}:${copies[index]?.node}`,
      label: lanes[copies[index]?.node ?? -1]?.name ?? '',
      hint: 'copy',
      row: 'node',
      lane: lanes.length + index,
      children: [],
    })),
  }));
}

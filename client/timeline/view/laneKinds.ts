/** How each kind of lane is drawn, and where it stands among its siblings. A kind without a line here still has a row. */

/** group: a heading, or a collapsed group drawn as ribbons · node: states and marks · cache: call density */
export type RowKind = 'group' | 'node' | 'cache';

export interface LaneLook {
  readonly row: RowKind;
  /** Siblings stand in this order, those of a kind as they were declared. */
  readonly order: number;
  /** What members of one `group` form: a stripe of servers, a counted family of clients. */
  readonly grouping?: 'stripe' | 'family';
}

const LOOKS: Readonly<Record<string, LaneLook>> = {
  cluster: { row: 'group', order: 0 },
  server: { row: 'node', order: 1, grouping: 'stripe' },
  voter: { row: 'node', order: 2 },
  client: { row: 'node', order: 3, grouping: 'family' },
  cache: { row: 'cache', order: 4 },
  network: { row: 'group', order: 9 },
};

const UNKNOWN: LaneLook = { row: 'node', order: 5 };

/** The look of a kind of lane, also of one that this page does not know. */
export function lookOf(kind: string | undefined): LaneLook {
  return (kind === undefined ? undefined : LOOKS[kind]) ?? UNKNOWN;
}

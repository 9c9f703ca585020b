/** Which lanes of a trace are nodes: processes that are in one state at any time. */
import type { LaneKind } from '../trace/kinds.ts';

const OTHERS: ReadonlySet<LaneKind> = new Set(['cluster', 'cache', 'network']);

/** True for servers, clients and voters; false for caches and for what only groups. */
export function isNode(kind: LaneKind): boolean {
  return !OTHERS.has(kind);
}

/** Which lanes are visible, and where. */
import type { RowKind } from './laneKinds.ts';
import type { LaneNode } from './laneTree.ts';
import { type ContentY, contentY } from './scale.ts';

export interface LaneRow {
  readonly kind: RowKind;
  readonly node: LaneNode;
  readonly depth: number;
  readonly top: ContentY;
  readonly height: number;
  readonly collapsed: boolean;
  /** Lanes that are folded into this row, drawn as thin ribbons. */
  readonly folded: readonly number[];
}

export interface LaneLayout {
  readonly rows: readonly LaneRow[];
  /** Per lane of the run: the index of the row that shows it or its folded group. */
  readonly rowOfLane: Int32Array;
  readonly height: number;
}

const HEIGHT: Record<RowKind, number> = { group: 24, node: 40, cache: 36 };
const RIBBON_PIXELS = 4;
const MAX_FOLDED_HEIGHT = 64;

/** Lays the tree out from top to bottom; nodes whose key is in `collapsed` show their members as ribbons. */
export function layOut(tree: readonly LaneNode[], laneCount: number, collapsed: ReadonlySet<string>): LaneLayout {
  const rows: LaneRow[] = [];
  const rowOfLane = new Int32Array(laneCount).fill(-1);
  let top = 0;

  const add = (node: LaneNode, depth: number) => {
    const kind = node.row;
    const folds = collapsed.has(node.key) && node.children.length > 0;
    // A client keeps its own lane when its caches are folded away; only a heading has room for ribbons.
    const folded = folds && kind === 'group' ? nodesBelow(node) : [];
    const ribbons = Math.min(folded.length * RIBBON_PIXELS + 10, MAX_FOLDED_HEIGHT);
    const height = Math.max(HEIGHT[kind], ribbons);
    for (const lane of folds ? allLanes(node) : [node.lane]) {
      if (lane >= 0) {
        rowOfLane[lane] = rows.length;
      }
    }
    rows.push({ kind, node, depth, top: contentY(top), height, collapsed: folds, folded });
    top += height;
    if (!folds) {
      for (const child of node.children) {
        add(child, depth + 1);
      }
    }
  };
  for (const node of tree) {
    add(node, 0);
  }
  return { rows, rowOfLane, height: top };
}

function allLanes(node: LaneNode): number[] {
  return [node.lane, ...node.children.flatMap(allLanes)].filter((lane) => lane >= 0);
}

function nodesBelow(node: LaneNode): number[] {
  return node.children.flatMap((child) => (child.row === 'node' ? [child.lane] : nodesBelow(child)));
}

/** Index of the row at a height, or -1 below the last one. */
export function rowAt(layout: LaneLayout, y: ContentY): number {
  let low = 0;
  let high = layout.rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = layout.rows[middle] as LaneRow;
    if (row.top + row.height <= y) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return y >= 0 && low < layout.rows.length ? low : -1;
}

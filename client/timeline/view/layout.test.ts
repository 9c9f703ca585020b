import { describe, expect, it } from 'vitest';
import type { Lane, Trace } from '../../../server/src/trace/trace.ts';
import { type LaneNode, laneTree } from './laneTree.ts';
import { layOut, rowAt } from './layout.ts';
import { contentY } from './scale.ts';

const lane = (kind: Lane['kind'], name: string, parent = -1, group = ''): Lane => ({
  kind,
  name,
  parent,
  group,
  source: -1,
});

const trace = {
  lanes: [
    lane('cluster', 'orders'),
    lane('server', 'tsa-1', 0, 'one'),
    lane('server', 'tsa-2', 0, 'one'),
    lane('server', 'tsa-3', 0, 'two'),
    lane('client', 'shop-1', -1, 'shop'),
    lane('cache', 'shop-1.sessions', 4),
    lane('client', 'shop-2', -1, 'shop'),
    lane('cache', 'sessions', 6),
    lane('client', 'billing', -1, 'billing'),
    lane('network', 'network'),
  ],
} as unknown as Trace;

function outline(nodes: readonly LaneNode[], depth = 0): string[] {
  return nodes.flatMap(({ label, hint, children }) => [
    `${'  '.repeat(depth)}${label} (${hint})`,
    ...outline(children, depth + 1),
  ]);
}

const tree = laneTree(trace);

describe('the tree of lanes', () => {
  it('groups stripes when there are several, and families of more than one', () => {
    expect(outline(tree)).toEqual([
      'orders (cluster)',
      '  one (stripe)',
      '    tsa-1 (server)',
      '    tsa-2 (server)',
      '  two (stripe)',
      '    tsa-3 (server)',
      'shop × 2 (clients)',
      '  shop-1 (client)',
      '    sessions (cache)',
      '  shop-2 (client)',
      '    sessions (cache)',
      'billing (client)',
      'network (network)',
    ]);
  });

  it('has a row for a kind of lane that this page does not know, below what it belongs to', () => {
    const lanes = [lane('cluster', 'orders'), lane('client', 'shop'), lane('witness' as Lane['kind'], 'w', 0)];
    const unknown = laneTree({ lanes } as unknown as Trace);
    expect(outline(unknown)).toEqual(['orders (cluster)', '  w (witness)', 'shop (client)']);
    expect(layOut(unknown, 3, new Set()).rows.map(({ kind }) => kind)).toEqual(['group', 'node', 'node']);
  });

  it('gives every node a key of its own', () => {
    const keys = (nodes: readonly LaneNode[]): string[] =>
      nodes.flatMap(({ key, children }) => [key, ...keys(children)]);
    expect(new Set(keys(tree)).size).toBe(keys(tree).length);
  });
});

describe('the layout', () => {
  it('stacks rows without gaps and finds them by their height', () => {
    const layout = layOut(tree, trace.lanes.length, new Set());
    let top = 0;
    for (const [index, row] of layout.rows.entries()) {
      expect(row.top).toBe(top);
      expect(rowAt(layout, contentY(top))).toBe(index);
      expect(rowAt(layout, contentY(top + row.height - 0.5))).toBe(index);
      top += row.height;
    }
    expect(layout.height).toBe(top);
    expect(rowAt(layout, contentY(top))).toBe(-1);
    expect(rowAt(layout, contentY(-1))).toBe(-1);
    expect(Array.from(layout.rowOfLane).every((row, index) => layout.rows[row]?.node.lane === index)).toBe(true);
  });

  it('folds a group into ribbons that stand for its lanes', () => {
    const layout = layOut(tree, trace.lanes.length, new Set(['family:shop', 'cluster:orders:-1']));
    expect(layout.rows.map(({ node, folded }) => [node.label, folded])).toEqual([
      ['orders', [1, 2, 3]],
      ['shop × 2', [4, 6]],
      ['billing', []],
      ['network', []],
    ]);
    expect(Array.from(layout.rowOfLane)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 3]);
  });
});

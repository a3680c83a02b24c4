// Where the graph's nodes and edges are drawn, from left to right.
import { Graph as DagreGraph, layout } from '@dagrejs/dagre';
import { curveBasis, line } from 'd3-shape';
import type { Graph, GraphEdge, GraphNode } from './graph';

export interface Placed {
  width: number;
  height: number;
  nodes: (GraphNode & { x: number; y: number; width: number; height: number })[];
  edges: (GraphEdge & { path: string; x: number; y: number })[];
}

const LETTER = 7.3;
const HEIGHT = 30;

const curve = line<{ x: number; y: number }>()
  .x(({ x }) => x)
  .y(({ y }) => y)
  .curve(curveBasis);

export function placed(graph: Graph): Placed {
  const drawing = new DagreGraph({ multigraph: true });
  drawing.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 50, marginx: 8, marginy: 8 });
  for (const { id, label } of graph.nodes) {
    drawing.setNode(id, { width: [...label].length * LETTER + 24, height: HEIGHT });
  }
  graph.edges.forEach(({ from, to, label }, i) =>
    drawing.setEdge(from, to, { width: label.length * 6.5, height: label === '' ? 0 : 14, labelpos: 'c' }, `${i}`),
  );
  layout(drawing);
  const { width, height } = drawing.graph() as { width: number; height: number };
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    nodes: graph.nodes.map((node) => {
      const { x, y, width: w, height: h } = drawing.node(node.id) as { x: number; y: number; width: number; height: number };
      return { ...node, x: x - w / 2, y: y - h / 2, width: w, height: h };
    }),
    edges: graph.edges.map((edge, i) => {
      const { points, x, y } = drawing.edge(edge.from, edge.to, `${i}`) as { points: { x: number; y: number }[]; x?: number; y?: number };
      return { ...edge, path: curve(points) ?? '', x: x ?? 0, y: y ?? 0 };
    }),
  };
}

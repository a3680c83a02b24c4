// Which rows a tree of processes has: those that say nothing are told together, and what is deep is folded.
import { commandOf, exitOf, failed, type Process, type Report } from './data';

/** A process, or several siblings that are told as one row until it is opened. */
export interface TreeNode {
  key: string;
  label: string;
  /** The first one, of several. */
  process: Process;
  /** How many processes it stands for, without those below. */
  size: number;
  children: TreeNode[];
}

export interface TreeRow {
  node: TreeNode;
  /** From 1. */
  level: number;
  /** From 1, among its siblings. */
  place: number;
  siblings: number;
  open: boolean;
}

/** From so many on siblings that are the same are one row. */
const SAME = 3;

/** A tree with no more rows is open from the beginning. */
const SMALL = 120;

/** So deep a larger one is. */
const DEPTH = 3;

export function treeOf(report: Report): TreeNode[] {
  return nodesOf(report.roots, report);
}

function nodesOf(processes: Process[], report: Report): TreeNode[] {
  // Without recursion: a tale may nest its processes at will.
  const roots: TreeNode[] = [];
  const open: { processes: Process[]; into: TreeNode[] }[] = [{ processes, into: roots }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const group of grouped(next.processes, report)) {
      const nodes = group.map((process) => nodeOf(process));
      nodes.forEach((node) => open.push({ processes: node.process.children, into: node.children }));
      if (group.length >= SAME || (group.length > 1 && isBare(group[0]!))) {
        next.into.push({ ...nodes[0]!, key: `g${group[0]!.index}`, label: labelOf(group), size: group.length, children: nodes });
      } else {
        next.into.push(...nodes);
      }
    }
  }
  return roots;
}

function nodeOf(process: Process): TreeNode {
  return { key: `p${process.index}`, label: commandOf(process), process, size: 1, children: [] };
}

function labelOf(group: Process[]): string {
  return isBare(group[0]!)
    ? `${group.length} copies of ${group[0]!.inherited ?? '?'} that ran no program of their own`
    : `${group.length} × ${commandOf(group[0]!)}`;
}

/** Whether it did nothing but be made and end. */
function isBare(process: Process): boolean {
  return process.executions.length === 0 && process.children.length === 0;
}

/** Siblings after each other that have no children and would be told by the same words. */
function grouped(processes: Process[], report: Report): Process[][] {
  const groups: Process[][] = [];
  let before: string | null = null;
  for (const process of processes) {
    const words = process.children.length > 0 ? null : `${commandOf(process)}\n${exitOf(process, report)}`;
    if (words !== null && words === before) {
      groups.at(-1)!.push(process);
    } else {
      groups.push([process]);
    }
    before = words;
  }
  return groups;
}

/** The keys of the nodes that are open at first: all of a small tree, of a larger one the top and the ways to what failed. */
export function openAtFirst(roots: TreeNode[]): Set<string> {
  const open = new Set<string>();
  let rows = 0;
  walk(roots, (node) => {
    rows += node.size > 1 ? 0 : 1;
  });
  walk(roots, (node, above) => {
    if (node.size === 1 && node.children.length > 0 && (rows <= SMALL || above.length < DEPTH)) {
      open.add(node.key);
    }
    if (failed(node.process) && open.size < SMALL) {
      above.forEach(({ key }) => open.add(key));
    }
  });
  return open;
}

function walk(roots: TreeNode[], visit: (node: TreeNode, above: TreeNode[]) => void): void {
  const above: TreeNode[] = [];
  const stack: (TreeNode | null)[] = roots.toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next === null) {
      above.pop();
      continue;
    }
    visit(next, above);
    above.push(next);
    stack.push(null, ...next.children.toReversed());
  }
}

/** Every node that can be opened. */
export function allKeys(roots: TreeNode[]): Set<string> {
  const keys = new Set<string>();
  walk(roots, ({ key, children }) => children.length > 0 && keys.add(key));
  return keys;
}

/** The rows that show: where words are looked for, those that have them and what lies above these. */
export function rowsOf(roots: TreeNode[], open: Set<string>, words: string): TreeRow[] {
  const wanted = words.trim().toLowerCase();
  const found = wanted === '' ? null : new Set<string>();
  if (found !== null) {
    walk(roots, (node, above) => {
      if (node.label.toLowerCase().includes(wanted)) {
        found.add(node.key);
        above.forEach(({ key }) => found.add(key));
      }
    });
  }
  const rows: TreeRow[] = [];
  const stack: { nodes: TreeNode[]; next: number; level: number }[] = [];
  const push = (nodes: TreeNode[], level: number) =>
    stack.push({ nodes: found === null ? nodes : nodes.filter(({ key }) => found.has(key)), next: 0, level });
  push(roots, 1);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const node = top.nodes[top.next++];
    if (node === undefined) {
      stack.pop();
      continue;
    }
    const isOpen = found === null ? open.has(node.key) : node.children.some(({ key }) => found.has(key));
    rows.push({ node, level: top.level, place: top.next, siblings: top.nodes.length, open: isOpen });
    if (isOpen) {
      push(node.children, top.level + 1);
    }
  }
  return rows;
}

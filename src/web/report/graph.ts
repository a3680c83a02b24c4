// The graph of inputs, programs and outputs, with the pipes and sockets between programs: as small as it has to be to be read.
// A program is a process with all that it executed. Files that are used by the same ones in the same way are one node; in a
// large run so are programs of one name.
import { type Channel, type ChannelUse, commandOf, type Execution, type File, type Process, programOf, type Report, type RunInfo } from './data';
import { bytes, count, cut, cutPath } from './text';

export type NodeKind = 'input' | 'output' | 'both' | 'program';

export interface GraphNode {
  id: string;
  kind: NodeKind;
  label: string;
  title: string;
  files: File[];
  processes: Process[];
}

export type EdgeKind = 'reads' | 'writes' | 'pipe' | 'socket';

export interface GraphEdge {
  from: string;
  to: string;
  kind: EdgeKind;
  /** What went through; empty where nothing is known. */
  label: string;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** How much was put together: 0 is nothing but files of one use. */
  level: number;
}

/** More nobody reads, and laying it out takes a browser too long. */
const MOST = 150;

interface Flow {
  from: Execution;
  to: Execution;
  kind: 'pipe' | 'socket';
  bytes: number;
}

/** How executions and files are put together. */
interface Level {
  program(execution: Execution): string;
  file(file: File): string;
}

/** From the least to the most. */
const LEVELS: Level[] = [
  { program: ({ process }) => `${process.index}`, file: ({ index }) => `${index}` },
  { program: ({ process, program }) => `${process.parent?.index} ${program}`, file: ({ index }) => `${index}` },
  { program: ({ program }) => program, file: ({ index }) => `${index}` },
  { program: ({ program }) => program, file: (file) => `${folderOf(file)} ${kindOf(file)}` },
  { program: ({ program }) => program, file: (file) => `${file.role} ${kindOf(file)}` },
];

/** The run's graph: of the tale's own files, or of those alone that are wanted. */
export function graphOf(report: Report, wanted?: { files: Set<File>; executions: Set<Execution> }): Graph {
  const files = report.files.filter((file) => (wanted === undefined ? isShown(file) : wanted.files.has(file) && isShown(file)));
  const has = (execution: Execution) => wanted === undefined || wanted.executions.has(execution);
  const flows = report.channels.flatMap(flowsOf).filter(({ from, to }) => has(from) && has(to));
  const drawn = (level: number) => put(files, flows, has, LEVELS[level]!, level, report.run);
  let graph = drawn(0);
  for (let level = 1; level < LEVELS.length && graph.nodes.length > MOST; level++) {
    graph = drawn(level);
  }
  return graph;
}

/** What the image and the kernel brought says little of what a tale did, and is most of it. */
function isShown(file: File): boolean {
  return (file.kind === 'file' || file.kind === 'FIFO') && (file.role === 'workspace' || file.role === 'data' || file.role === 'scratch');
}

function kindOf(file: File): NodeKind {
  return file.written ? (file.read ? 'both' : 'output') : 'input';
}

function folderOf(file: File): string {
  return file.path.slice(0, file.path.lastIndexOf('/') + 1);
}

/** Who may have taken out what whom put in. */
export function flowsOf(channel: Channel): Flow[] {
  const flows: Flow[] = [];
  for (const reader of channel.uses.filter(({ read }) => read > 0)) {
    for (const writer of channel.uses.filter(({ written }) => written > 0)) {
      if (mayReadOf(reader, writer)) {
        flows.push({ from: writer.execution, to: reader.execution, kind: channel.kind, bytes: Math.min(writer.written, reader.read) });
      }
    }
  }
  return flows;
}

function mayReadOf(reader: ChannelUse, writer: ChannelUse): boolean {
  return writer.execution.process !== reader.execution.process && (reader.channel.kind === 'pipe' || reader.end !== writer.end);
}

function put(files: File[], flows: Flow[], has: (execution: Execution) => boolean, { program, file: fileKey }: Level, level: number, run: RunInfo): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge & { bytes: number }>();
  const programNode = (execution: Execution) => {
    const id = `p ${program(execution)}`;
    const node = nodes.get(id) ?? { id, kind: 'program' as const, label: '', title: '', files: [], processes: [] };
    if (node.processes.at(-1) !== execution.process && !node.processes.includes(execution.process)) {
      node.processes.push(execution.process);
    }
    nodes.set(id, node);
    return id;
  };
  const join = (from: string, to: string, kind: EdgeKind, moved: number) => {
    const key = `${kind}\n${from}\n${to}`;
    const edge = edges.get(key);
    if (from !== to && edge === undefined) {
      edges.set(key, { from, to, kind, label: '', bytes: moved });
    } else if (edge !== undefined) {
      edge.bytes += moved;
    }
  };
  for (const alike of byUse(files, has, program, fileKey)) {
    const id = `f ${alike[0]!.index}`;
    nodes.set(id, { id, kind: kindOf(alike[0]!), label: '', title: '', files: alike, processes: [] });
    for (const file of alike) {
      for (const use of file.uses) {
        if (has(use.execution)) {
          if (use.reads) {
            join(id, programNode(use.execution), 'reads', use.bytesRead);
          }
          if (use.writes) {
            join(programNode(use.execution), id, 'writes', use.bytesWritten);
          }
        }
      }
    }
  }
  for (const { from, to, kind, bytes: moved } of flows) {
    join(programNode(from), programNode(to), kind, moved);
  }
  for (const node of nodes.values()) {
    name(node, run);
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()].map(({ bytes: moved, ...edge }) => ({ ...edge, label: labelOf(edge.kind, moved) })),
    level,
  };
}

function labelOf(kind: EdgeKind, moved: number): string {
  const through = kind === 'pipe' || kind === 'socket' ? [kind] : [];
  return [...through, ...(moved > 0 ? [bytes(moved)] : [])].join(', ');
}

/** Files of one kind that the same programs use in the same way; up to three are told one by one. */
function byUse(
  files: File[],
  has: (execution: Execution) => boolean,
  program: (execution: Execution) => string,
  fileKey: (file: File) => string,
): File[][] {
  const groups = new Map<string, File[]>();
  for (const file of files) {
    const uses = file.uses
      .filter(({ execution }) => has(execution))
      .map(({ execution, reads, writes }) => `${program(execution)}${reads ? 'r' : ''}${writes ? 'w' : ''}`);
    if (uses.length > 0) {
      const key = `${file.role} ${[...new Set(uses)].sort().join(' ')}`;
      groups.set(key, [...(groups.get(key) ?? []), file]);
    }
  }
  const apart = [...groups].flatMap(([key, alike]): [string, File[]][] =>
    alike.length > 3 ? [[key, alike]] : alike.map((file) => [`${key} ${file.index}`, [file]]),
  );
  const joined = new Map<string, File[]>();
  for (const [key, alike] of apart) {
    const one = alike.length > 1 ? key : fileKey(alike[0]!);
    joined.set(one, [...(joined.get(one) ?? []), ...alike]);
  }
  return [...joined.values()];
}

function name(node: GraphNode, run: RunInfo): void {
  const [file] = node.files;
  const [process] = node.processes;
  if (file !== undefined) {
    node.label = node.files.length === 1 ? cutPath(shortened(file.path, run), 30) : count(node.files.length, 'file');
    node.title =
      node.files.length === 1 ? file.path : `${node.files.slice(0, 20).map(({ path }) => path).join('\n')}${node.files.length > 20 ? '\n…' : ''}`;
    return;
  }
  const command = commandOf(process!);
  node.label = node.processes.length === 1 ? cut(command, 34) : `${node.processes.length} × ${cut(programOf(process!), 26)}`;
  node.title = node.processes.length === 1 ? command : count(node.processes.length, 'process', 'processes');
}

/** In the tale's own folders as its programs see it, from the workspace on or from the folder that holds the data. */
function shortened(path: string, { workspace, data }: RunInfo): string {
  const from = (folder: string, kept: number) => (path.startsWith(`${folder}/`) ? path.slice(kept) : null);
  return from(workspace, workspace.length + 1) ?? (data === null ? null : from(data, data.lastIndexOf('/') + 1)) ?? path;
}

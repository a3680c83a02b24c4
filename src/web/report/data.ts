// What org.wholetale.recordedrun.report.ReportJson embeds, and the run that it tells of.

export interface RunInfo {
  namespace: string | null;
  name: string | null;
  uid: string | null;
  taleId: string | null;
  versionId: string | null;
  runId: string | null;
  image: string | null;
  imageDigest: string | null;
  title: string | null;
  description: string | null;
  license: string | null;
  authors: { name: string; orcid: string | null }[];
  /** The command line that ran; empty where that is not known. */
  entrypoint: string;
  workspace: string;
  data: string | null;
  traceStart: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  exitCode: number | null;
  signal: number | null;
}

export interface Gap {
  from: number;
  to: number;
  cause: string;
  lost: number | null;
}

export interface Completeness {
  complete: boolean;
  lost: number | null;
  truncated: number;
  redacted: number;
  coverage: string[];
  text: string;
  gaps: Gap[];
}

export interface RecorderInfo {
  version: string | null;
  bpftrace: string | null;
  kernel: string | null;
  probes: string[];
}

/** How many there were; the report may hold fewer. */
export interface Counts {
  events: number;
  processes: number;
  executions: number;
  files: number;
  channels: number;
  network: number;
}

export interface Process {
  index: number;
  pid: number;
  parent: Process | null;
  children: Process[];
  /** When it first shows; nanoseconds since the trace's start, as all times. */
  since: number;
  exit: { time: number; code: number | null; signal: number | null; core: boolean } | null;
  /** What it took by the kernel's account: nanoseconds on processors, and bytes. */
  usage: { cpu: number; memory: number | null; read: number | null; written: number | null } | null;
  /** Whether it came from outside the run. */
  entered: boolean;
  /** How many programs it could not execute. */
  failures: number;
  /** The program of the process that made it. */
  inherited: string | null;
  executions: Execution[];
}

export interface Execution {
  index: number;
  process: Process;
  from: number;
  to: number | null;
  /** The program's name; that of the parent's where it goes on as its copy. */
  program: string;
  /** Null where it goes on as a copy of its parent. */
  exec: {
    commandLine: string;
    path: string;
    cwd: string;
    truncated: boolean;
    environment: Variable[];
    user: { uid: number; gid: number } | null;
  } | null;
  uses: Use[];
  channels: ChannelUse[];
  network: string[];
}

export type Variable = [name: string, value: string];

export const ROLES = ['workspace', 'data', 'scratch', 'image', 'kernel'] as const;
export type Role = (typeof ROLES)[number];

export const KINDS = ['file', 'folder', 'character device', 'block device', 'FIFO', 'socket', 'other'] as const;
export type Kind = (typeof KINDS)[number];

export interface File {
  index: number;
  path: string;
  role: Role;
  kind: Kind;
  removed: boolean;
  /** Whether some of it was there before the run. */
  found: boolean;
  read: boolean;
  written: boolean;
  size: number | null;
  sha256: string | null;
  uses: Use[];
  /** The versions that may hold some of the one before. */
  fromEarlier: number[];
  /** How many more uses there were than the report holds. */
  usesLeftOut: number;
}

/** What an execution did with a version of a file. */
export interface Use {
  execution: Execution;
  file: File;
  /** 0 is what the run found. */
  version: number;
  reads: boolean;
  writes: boolean;
  executes: boolean;
  readFrom: number | null;
  writtenFrom: number | null;
  writtenUntil: number | null;
  bytesRead: number;
  bytesWritten: number;
}

export interface Channel {
  index: number;
  kind: 'pipe' | 'socket';
  uses: ChannelUse[];
}

export interface ChannelUse {
  execution: Execution;
  channel: Channel;
  read: number;
  written: number;
  /** Which of two sockets; of a pipe always 0. */
  end: number;
  until: number;
}

export interface Sample {
  time: number;
  cpuSeconds: number | null;
  memory: number | null;
  read: number | null;
  written: number | null;
  pids: number | null;
}

export interface Piece {
  time: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface Output {
  /** Bytes. */
  stdout: number;
  stderr: number;
  /** Bytes between head and tail. */
  leftOut: number;
  /** What of it is not here at all; null where that is not so. */
  remark: string | null;
  head: Piece[];
  tail: Piece[];
}

export interface Report {
  run: RunInfo;
  completeness: Completeness;
  recorder: RecorderInfo;
  remarks: string[];
  counts: Counts;
  recordsExits: boolean;
  processes: Process[];
  roots: Process[];
  executions: Execution[];
  files: File[];
  channels: Channel[];
  /** How many uses of the network are shown. */
  networkShown: number;
  memoryPeak: number | null;
  memoryLimit: number | null;
  samples: Sample[];
  output: Output;
  /** The time of the last thing that any process is known to have done. */
  end: number;
}

type N = number | null;
type ProcessRow = [pid: number, parent: number, since: number, exit: N, code: N, signal: N, flags: number, failures: number, inherited: number, ...usage: N[]];
type ExecutionRow = [
  process: number, from: number, to: N, program: number,
  commandLine?: number, path?: number, cwd?: number, truncated?: number, environment?: number, uid?: number, gid?: number,
];
type UseRow = [execution: number, flags: number, version: number, readFrom: N, writtenFrom?: N, writtenUntil?: N, read?: number, written?: number];
type FileRow = [folder: number, name: string, role: number, kind: number, flags: number, size: N, sha256: string | null, uses: UseRow[], leftOut?: number, fromEarlier?: number[]];
type ChannelRow = [kind: number, uses: [execution: number, read: number, written: number, end: number, until: number][]];
type PieceRow = [time: number, stream: number, text: string];

interface Embedded {
  run: RunInfo;
  completeness: Omit<Completeness, 'gaps'> & { gaps: [number, number, string, N][] };
  recorder: RecorderInfo;
  remarks: string[];
  counts: Counts;
  recordsExits: boolean;
  processes: ProcessRow[];
  executions: ExecutionRow[];
  files: FileRow[];
  channels: ChannelRow[];
  network: [execution: number, text: number][];
  resources: { memoryPeak: N; memoryLimit: N; samples: [number, N, N, N, N, N][] };
  output: { stdout: number; stderr: number; leftOut: number; remark: string | null; head: PieceRow[]; tail: PieceRow[] };
  environments: Variable[][];
  texts: string[];
}

/** Reads what is embedded in the page. */
export function readReport(json: string): Report {
  const embedded = JSON.parse(json) as Embedded;
  const text = (place: number) => embedded.texts[place] ?? '?';
  const processes = embedded.processes.map(processOf(text));
  embedded.processes.forEach(([, parent], i) => {
    const process = processes[i]!;
    process.parent = processes[parent] ?? null;
    process.parent?.children.push(process);
  });
  const executions = embedded.executions.map(executionOf(text, embedded.environments, processes));
  const files = embedded.files.map(fileOf(text, executions));
  const channels = embedded.channels.map(channelOf(executions));
  for (const [execution, what] of embedded.network) {
    executions[execution]!.network.push(text(what));
  }
  const samples = embedded.resources.samples.map(([time, cpuSeconds, memory, read, written, pids]) => ({
    time, cpuSeconds, memory, read, written, pids,
  }));
  const report: Report = {
    ...embedded,
    completeness: {
      ...embedded.completeness,
      gaps: embedded.completeness.gaps.map(([from, to, cause, lost]) => ({ from, to, cause, lost })),
    },
    processes,
    roots: processes.filter(({ parent }) => parent === null),
    executions,
    files,
    channels,
    networkShown: embedded.network.length,
    memoryPeak: embedded.resources.memoryPeak,
    memoryLimit: embedded.resources.memoryLimit,
    samples,
    output: {
      ...embedded.output,
      head: embedded.output.head.map(pieceOf),
      tail: embedded.output.tail.map(pieceOf),
    },
    end: 0,
  };
  report.end = lastTime(report);
  return report;
}

function processOf(text: (place: number) => string) {
  return ([pid, , since, exit, code, signal, flags, failures, inherited, cpu, memory, read, written]: ProcessRow, index: number): Process => ({
    index,
    pid,
    parent: null,
    children: [],
    since,
    exit: exit === null ? null : { time: exit, code, signal, core: (flags & 1) !== 0 },
    usage: cpu == null ? null : { cpu, memory: memory ?? null, read: read ?? null, written: written ?? null },
    entered: (flags & 2) !== 0,
    failures,
    inherited: inherited < 0 ? null : text(inherited),
    executions: [],
  });
}

function executionOf(text: (place: number) => string, environments: Variable[][], processes: Process[]) {
  return (row: ExecutionRow, index: number): Execution => {
    const [process, from, to, program, commandLine, path, cwd, truncated, environment, uid, gid] = row;
    const execution: Execution = {
      index,
      process: processes[process]!,
      from,
      to,
      program: text(program),
      exec:
        commandLine === undefined
          ? null
          : {
              commandLine: text(commandLine),
              path: text(path!),
              cwd: text(cwd!),
              truncated: truncated === 1,
              environment: environments[environment!] ?? [],
              user: uid === undefined ? null : { uid, gid: gid! },
            },
      uses: [],
      channels: [],
      network: [],
    };
    execution.process.executions.push(execution);
    return execution;
  };
}

function fileOf(text: (place: number) => string, executions: Execution[]) {
  return ([folder, name, role, kind, flags, size, sha256, uses, leftOut, fromEarlier]: FileRow, index: number): File => {
    const file: File = {
      index,
      path: text(folder) + name,
      role: ROLES[role]!,
      kind: KINDS[kind]!,
      removed: (flags & 1) !== 0,
      found: (flags & 2) !== 0,
      read: false,
      written: false,
      size,
      sha256,
      uses: [],
      fromEarlier: fromEarlier ?? [],
      usesLeftOut: leftOut ?? 0,
    };
    for (const [place, how, version, readFrom, writtenFrom, writtenUntil, bytesRead, bytesWritten] of uses) {
      const execution = executions[place]!;
      const at = (since: N | undefined) => (since == null ? null : execution.from + since);
      const use: Use = {
        execution,
        file,
        version,
        reads: (how & 1) !== 0,
        writes: (how & 2) !== 0,
        executes: (how & 4) !== 0,
        readFrom: at(readFrom),
        writtenFrom: at(writtenFrom),
        writtenUntil: at(writtenUntil),
        bytesRead: bytesRead ?? 0,
        bytesWritten: bytesWritten ?? 0,
      };
      file.read ||= use.reads;
      file.written ||= use.writes;
      file.uses.push(use);
      execution.uses.push(use);
    }
    return file;
  };
}

function channelOf(executions: Execution[]) {
  return ([kind, uses]: ChannelRow, index: number): Channel => {
    const channel: Channel = { index, kind: kind === 1 ? 'socket' : 'pipe', uses: [] };
    for (const [place, read, written, end, until] of uses) {
      const use = { execution: executions[place]!, channel, read, written, end, until };
      channel.uses.push(use);
      use.execution.channels.push(use);
    }
    return channel;
  };
}

function pieceOf([time, stream, text]: PieceRow): Piece {
  return { time, stream: stream === 2 ? 'stderr' : 'stdout', text };
}

function lastTime(report: Report): number {
  let last = 1;
  for (const process of report.processes) {
    last = Math.max(last, process.since, process.exit?.time ?? 0);
  }
  for (const execution of report.executions) {
    last = Math.max(last, execution.from, execution.to ?? 0);
  }
  return last;
}

/** When a process ended, as far as is known; one of which that is not known goes on to the end. */
export function endOf(process: Process, report: Report): number {
  return process.exit?.time ?? report.end;
}

/** What a process executed, one after the other, or whose copy it is. */
export function commandOf(process: Process): string {
  const commands = process.executions.flatMap(({ exec }) => (exec === null ? [] : [exec.commandLine]));
  return commands.length > 0 ? commands.join(' → ') : `(copy of ${process.inherited ?? '?'})`;
}

/** Its last program's name. */
export function programOf(process: Process): string {
  return process.executions.at(-1)?.program ?? process.inherited ?? '?';
}

/** In words. */
export function exitOf(process: Process, report: Report): string {
  if (process.exit === null) {
    return report.recordsExits ? 'still running' : 'end not recorded';
  }
  const { code, signal, core } = process.exit;
  return signal === null ? `exit ${code}` : `signal ${signal}${core ? ', core dumped' : ''}`;
}

/** Whether it ended with something else than exit code 0. */
export function failed(process: Process): boolean {
  return process.exit !== null && process.exit.code !== 0;
}

// What may have gone into a file, and what may depend on it: never that it did. The rules are those of `recordedrun why` and
// `recordedrun impact` (org.wholetale.recordedrun.provenance: Flows, Reach, Lineage), and a test holds these to what they answer.
import { type ChannelUse, type Execution, type File, type Process, type Report, type Use } from './data';

/** What it goes through, with the file itself. */
export interface Lineage {
  files: Set<File>;
  processes: Set<Process>;
  /** Files of which what the run found there is a part. */
  found: Set<File>;
  /** Files of which what they held at last is a part. */
  left: Set<File>;
}

/** Where what a run computes with may be at a moment: a version of a file, an opened file from a version on, a process, a channel's side. */
type Place = string;

interface Flow {
  from: Place;
  to: Place;
  since: number;
  until: number;
}

export interface Flows {
  into: Map<Place, Flow[]>;
  outOf: Map<Place, Flow[]>;
  report: Report;
}

const inProcess = ({ index }: Process): Place => `p${index}`;
const inVersion = ({ index }: File, version: number): Place => `v${index} ${version}`;
const inOpenFile = ({ index }: File, version: number): Place => `o${index} ${version}`;
const inChannel = ({ channel, end }: ChannelUse): Place => `c${channel.index} ${channel.kind === 'socket' ? end : 0}`;

/** All ways by which something may have come from place to place. */
export function flowsOf(report: Report): Flows {
  const flows: Flows = { into: new Map(), outOf: new Map(), report };
  const add = (from: Place, to: Place, since: number, until: number) => {
    const flow = { from, to, since, until };
    put(flows.into, to, flow);
    put(flows.outOf, from, flow);
  };
  // Where bytes are recorded, who writes by an inherited descriptor is known.
  const inherits = !report.files.some(({ uses }) => uses.some(({ bytesRead, bytesWritten }) => bytesRead > 0 || bytesWritten > 0));
  for (const file of report.files) {
    if (file.kind === 'file' || file.kind === 'FIFO') {
      throughFile(file, inherits, add);
    }
  }
  for (const { kind, uses } of report.channels) {
    for (const use of uses) {
      const { process } = use.execution;
      const since = Math.min(process.since, use.until);
      if (use.written > 0) {
        add(inProcess(process), inChannel(use), since, use.until);
      }
      if (use.read > 0) {
        const writers = uses.filter(
          (writer) => writer.written > 0 && writer.execution.process !== process && (kind === 'pipe' || writer.end !== use.end),
        );
        new Set(writers.map(inChannel)).forEach((side) => add(side, inProcess(process), since, use.until));
      }
    }
  }
  for (const process of report.processes) {
    // A copy has all that its parent had; with an exec that is gone, but for descriptors.
    if (isCopy(process)) {
      toCopy(process, add);
    }
  }
  return flows;
}

const isCopy = ({ executions }: Process) => (executions[0]?.exec ?? null) === null;

/** From its parent, and from whose copy that was then, should it have executed something later. */
function toCopy(process: Process, add: Add): void {
  let copy = process;
  for (let maker = copy.parent; maker !== null; maker = maker.parent) {
    add(inProcess(maker), inProcess(process), copy.since, copy.since);
    if (isCopy(maker) || maker.executions[0]!.from <= copy.since) {
      return;
    }
    copy = maker;
  }
}

type Add = (from: Place, to: Place, since: number, until: number) => void;

function throughFile(file: File, inherits: boolean, add: Add): void {
  let before: number | null = null;
  for (const version of versionsOf(file)) {
    const uses = file.uses.filter((use) => use.version === version);
    let from = uses.reduce((first, use) => Math.min(first, writtenFrom(use)), Infinity);
    from = from === Infinity ? -Infinity : from;
    add(inVersion(file, version), inOpenFile(file, version), from, Infinity);
    if (before !== null) {
      add(inOpenFile(file, version), inOpenFile(file, before), -Infinity, Infinity);
      if (file.fromEarlier.includes(version)) {
        add(inVersion(file, before), inVersion(file, version), from, Infinity);
      }
    }
    uses.forEach((use) => used(use, inherits, add));
    before = version;
  }
}

function used(use: Use, inherits: boolean, add: Add): void {
  const { file, version, execution } = use;
  const { process } = execution;
  if (use.readFrom !== null) {
    add(inOpenFile(file, version), inProcess(process), use.readFrom, Math.max(use.readFrom, end(process)));
  }
  if (use.writes) {
    const from = writtenFrom(use);
    const until = Math.max(from, writtenUntil(use));
    add(inProcess(process), inVersion(file, version), from, until);
    if (inherits) {
      // Processes that were made while the file was open may have written it too.
      const open = [process];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        for (const child of next.children) {
          if (child.since >= from && child.since <= until) {
            open.push(child);
            if (child.executions.length > 0) {
              add(inProcess(child), inVersion(file, version), child.since, Math.max(child.since, end(child)));
            }
          }
        }
      }
    }
  }
}

/** Since when it may have written. Of a file that was opened again the trace tells no more than that it was closed. */
function writtenFrom({ file, version, execution: { process }, writtenFrom: from, writtenUntil: until }: Use): number {
  if (from === null) {
    return Infinity;
  }
  if (from !== until) {
    return from;
  }
  const before = file.uses.filter((use) => use.version < version && use.execution.process === process && use.writes);
  const ends = versionsOf(file).flatMap((each) => before.find((use) => use.version === each)?.writtenUntil ?? []);
  return ends.length > 0 ? Math.max(...ends) : process.since;
}

/** A shell closes what it has made the output of the program that it executes next. */
function writtenUntil({ execution, writtenUntil: until }: Use): number {
  const last = end(execution.process);
  return until === null || (execution.to !== null && until <= execution.to && execution.to < last) ? last : until;
}

/** Of what the run found and only wrote to there is no use that tells. */
function versionsOf({ found, uses }: File): number[] {
  const used = uses.map(({ version }) => version);
  return [...new Set(found ? [0, ...used] : used)].sort((a, b) => a - b);
}

function end({ exit }: Process): number {
  return exit?.time ?? Infinity;
}

function put(map: Map<Place, Flow[]>, place: Place, flow: Flow): void {
  const known = map.get(place);
  if (known === undefined) {
    map.set(place, [flow]);
  } else {
    known.push(flow);
  }
}

/** What may have gone into what the file held at last. */
export function lineageInto(flows: Flows, file: File): Lineage {
  const start = inVersion(file, versionsOf(file).at(-1) ?? 0);
  return told(flows, file, reached([start], Infinity, (a, b) => a > b, (place, time) =>
    (flows.into.get(place) ?? []).filter(({ since }) => since <= time).map(({ from, until }) => [from, Math.min(time, until)]),
  ));
}

/** What may depend on anything that the file held. */
export function lineageOutOf(flows: Flows, file: File): Lineage {
  const starts = versionsOf(file).map((version) => inVersion(file, version));
  return told(flows, file, reached(starts, -Infinity, (a, b) => a < b, (place, time) =>
    (flows.outOf.get(place) ?? []).filter(({ until }) => until >= time).map(({ to, since }) => [to, Math.max(time, since)]),
  ));
}

/** All places that are reached, each by the time that lets most go on from there. */
function reached(starts: Place[], begin: number, better: (a: number, b: number) => boolean, onward: (place: Place, time: number) => [Place, number][]): Set<Place> {
  const best = new Map(starts.map((place) => [place, begin]));
  const open = [...starts];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const [next, time] of onward(place, best.get(place)!)) {
      const known = best.get(next);
      if (known === undefined || better(time, known)) {
        best.set(next, time);
        open.push(next);
      }
    }
  }
  return new Set(best.keys());
}

function told({ report }: Flows, file: File, places: Set<Place>): Lineage {
  const lineage: Lineage = { files: new Set([file]), processes: new Set(), found: new Set(), left: new Set() };
  for (const place of places) {
    const [index, version] = place.slice(1).split(' ').map(Number);
    if (place.startsWith('p')) {
      lineage.processes.add(report.processes[index!]!);
    } else if (place.startsWith('v')) {
      const reachedFile = report.files[index!]!;
      lineage.files.add(reachedFile);
      if (version === 0) {
        lineage.found.add(reachedFile);
      }
      if (reachedFile !== file && version === versionsOf(reachedFile).at(-1)) {
        lineage.left.add(reachedFile);
      }
    }
  }
  return lineage;
}

/** What the processes of a lineage executed. */
export function executionsOf({ processes }: Lineage): Set<Execution> {
  return new Set([...processes].flatMap(({ executions }) => executions));
}

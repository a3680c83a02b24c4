// How it ended, as the recorder saw it, and whether the record is whole; in plain words.
import { StatusIcon } from '../shared/status';
import type { Report } from './data';
import { between, bytes, count, duration, figure, moment } from './text';

export function Summary({ report }: { report: Report }) {
  const { run, counts } = report;
  const took = between(run.startedAt, run.finishedAt);
  const cpu = report.samples.at(-1)?.cpuSeconds ?? null;
  const files = report.files.filter(({ kind }) => kind === 'file');
  const own = files.filter(({ role }) => role === 'workspace' || role === 'data');
  const ended = endingOf(report);
  return (
    <section id="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">Summary</h2>
      <p class="verdict">
        <StatusIcon status={ended.good === null ? 'UNKNOWN' : ended.good ? 'COMPLETED' : 'FAILED'} />
        <span>{ended.text}</span>
      </p>
      <p class="verdict">
        <StatusIcon status={report.completeness.complete ? 'COMPLETED' : 'FAILED'} />
        <span>{report.completeness.complete ? 'The record is complete: no event was lost or cut, and there is no gap in time.' : `The record is ${report.completeness.text}.`}</span>
      </p>
      {report.remarks.map((remark) => (
        <p class="remark">{remark}</p>
      ))}
      <ul class="figures">
        <Figure name="took" value={took === null ? 'not known' : duration(took)} />
        <Figure name="processes" value={figure(counts.processes)} />
        <Figure name="programs run" value={figure(report.executions.filter(({ exec }) => exec !== null).length)} />
        <Figure name="own files read" value={figure(own.filter(({ read }) => read).length)} />
        <Figure name="own files written" value={figure(own.filter(({ written }) => written).length)} />
        {cpu !== null && <Figure name="on a processor" value={duration(cpu * 1e9)} />}
        {report.memoryPeak !== null && <Figure name="memory at most" value={bytes(report.memoryPeak)} />}
        <Figure name="events recorded" value={figure(counts.events)} />
      </ul>
      <dl>
        <Fact name="Command" value={run.entrypoint} code />
        <Fact name="Started" value={moment(run.startedAt)} />
        <Fact name="Ended" value={moment(run.finishedAt)} />
        <Fact name="Run" value={[run.namespace, run.name].filter(Boolean).join('/')} />
        <Fact name="Run's UID" value={run.uid} code />
        <Fact name="Tale" value={run.taleId} code />
        <Fact name="Tale's version" value={run.versionId} code />
        <Fact name="Whole Tale's run" value={run.runId} code />
        <Fact name="About" value={run.description} />
        <Fact name="Authors" value={run.authors.map(({ name, orcid }) => (orcid === null ? name : `${name} (ORCID ${orcid})`)).join(', ')} />
        <Fact name="License" value={run.license} />
      </dl>
      <Missing report={report} />
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <li>
      <strong>{value}</strong> <span class="quiet">{name}</span>
    </li>
  );
}

/** Nothing where there is nothing to say. */
export function Fact({ name, value, code = false }: { name: string; value: string | null | undefined; code?: boolean }) {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  return (
    <>
      <dt>{name}</dt>
      <dd>{code ? <code>{value}</code> : value}</dd>
    </>
  );
}

function endingOf({ run }: Report): { good: boolean | null; text: string } {
  if (run.exitCode !== null) {
    return { good: run.exitCode === 0, text: `The tale ended with exit code ${run.exitCode}.` };
  }
  if (run.signal !== null) {
    return { good: false, text: `The tale was ended by signal ${run.signal}.` };
  }
  return run.startedAt === null
    ? { good: false, text: 'The tale never started.' }
    : { good: null, text: 'How the tale ended was not recorded.' };
}

function Missing({ report }: { report: Report }) {
  const { lost, truncated, gaps, coverage, redacted } = report.completeness;
  const said: string[] = [
    ...(lost === null ? ['It is not known how many events were lost.'] : lost > 0 ? [`${count(lost, 'event')} lost.`] : []),
    ...(truncated > 0 ? [`${count(truncated, 'value')} cut off, because longer than the kernel could tell.`] : []),
    ...gaps.map(
      ({ from, to, cause, lost: lostThere }) =>
        `From ${duration(from)} to ${duration(to)} after recording began, ${lostThere === null ? 'nobody knows how many events are' : `${count(lostThere, 'event')} ${lostThere === 1 ? 'is' : 'are'}`} missing: ${cause}.`,
    ),
    ...coverage,
    ...(redacted > 0 ? [`In ${count(redacted, 'event')} secrets were replaced by [redacted]. Nothing is missing by that.`] : []),
    ...choices(report),
    ...shortened(report),
  ];
  if (said.length === 0) {
    return null;
  }
  return (
    <>
      <h3>What this record does not show</h3>
      <ul>
        {said.map((each) => (
          <li>{each}</li>
        ))}
      </ul>
    </>
  );
}

/** What nobody asked to record. */
function choices({ recorder: { probes } }: Report): string[] {
  const said: string[] = [];
  if (probes.length === 0) {
    return said;
  }
  const has = (probe: string) => probes.includes(probe);
  if (!has('files')) {
    said.push('Which files were used was not recorded.');
  }
  if (!has('bytes')) {
    said.push('How many bytes went into and out of files, pipes and sockets was not recorded.');
  }
  if (!has('network')) {
    said.push('Use of the network was not recorded.');
  }
  if (!has('exits')) {
    said.push('Exit codes of processes other than the tale itself were not recorded.');
  }
  return said;
}

/** What a page cannot hold. */
function shortened({ counts, processes, files, channels, networkShown }: Report): string[] {
  const kinds: [string, number, number][] = [
    ['processes, those that began first', processes.length, counts.processes],
    ['files, those of the tale’s own folders first', files.length, counts.files],
    ['pipes and sockets', channels.length, counts.channels],
    ['uses of the network', networkShown, counts.network],
  ];
  const usesLeftOut = files.reduce((sum, { usesLeftOut: n }) => sum + n, 0);
  return [
    ...kinds
      .filter(([, shown, all]) => shown < all)
      .map(([what, shown, all]) => `This page holds ${figure(shown)} of ${figure(all)} ${what}. The archive has all of them.`),
    ...(usesLeftOut > 0 ? [`Of the uses of files ${figure(usesLeftOut)} are not on this page. The archive has all of them.`] : []),
  ];
}

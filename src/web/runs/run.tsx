// One run: how it stands, what it prints and does, and its report once that is archived.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isTerminal, StatusLabel } from '../shared/status';
import { bytes, commandLine, duration, exit, moment, traceWord } from './format';
import { type Listener, follow } from './follow';
import { Output, TraceLines } from './live';
import { ReportFrame } from './report-frame';
import { Resources } from './resources';
import { address, type News, type Printed, type Refused, type RunDetail, type RunRow, type Sample, type Server } from './server';

const MOST_PIECES = 5_000;

interface Seen {
  output: Printed[];
  trace: string[];
  omitted: boolean;
  events: number;
  samples: Sample[];
  report: boolean;
  problem: string;
}

const NOTHING: Seen = { output: [], trace: [], omitted: false, events: 0, samples: [], report: false, problem: '' };

interface Props {
  server: Server;
  namespace: string;
  name: string;
  /** As the list has it now; undefined where it has no such run. */
  row: RunRow | undefined;
  now: number;
  refused: (refusal: Refused) => void;
}

export function RunPage({ server, namespace, name, row, now, refused }: Props) {
  const [detail, setDetail] = useState<RunDetail | null>(null);
  const [problem, setProblem] = useState('');
  const seen = useLive(server, namespace, name, row?.uid, refused);

  useEffect(() => {
    let current = true;
    server.detail(namespace, name).then(
      (answer) => current && setDetail(answer),
      (refusal: Refused) => current && (refusal.code === 401 ? refused(refusal) : setProblem(refusal.message)),
    );
    return () => {
      current = false;
    };
  }, [server, namespace, name, row]);

  if (detail === null) {
    return <p role={problem === '' ? 'status' : 'alert'}>{problem === '' ? 'Fetching the run.' : problem}</p>;
  }
  const run = row ?? detail.run;
  return (
    <article>
      <p class="phase" role="status">
        <StatusLabel status={run.phase} />
        <span>{run.message}</span>
      </p>
      {row === undefined && <p role="alert">This run has been deleted.</p>}
      {detail.mayCancel && !isTerminal(run.phase) && <Cancel server={server} run={run} />}
      <Facts detail={detail} run={run} now={now} />
      {seen.problem !== '' && <p role="alert">{seen.problem}</p>}

      <h2>Output</h2>
      {seen.output.length > 0 ? <Output pieces={seen.output} /> : <p class="quiet">Nothing yet. What the tale prints comes within some seconds; stderr is slanted.</p>}

      <h2>
        {isTerminal(run.phase) ? 'Events' : 'Events so far'}: {Math.max(seen.events, run.events ?? 0).toLocaleString('en')}
      </h2>
      {seen.trace.length > 0 ? <TraceLines lines={seen.trace} /> : <p class="quiet">None yet.</p>}
      {seen.omitted && <p class="quiet">Only the last are shown; the archive has them all.</p>}

      {seen.samples.length > 0 && (
        <>
          <h2>Resources</h2>
          <Resources samples={seen.samples} />
        </>
      )}
      {seen.report && <Report server={server} namespace={namespace} name={name} />}
    </article>
  );
}

function Report({ server, namespace, name }: { server: Server; namespace: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <h2>Report</h2>
      {open ? (
        <ReportFrame server={server} namespace={namespace} name={name} />
      ) : (
        <button type="button" class="primary" onClick={() => setOpen(true)}>
          Show the report
        </button>
      )}
      {server.token === null && (
        <p>
          <a href={address('runs', namespace, name, 'report')} target="_blank" rel="noreferrer">
            Open it in a tab of its own
          </a>
        </p>
      )}
    </>
  );
}

/** What came of a run since the page was opened. */
function useLive(server: Server, namespace: string, name: string, uid: string | undefined, refused: (refusal: Refused) => void): Seen {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  useEffect(() => {
    const ending = new AbortController();
    let fresh = true;
    const listener: Listener = {
      happened({ event, data }) {
        if (event === 'news') {
          const news = data as News;
          const before = fresh ? NOTHING : null;
          fresh = false;
          setSeen((last) => added(before ?? last, news));
        } else if (event === 'problem') {
          setSeen((last) => ({ ...last, problem: (data as { message: string }).message }));
        }
        return event === 'end';
      },
      connection(problem) {
        if (problem !== null) {
          fresh = true; // the next connection tells everything again
        }
      },
      refused(refusal) {
        if (refusal.code === 401) {
          refused(refusal);
        }
      },
    };
    setSeen(NOTHING);
    void follow(server, address('runs', namespace, name, 'live'), listener, ending.signal);
    return () => ending.abort();
  }, [server, namespace, name, uid]);
  return seen;
}

function added(seen: Seen, news: News): Seen {
  return {
    output: [...seen.output, ...news.output].slice(-MOST_PIECES),
    trace: [...seen.trace, ...news.trace].slice(-MOST_PIECES),
    omitted: seen.omitted || news.omitted || seen.output.length + news.output.length > MOST_PIECES || seen.trace.length + news.trace.length > MOST_PIECES,
    events: news.events,
    samples: news.samples.length > 0 ? news.samples : seen.samples,
    report: news.report,
    problem: '',
  };
}

function Facts({ detail, run, now }: { detail: RunDetail; run: RunRow; now: number }) {
  const { trace } = detail;
  const facts: [string, string | undefined][] = [
    ['Tale', [run.tale, run.taleId === run.tale ? undefined : run.taleId].filter((text) => text !== undefined).join(', ')],
    ['About', detail.description],
    ['Command', commandLine(detail.command)],
    ['Image', detail.imageId ?? detail.image],
    ['Created', moment(run.created)],
    ['Started', run.started && moment(run.started)],
    ['Ended', run.ended && moment(run.ended)],
    ['Duration', duration(run, now)],
    ['Exit', exit(run)],
    ['Trace', [traceWord(run), run.traceMessage].filter((text) => text).join(': ')],
    ['Processes', trace && String(trace.processes)],
    ['Files', trace?.filesRead === undefined ? '' : `${trace.filesRead} read, ${trace.filesWritten ?? 0} written`],
    ['Pod', [detail.pod, detail.node && `on ${detail.node}`].filter((text) => text).join(' ')],
    ['Archive', [trace?.uri, trace?.archiveBytes === undefined ? undefined : bytes(trace.archiveBytes)].filter((text) => text).join(', ')],
    ['Manifest', trace?.manifestSha256 && `sha256 ${trace.manifestSha256}`],
  ];
  return (
    <dl>
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Cancel({ server, run }: { server: Server; run: RunRow }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState('');
  if (run.cancelling) {
    return <p class="quiet">It was asked to stop.</p>;
  }
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Cancel this run
      </button>
      <dialog ref={dialog} aria-labelledby="cancel-question">
        <h2 id="cancel-question">Cancel {run.name}?</h2>
        <p>The tale is stopped for good. What was recorded until then is archived.</p>
        {problem !== '' && <p role="alert">{problem}</p>}
        <div class="buttons">
          <button
            type="button"
            class="primary"
            onClick={() =>
              server.cancel(run.namespace, run.name).then(
                () => dialog.current?.close(),
                (refusal: Error) => setProblem(refusal.message),
              )
            }
          >
            Stop it
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Let it go on
          </button>
        </div>
      </dialog>
    </>
  );
}

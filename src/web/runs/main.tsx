// The page: the list, or one run, for whoever may see it.
import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import '../shared/base.css';
import { follow } from './follow';
import { RunList } from './list';
import { type Route, route } from './route';
import { RunPage } from './run';
import './runs.css';
import { address, type Refused, type RunRow, Server } from './server';
import { TokenForm } from './token-form';

const TOKEN = 'recordedrun.token';

interface Runs {
  /** By namespace and name; null until the server has answered. */
  known: Map<string, RunRow> | null;
  /** Why nothing comes just now. */
  problem: string | null;
  /** Why a token is needed. */
  refusal: string | null;
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function RunsPage() {
  const [token, setToken] = useState<string | null>(sessionStorage.getItem(TOKEN));
  const server = useMemo(() => new Server(token), [token]);
  const runs = useRuns(server);
  const where = useRoute();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  const title = where === null ? 'Recorded runs' : where.name;

  useEffect(() => {
    document.title = where === null ? title : `${title} - Recorded runs`;
    if (document.activeElement === document.body && where !== null) {
      heading.current?.focus();
    }
  }, [title]);

  function enter(entered: string | null): void {
    if (entered === null) {
      sessionStorage.removeItem(TOKEN);
    } else {
      sessionStorage.setItem(TOKEN, entered);
    }
    setToken(entered);
  }

  return (
    <>
      <header>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <nav class="not-printed">
          {where !== null && <a href="#/">All runs</a>}
          {token !== null && (
            <button type="button" onClick={() => enter(null)}>
              Forget the token
            </button>
          )}
        </nav>
      </header>
      <main>
        {runs.state.problem !== null && <p role="alert">{runs.state.problem}</p>}
        {runs.state.refusal !== null ? (
          <TokenForm problem={runs.state.refusal} enter={enter} />
        ) : runs.state.known === null ? (
          <p role="status">Fetching runs.</p>
        ) : where === null ? (
          <RunList runs={[...runs.state.known.values()].sort(newestFirst)} now={now} />
        ) : (
          <RunPage key={key(where.namespace, where.name)} server={server} {...where} row={runs.state.known.get(key(where.namespace, where.name))} now={now} refused={runs.refused} />
        )}
      </main>
    </>
  );
}

function newestFirst(one: RunRow, other: RunRow): number {
  return other.created.localeCompare(one.created) || key(one.namespace, one.name).localeCompare(key(other.namespace, other.name));
}

/** The runs as they change. */
function useRuns(server: Server): { state: Runs; refused: (refusal: Refused) => void } {
  const [state, setState] = useState<Runs>({ known: null, problem: null, refusal: null });
  const refused = (refusal: Refused) => setState({ known: null, problem: null, refusal: refusal.message });
  useEffect(() => {
    const ending = new AbortController();
    setState({ known: null, problem: null, refusal: null });
    const listener = {
      happened({ event, data }: { event: string; data: unknown }) {
        setState(({ known }) => ({ known: changed(known ?? new Map(), event, data), problem: null, refusal: null }));
        return false;
      },
      connection(problem: string | null) {
        setState((last) => (last.problem === problem ? last : { ...last, problem }));
      },
      refused,
    };
    void follow(server, address('changes'), listener, ending.signal);
    return () => ending.abort();
  }, [server]);
  return { state, refused };
}

function changed(known: Map<string, RunRow>, event: string, data: unknown): Map<string, RunRow> {
  if (event === 'runs') {
    return new Map((data as { runs: RunRow[] }).runs.map((run) => [key(run.namespace, run.name), run]));
  }
  const run = data as RunRow;
  const next = new Map(known);
  if (event === 'run') {
    next.set(key(run.namespace, run.name), run);
  } else {
    next.delete(key(run.namespace, run.name));
  }
  return next;
}

function useRoute(): Route | null {
  const [fragment, setFragment] = useState(location.hash);
  useEffect(() => {
    const moved = () => setFragment(location.hash);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return route(fragment);
}

/** The time, every second. */
function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(clock);
  }, []);
  return now;
}

render(<RunsPage />, document.getElementById('page')!);

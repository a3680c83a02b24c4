// All runs that the visitor may see, as they are now.
import { useState } from 'preact/hooks';
import { RUN_STATUSES, StatusLabel } from '../shared/status';
import { EVERYTHING, type Filter, FilterForm, passes } from './filter';
import { duration, exit, moment, traceWord } from './format';
import type { RunRow } from './server';
import { runAddress } from './route';

const AT_ONCE = 200;

export function RunList({ runs, now }: { runs: RunRow[]; now: number }) {
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [most, setMost] = useState(AT_ONCE);
  const shown = runs.filter((run) => passes(run, filter, now));
  const namespaces = new Set(runs.map((run) => run.namespace)).size > 1;
  return (
    <>
      <FilterForm filter={filter} change={setFilter} />
      <p class="quiet" role="status">
        {summary(shown, runs.length)}
      </p>
      {shown.length > 0 && (
        // the roles stay where a narrow screen shows rows as blocks
        <table class="runs" role="table">
          <caption class="spoken">Runs, the newest first</caption>
          <thead role="rowgroup">
            <tr role="row">
              {['Status', 'Name', ...(namespaces ? ['Namespace'] : []), 'Tale', 'Started', 'Duration', 'Exit', 'Trace'].map((name) => (
                <th key={name} scope="col" role="columnheader">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {shown.slice(0, most).map((run) => (
              <Row key={run.uid} run={run} now={now} namespaces={namespaces} />
            ))}
          </tbody>
        </table>
      )}
      {shown.length > most && (
        <button type="button" onClick={() => setMost(most + AT_ONCE)}>
          Show more
        </button>
      )}
    </>
  );
}

function Row({ run, now, namespaces }: { run: RunRow; now: number; namespaces: boolean }) {
  return (
    <tr role="row">
      <td role="cell">
        <StatusLabel status={run.phase} />
      </td>
      <th scope="row" role="rowheader">
        <a href={runAddress(run.namespace, run.name)}>{run.name}</a>
      </th>
      {namespaces && (
        <td role="cell" data-label="Namespace">
          {run.namespace}
        </td>
      )}
      <td role="cell" data-label="Tale">
        {run.tale}
      </td>
      <td role="cell" data-label="Started">
        {run.started !== undefined && <time dateTime={run.started}>{moment(run.started)}</time>}
      </td>
      <td role="cell" data-label="Duration">
        {duration(run, now)}
      </td>
      <td role="cell" data-label="Exit">
        {exit(run)}
      </td>
      <td role="cell" data-label="Trace" title={run.traceMessage}>
        {traceWord(run)}
      </td>
    </tr>
  );
}

function summary(shown: RunRow[], all: number): string {
  if (all === 0) {
    return 'There are no runs yet.';
  }
  const phases = RUN_STATUSES.map((status) => [shown.filter((run) => run.phase === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`);
  return `${shown.length} of ${all} runs${phases.length > 0 ? `: ${phases.join(', ')}` : ''}`;
}

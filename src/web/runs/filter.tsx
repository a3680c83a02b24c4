// Which runs are shown: by tale, phase and time.
import { RUN_STATUSES, type RunStatus } from '../shared/status';
import type { RunRow } from './server';

export interface Filter {
  tale: string;
  phase: RunStatus | '';
  /** Created in the last so many seconds; 0 for any time. */
  within: number;
}

export const EVERYTHING: Filter = { tale: '', phase: '', within: 0 };

const TIMES: [string, number][] = [
  ['Any time', 0],
  ['Last hour', 3_600],
  ['Last day', 86_400],
  ['Last week', 604_800],
  ['Last 30 days', 2_592_000],
];

/** Whether a run is to be shown; a tale is found by a part of its title, its id, or the run's name. */
export function passes(run: RunRow, filter: Filter, now: number): boolean {
  const searched = filter.tale.trim().toLowerCase();
  return (
    (searched === '' || [run.tale, run.taleId, run.name].some((text) => text?.toLowerCase().includes(searched))) &&
    (filter.phase === '' || run.phase === filter.phase) &&
    (filter.within === 0 || now - Date.parse(run.created) <= filter.within * 1_000)
  );
}

export function FilterForm({ filter, change }: { filter: Filter; change: (filter: Filter) => void }) {
  return (
    <form class="filter not-printed" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        Tale or run
        <input type="search" value={filter.tale} onInput={(event) => change({ ...filter, tale: event.currentTarget.value })} />
      </label>
      <label>
        Phase
        <select value={filter.phase} onChange={(event) => change({ ...filter, phase: event.currentTarget.value as Filter['phase'] })}>
          <option value="">Any phase</option>
          {RUN_STATUSES.map((status) => (
            <option key={status} value={status}>
              {status}
            </option>
          ))}
        </select>
      </label>
      <label>
        Created
        <select value={filter.within} onChange={(event) => change({ ...filter, within: Number(event.currentTarget.value) })}>
          {TIMES.map(([name, seconds]) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

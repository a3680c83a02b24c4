// Times, durations and sizes for people.
import type { RunRow } from './server';

const SECOND = 1_000;

/** Local time to the second: `2026-11-01 10:00:00`. */
export function moment(rfc3339: string): string {
  const at = new Date(rfc3339);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}

/** As the run's status has it, or until now where it goes on. */
export function duration(run: RunRow, now: number): string {
  if (run.duration !== undefined) {
    return run.duration;
  }
  return run.started === undefined || run.ended !== undefined ? '' : seconds((now - Date.parse(run.started)) / SECOND);
}

/** `1h2m3s`, as the status has durations. */
function seconds(count: number): string {
  const whole = Math.max(0, Math.floor(count));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${whole % 60}s`;
}

/** How the tale ended: its exit code, or the signal. */
export function exit(run: RunRow): string {
  if (run.signal !== undefined) {
    return `signal ${run.signal}`;
  }
  return run.exitCode === undefined ? '' : String(run.exitCode);
}

export function traceWord(run: RunRow): string {
  switch (run.traceComplete) {
    case 'True':
      return 'complete';
    case 'False':
      return 'incomplete';
    case 'Unknown':
      return 'not known yet';
    default:
      return '';
  }
}

/** Bytes in binary units: `12.5 MiB`. */
export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A command line as a shell would take it. */
export function commandLine(command: string[]): string {
  return command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

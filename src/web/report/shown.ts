// What the reader has chosen, which all sections show.
import { useMemo, useState } from 'preact/hooks';
import type { File, Process, Report } from './data';
import { type Flows, flowsOf } from './lineage';

export interface Shown {
  process: Process | null;
  file: File | null;
  /** Shows it in its section. */
  choose(thing: Process | File): void;
  /** That, and brings the section into view. */
  go(thing: Process | File): void;
  /** What may have gone where; made when it is first asked for. */
  flows(): Flows;
}

export function useShown(report: Report): Shown {
  const flows = useMemo(() => {
    let made: Flows | null = null;
    return () => (made ??= flowsOf(report));
  }, [report]);
  const [process, setProcess] = useState<Process | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const choose = (thing: Process | File) => {
    if ('path' in thing) {
      setFile(thing);
    } else {
      setProcess(thing);
    }
  };
  const go = (thing: Process | File) => {
    choose(thing);
    const section = document.getElementById('path' in thing ? 'files' : 'processes');
    section?.scrollIntoView();
    section?.querySelector<HTMLElement>('.detail')?.focus();
  };
  return { process, file, flows, choose, go };
}

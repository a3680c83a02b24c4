// What may have gone into a file, and what may depend on it, as lists.
import { useMemo, useState } from 'preact/hooks';
import type { File, Process } from './data';
import { type Lineage, lineageInto, lineageOutOf } from './lineage';
import { ProcessLink } from './processes';
import type { Shown } from './shown';
import { count } from './text';

/** Longer lists are for the command line. */
const MOST = 30;

/** Both questions about a file; each is answered when it is opened. */
export function Answers({ file, shown }: { file: File; shown: Shown }) {
  return (
    <>
      <Answer
        question="What may have gone into it?"
        none="Nothing that was recorded: no process that wrote it had read anything before."
        lineage={() => lineageInto(shown.flows(), file)}
        files={({ found }) => [...found].filter((each) => each !== file)}
        shown={shown}
      />
      <Answer
        question="What may depend on it?"
        none="No file that the run left."
        lineage={() => lineageOutOf(shown.flows(), file)}
        files={({ left }) => [...left].filter(({ removed }) => !removed)}
        shown={shown}
      />
    </>
  );
}

interface AnswerProps {
  question: string;
  none: string;
  lineage(): Lineage;
  files(lineage: Lineage): File[];
  shown: Shown;
}

function Answer({ question, none, lineage, files, shown }: AnswerProps) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{question}</summary>
      {open && <Told lineage={lineage} files={files} none={none} shown={shown} />}
    </details>
  );
}

function Told({ lineage, files, none, shown }: Omit<AnswerProps, 'question'>) {
  const answer = useMemo(lineage, []);
  const all = files(answer).filter(({ kind }) => kind === 'file');
  const own = all.filter(({ role }) => role === 'workspace' || role === 'data');
  const processes = [...answer.processes].sort((a, b) => a.since - b.since);
  if (all.length === 0 && processes.length === 0) {
    return <p>{none}</p>;
  }
  return (
    <>
      <p class="quiet">May, since nothing tells what a process does with what it has read.</p>
      <ul class="plain">
        {own.slice(0, MOST).map((file) => (
          <li>
            <button type="button" class="link" onClick={() => shown.go(file)}>
              {file.path}
            </button>
          </li>
        ))}
        {own.length > MOST && <li class="quiet">and {count(own.length - MOST, 'more file')} of workspace and data</li>}
        {all.length > own.length && <li class="quiet">and {count(all.length - own.length, 'file')} from elsewhere</li>}
      </ul>
      <h4>Through</h4>
      <Processes processes={processes} shown={shown} />
    </>
  );
}

function Processes({ processes, shown }: { processes: Process[]; shown: Shown }) {
  return (
    <ul class="plain">
      {processes.slice(0, MOST).map((process) => (
        <li>
          <ProcessLink process={process} shown={shown} />
        </li>
      ))}
      {processes.length > MOST && <li class="quiet">and {count(processes.length - MOST, 'more process', 'more processes')}</li>}
    </ul>
  );
}

// The tree of processes: who made whom, what each executed, when, and how it ended.
import { useMemo, useState } from 'preact/hooks';
import { commandOf, endOf, type Execution, exitOf, failed, type Process, type Report, type Use } from './data';
import { allKeys, openAtFirst, rowsOf, treeOf } from './folding';
import { LongList } from './list';
import type { Shown } from './shown';
import { bytes, count, duration } from './text';
import { Fact } from './summary';

export function Processes({ report, shown, printed }: { report: Report; shown: Shown; printed: boolean }) {
  const roots = useMemo(() => treeOf(report), [report]);
  const [open, setOpen] = useState(() => openAtFirst(roots));
  const [words, setWords] = useState('');
  const rows = useMemo(() => rowsOf(roots, printed ? allKeys(roots) : open, printed ? '' : words), [roots, open, words, printed]);

  const toggle = (key: string, wanted = !open.has(key)) => {
    const changed = new Set(open);
    if (wanted) {
      changed.add(key);
    } else {
      changed.delete(key);
    }
    setOpen(changed);
  };
  const onKey = (event: KeyboardEvent, index: number) => {
    const row = rows[index]!;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const wanted = event.key === 'ArrowRight';
      if (row.node.children.length > 0 && row.open !== wanted) {
        toggle(row.node.key, wanted);
      }
      return true;
    }
    if (event.key === '*') {
      setOpen(allKeys(roots));
      return true;
    }
    return false;
  };

  return (
    <section id="processes" aria-labelledby="processes-title">
      <h2 id="processes-title">Processes</h2>
      <p class="not-printed">
        <label>
          Find <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} placeholder="command" />
        </label>{' '}
        <button type="button" onClick={() => setOpen(allKeys(roots))}>Unfold all</button>{' '}
        <button type="button" onClick={() => setOpen(new Set())}>Fold all</button>{' '}
        <span class="quiet" role="status">{count(rows.length, 'row')}</span>
      </p>
      <div class="beside">
        <LongList
          id="process"
          role="tree"
          label="Processes"
          count={rows.length}
          rowHeight={30}
          printed={printed}
          isChosen={(index) => rows[index]!.node.size === 1 && rows[index]!.node.process === shown.process}
          choose={(index) => {
            const { node } = rows[index]!;
            if (node.size > 1) {
              toggle(node.key);
            } else {
              shown.choose(node.process);
            }
          }}
          onKey={onKey}
          row={(index, attributes) => {
            const { node, level, place, siblings, open: isOpen } = rows[index]!;
            const { process } = node;
            return (
              <div
                key={node.key}
                {...attributes}
                role="treeitem"
                aria-level={level}
                aria-posinset={place}
                aria-setsize={siblings}
                aria-expanded={node.children.length > 0 ? isOpen : undefined}
              >
                <span class="command" style={{ paddingInlineStart: `${Math.min(level - 1, 24) * 1.1}rem` }}>
                  <span
                    class={node.children.length > 0 ? 'fold' : 'fold none'}
                    aria-hidden="true"
                    onClick={(event) => {
                      if (node.children.length > 0) {
                        event.stopPropagation();
                        toggle(node.key);
                      }
                    }}
                  >
                    {node.children.length === 0 ? '' : isOpen ? '▾' : '▸'}
                  </span>
                  <code title={node.label}>{node.label}</code>
                </span>
                <span class={failed(process) ? 'exit bad' : 'exit'}>{exitOf(process, report)}</span>
                <span class="took quiet">{node.size > 1 ? '' : duration(endOf(process, report) - process.since)}</span>
              </div>
            );
          }}
        />
        <aside class="detail not-printed" tabIndex={-1} aria-live="polite" aria-label="The chosen process">
          {shown.process === null ? <p class="quiet">Choose a process to see what it executed and used.</p> : <ProcessDetail process={shown.process} report={report} shown={shown} />}
        </aside>
      </div>
    </section>
  );
}

function ProcessDetail({ process, report, shown }: { process: Process; report: Report; shown: Shown }) {
  const { usage } = process;
  return (
    <>
      <h3>Process {process.pid}</h3>
      <dl>
        <Fact name="Began" value={`${duration(process.since)} after recording began`} />
        <Fact name="Took" value={duration(endOf(process, report) - process.since)} />
        <Fact name="Ended" value={exitOf(process, report)} />
        <Fact name="On processors" value={usage === null ? null : duration(usage.cpu)} />
        <Fact name="Memory" value={usage === null || usage.memory === null ? null : `${bytes(usage.memory)} at most`} />
        <Fact name="Read" value={usage === null || usage.read === null ? null : bytes(usage.read)} />
        <Fact name="Written" value={usage === null || usage.written === null ? null : bytes(usage.written)} />
        <Fact name="Not found" value={process.failures > 0 ? `${count(process.failures, 'program')} that it tried to execute` : null} />
        <Fact name="From outside" value={process.entered ? 'No process of the run made it.' : null} />
        {process.parent !== null && (
          <>
            <dt>Made by</dt>
            <dd>
              <ProcessLink process={process.parent} shown={shown} />
            </dd>
          </>
        )}
      </dl>
      {process.executions.map((execution) => (
        <ExecutionDetail execution={execution} shown={shown} />
      ))}
    </>
  );
}

function ExecutionDetail({ execution, shown }: { execution: Execution; shown: Shown }) {
  const { exec, uses, channels, network } = execution;
  const own = uses.filter(({ file }) => file.role !== 'image' && file.role !== 'kernel' && file.kind !== 'folder');
  const others = uses.length - own.length;
  return (
    <>
      <h4>{exec === null ? `As a copy of ${execution.program}` : <code>{exec.commandLine}</code>}</h4>
      {exec !== null && (
        <dl>
          <Fact name="Program" value={exec.path} code />
          <Fact name="In folder" value={exec.cwd} code />
          <Fact name="As" value={exec.user === null ? null : `uid ${exec.user.uid}, gid ${exec.user.gid}`} />
          <Fact name="Arguments" value={exec.truncated ? 'are cut off: they were longer than could be recorded' : null} />
          {exec.environment.map(([name, value]) => (
            <Fact name={`$${name}`} value={value} code />
          ))}
        </dl>
      )}
      <UseList title="Reads" uses={own.filter(({ reads }) => reads)} shown={shown} />
      <UseList title="Writes" uses={own.filter(({ writes }) => writes)} shown={shown} />
      {others > 0 && <p class="quiet">and {count(others, 'file')} or folders of the image and the kernel</p>}
      {channels.map(({ channel, read, written }) => (
        <p>
          {channel.kind === 'pipe' ? 'Pipe' : 'Socket'}: {[read > 0 ? `${bytes(read)} read` : '', written > 0 ? `${bytes(written)} written` : ''].filter(Boolean).join(', ')}
        </p>
      ))}
      {network.map((what) => (
        <p>
          Network: <code>{what}</code>
        </p>
      ))}
    </>
  );
}

function UseList({ title, uses, shown }: { title: string; uses: Use[]; shown: Shown }) {
  if (uses.length === 0) {
    return null;
  }
  return (
    <>
      <h5>{title}</h5>
      <ul class="plain">
        {uses.slice(0, 50).map(({ file }) => (
          <li>
            <button type="button" class="link" onClick={() => shown.go(file)}>
              {file.path}
            </button>
          </li>
        ))}
        {uses.length > 50 && <li class="quiet">and {count(uses.length - 50, 'more file')}</li>}
      </ul>
    </>
  );
}

/** Goes to a process. */
export function ProcessLink({ process, shown, command }: { process: Process; shown: Shown; command?: string }) {
  return (
    <button type="button" class="link" onClick={() => shown.go(process)}>
      {command ?? commandOf(process)}
    </button>
  );
}

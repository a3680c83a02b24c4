// The files by role, who read and wrote them, and what they held.
import { useMemo, useState } from 'preact/hooks';
import { Answers } from './answers';
import { type File, type Report, type Role, ROLES, type Use } from './data';
import { LongList } from './list';
import { ProcessLink } from './processes';
import type { Shown } from './shown';
import { Fact } from './summary';
import { bytes, count, duration, figure } from './text';

const ROLE_WORDS: Record<Role, string> = {
  workspace: 'workspace',
  data: 'data',
  scratch: 'scratch, gone with the container',
  image: 'image',
  kernel: 'no file on a disk',
};

const USES = {
  all: { words: 'used in any way', holds: () => true },
  read: { words: 'read', holds: ({ read }: File) => read },
  found: { words: 'read, from before the run', holds: ({ read, found }: File) => read && found },
  written: { words: 'written', holds: ({ written }: File) => written },
  left: { words: 'written and left', holds: ({ written, removed }: File) => written && !removed },
  removed: { words: 'removed', holds: ({ removed }: File) => removed },
} as const;

export function Files({ report, shown, printed }: { report: Report; shown: Shown; printed: boolean }) {
  const [words, setWords] = useState('');
  const [role, setRole] = useState<Role | 'own' | 'all'>('own');
  const [use, setUse] = useState<keyof typeof USES>('all');
  const [folders, setFolders] = useState(false);
  const found = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return report.files.filter(
      (file) =>
        (role === 'all' || (role === 'own' ? file.role === 'workspace' || file.role === 'data' : file.role === role)) &&
        (folders || file.kind === 'file') &&
        USES[use].holds(file) &&
        (wanted === '' || file.path.toLowerCase().includes(wanted) || (file.sha256?.startsWith(wanted) ?? false)),
    );
  }, [report, words, role, use, folders]);

  return (
    <section id="files" aria-labelledby="files-title">
      <h2 id="files-title">Files</h2>
      <RoleTable report={report} />
      <p class="not-printed filters">
        <label>
          Find <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} placeholder="path or sha256" />
        </label>
        <label>
          Of{' '}
          <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role | 'own' | 'all')}>
            <option value="own">workspace and data</option>
            {ROLES.map((each) => (
              <option value={each}>{ROLE_WORDS[each]}</option>
            ))}
            <option value="all">everything</option>
          </select>
        </label>
        <label>
          That were{' '}
          <select value={use} onChange={({ currentTarget }) => setUse(currentTarget.value as keyof typeof USES)}>
            {Object.entries(USES).map(([key, { words: text }]) => (
              <option value={key}>{text}</option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={folders} onChange={({ currentTarget }) => setFolders(currentTarget.checked)} /> folders and devices too
        </label>
        <span class="quiet" role="status">{count(found.length, 'file')}</span>
      </p>
      <div class="beside">
        <LongList
          id="file"
          role="grid"
          label="Files"
          count={found.length}
          rowHeight={30}
          printed={printed}
          isChosen={(index) => found[index] === shown.file}
          choose={(index) => shown.choose(found[index]!)}
          head={
            <div role="rowgroup" class="head">
              <div role="row" class="row file-row">
                <span role="columnheader">Path</span>
                <span role="columnheader">Use</span>
                <span role="columnheader" class="by">By</span>
                <span role="columnheader" class="size">Size</span>
                <span role="columnheader" class="hash">sha256</span>
              </div>
            </div>
          }
          row={(index, attributes) => {
            const file = found[index]!;
            return (
              <div key={file.index} {...attributes} class={`${attributes.class} file-row`} role="row" aria-rowindex={index + 2}>
                <span role="gridcell" class="path" title={file.path}>
                  <code>{file.path}</code>
                </span>
                <span role="gridcell">{usedAs(file)}</span>
                <span role="gridcell" class="by">{usersOf(file)}</span>
                <span role="gridcell" class="size">{file.size === null ? '' : bytes(file.size)}</span>
                <span role="gridcell" class="hash">
                  <code>{file.sha256?.slice(0, 12) ?? ''}</code>
                </span>
              </div>
            );
          }}
        />
        <aside class="detail not-printed" tabIndex={-1} aria-live="polite" aria-label="The chosen file">
          {shown.file === null ? <p class="quiet">Choose a file to see who used it.</p> : <FileDetail file={shown.file} shown={shown} />}
        </aside>
      </div>
    </section>
  );
}

function RoleTable({ report }: { report: Report }) {
  const rows = ROLES.map((role) => {
    const files = report.files.filter((file) => file.role === role && file.kind === 'file');
    return {
      role,
      read: files.filter(({ read }) => read).length,
      written: files.filter(({ written }) => written).length,
      removed: files.filter(({ removed }) => removed).length,
    };
  });
  return (
    <table class="roles">
      <thead>
        <tr>
          <th scope="col">Role</th>
          <th scope="col">Read</th>
          <th scope="col">Written</th>
          <th scope="col">Removed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ role, read, written, removed }) => (
          <tr>
            <th scope="row">{ROLE_WORDS[role]}</th>
            <td>{figure(read)}</td>
            <td>{figure(written)}</td>
            <td>{figure(removed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function usedAs(file: File): string {
  const uses = [file.read ? 'read' : '', file.written ? 'written' : '', file.removed ? 'removed' : ''].filter(Boolean);
  return uses.join(', ');
}

/** The programs' names, each once. */
function usersOf(file: File): string {
  const names = [...new Set(file.uses.map(({ execution }) => execution.program))];
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}

function FileDetail({ file, shown }: { file: File; shown: Shown }) {
  const versions = [...new Set(file.uses.map(({ version }) => version))];
  return (
    <>
      <h3>
        <code>{file.path}</code>
      </h3>
      <dl>
        <Fact name="Role" value={ROLE_WORDS[file.role]} />
        <Fact name="Kind" value={file.kind === 'file' ? null : file.kind} />
        <Fact name="Size" value={file.size === null ? null : `${bytes(file.size)}${file.size >= 1024 ? ` (${figure(file.size)} bytes)` : ''}`} />
        <Fact name="sha256" value={file.sha256} code />
        <Fact name="Content" value={file.sha256 === null && file.kind === 'file' ? (file.removed ? 'not known: the run removed the file' : 'not known') : null} />
        <Fact name="Before the run" value={file.kind === 'file' && file.written ? (file.found ? 'was there' : 'was not there') : null} />
      </dl>
      {versions.map((version) => (
        <VersionDetail version={version} several={versions.length > 1} uses={file.uses.filter((use) => use.version === version)} shown={shown} />
      ))}
      {file.kind === 'file' && <Answers key={file.index} file={file} shown={shown} />}
      {file.usesLeftOut > 0 && <p class="quiet">and {count(file.usesLeftOut, 'use')} that this page does not hold</p>}
    </>
  );
}

function VersionDetail({ version, several, uses, shown }: { version: number; several: boolean; uses: Use[]; shown: Shown }) {
  return (
    <>
      {several && <h4>{version === 0 ? 'As the run found it' : `Version ${version}`}</h4>}
      <ul class="plain">
        {uses.slice(0, 50).map((use) => (
          <li>
            <UseWords use={use} />{' '}
            <ProcessLink process={use.execution.process} shown={shown} command={use.execution.exec?.commandLine ?? `copy of ${use.execution.program}`} />
          </li>
        ))}
        {uses.length > 50 && <li class="quiet">and {count(uses.length - 50, 'more use')}</li>}
      </ul>
    </>
  );
}

function UseWords({ use }: { use: Use }) {
  const words = [
    use.executes ? 'executed' : use.reads ? `read${use.bytesRead > 0 ? ` (${bytes(use.bytesRead)})` : ''}` : '',
    use.writes ? `written${use.bytesWritten > 0 ? ` (${bytes(use.bytesWritten)})` : ''}` : '',
  ].filter(Boolean);
  const at = use.readFrom ?? use.writtenFrom;
  return (
    <span class="quiet">
      {words.join(' and ')}
      {at === null ? '' : ` at ${duration(at)}`} by
    </span>
  );
}

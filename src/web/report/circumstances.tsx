// What it ran in and on, and how anybody can check the record.
import type { Report, Variable } from './data';
import { Fact } from './summary';
import { bytes, count } from './text';

export function Environment({ report }: { report: Report }) {
  const { run, recorder } = report;
  const sets = new Map<Variable[], string[]>();
  for (const { exec } of report.executions) {
    if (exec !== null && exec.environment.length > 0) {
      sets.set(exec.environment, [...(sets.get(exec.environment) ?? []), exec.commandLine]);
    }
  }
  return (
    <section id="environment" aria-labelledby="environment-title">
      <h2 id="environment-title">Environment</h2>
      <dl>
        <Fact name="Image" value={run.image ?? 'none: it ran on the machine as it was'} code={run.image !== null} />
        <Fact name="Image's digest" value={run.imageDigest ?? (run.image === null ? null : 'not known')} code={run.imageDigest !== null} />
        <Fact name="Workspace" value={run.workspace} code />
        <Fact name="Data" value={run.data} code />
        <Fact name="Kernel" value={recorder.kernel} />
        <Fact name="Memory at most" value={report.memoryLimit === null ? null : bytes(report.memoryLimit)} />
        <Fact name="Recorder" value={recorder.version === null ? null : `recordedrun ${recorder.version}`} />
        <Fact name="bpftrace" value={recorder.bpftrace} />
        <Fact name="Recorded" value={recorder.probes.join(', ')} />
      </dl>
      <h3>Environment variables</h3>
      {sets.size === 0 ? (
        <p>None were recorded: the run did not ask for any.</p>
      ) : (
        [...sets].map(([variables, commands]) => (
          <table>
            <caption>
              As <code>{commands[0]}</code>
              {commands.length > 1 ? ` and ${count(commands.length - 1, 'other program')}` : ''} found them
            </caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {variables.map(([name, value]) => (
                <tr>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    <code>{value}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))
      )}
    </section>
  );
}

export function Verification() {
  return (
    <section id="verify" aria-labelledby="verify-title">
      <h2 id="verify-title">How to verify</h2>
      <p>
        This page is made from the run’s archive and proves nothing by itself. The archive’s <code>manifest.json</code> has the size and the sha256 of every file of it, this page’s
        among them where the recorder made it. With recordedrun installed, and the archive’s folder or <code>s3://</code> location as ARCHIVE:
      </p>
      <pre tabIndex={0}>{`recordedrun verify ARCHIVE
recordedrun verify --manifest-sha256 SHA256 ARCHIVE`}</pre>
      <p>
        The first recomputes all of it. The second also holds the manifest itself against the SHA256 that the run’s status has (<code>status.trace.manifestSha256</code>). That digest cannot stand here: the
        manifest is written after this page, and covers it.
      </p>
      <p>
        <code>recordedrun log --files ARCHIVE</code> prints every event, <code>recordedrun report ARCHIVE</code> makes this page anew.
      </p>
    </section>
  );
}

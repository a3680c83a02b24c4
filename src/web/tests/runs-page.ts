// A runs page to be tested, with a cluster behind it in which the test is the user and the operator; see RunsPageForBrowsers.java.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunStatus } from '../shared/status';
import { RUN_STATUSES } from './statuses';
import { test as plain } from './page';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Addresses {
  /** The API server. */
  api: string;
  /** A page for whoever is on this machine. */
  open: string;
  /** A page for whoever shows a token: reader, editor or stranger. */
  guarded: string;
  /** The folder of archives, each in one of its run's name. */
  archives: string;
}

export class Cluster {
  constructor(readonly addresses: Addresses) {}

  async create(name: string, spec: object = {}, namespace = 'default'): Promise<void> {
    await this.#send('POST', `/apis/wholetale.org/v1alpha1/namespaces/${namespace}/recordedruns`, 'application/json', {
      apiVersion: 'wholetale.org/v1alpha1',
      kind: 'RecordedRun',
      metadata: { name, namespace },
      spec: { image: 'registry.example.org/tales/hello:1', ...spec },
    });
  }

  /** What the operator would say of a run. */
  async report(name: string, phase: RunStatus, status: object = {}, namespace = 'default'): Promise<void> {
    await this.#send('PATCH', `${this.#path(name, namespace)}/status`, 'application/merge-patch+json', {
      status: { phase, code: RUN_STATUSES.indexOf(phase), ...status },
    });
  }

  async cancelled(name: string, namespace = 'default'): Promise<boolean> {
    const run = await (await fetch(this.addresses.api + this.#path(name, namespace))).json();
    return run.spec.cancel === true;
  }

  async delete(name: string, namespace = 'default'): Promise<void> {
    await this.#send('DELETE', this.#path(name, namespace), 'application/json', {});
  }

  /** Brings a file of the archive of examples/hello into a run's archive. */
  async archive(name: string, file: string): Promise<void> {
    await mkdir(`${this.addresses.archives}/${name}`, { recursive: true });
    await cp(`${root}/src/test/resources/archives/1.1/hello/${file}`, `${this.addresses.archives}/${name}/${file}`, { recursive: true });
  }

  #path(name: string, namespace: string): string {
    return `/apis/wholetale.org/v1alpha1/namespaces/${namespace}/recordedruns/${name}`;
  }

  async #send(method: string, path: string, type: string, body: object): Promise<void> {
    const answer = await fetch(this.addresses.api + path, { method, headers: { 'Content-Type': type }, body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
  }
}

export const test = plain.extend<object, { cluster: Cluster; clusterTime: string }>({
  // when the cluster's clock starts, which then goes on by a second whenever it is looked at; the real time where it is empty
  clusterTime: ['', { option: true, scope: 'worker' }],
  cluster: [
    async ({ clusterTime }, use) => {
      const java = spawn(
        `${process.env.JAVA_HOME}/bin/java`,
        [
          '--sun-misc-unsafe-memory-access=allow',
          '--enable-native-access=ALL-UNNAMED',
          '-XX:+UseSerialGC',
          '-XX:TieredStopAtLevel=1',
          '-cp',
          `${process.env.CP ?? 'target/recordedrun.jar:target/test-classes:target/lib/*'}`,
          'org.wholetale.recordedrun.runs.RunsPageForBrowsers',
          ...(clusterTime === '' ? [] : [clusterTime]),
        ],
        { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
      );
      await use(new Cluster(await addresses(java)));
      java.stdin!.end();
      await once(java, 'exit');
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function addresses(java: ChildProcess): Promise<Addresses> {
  for await (const line of createInterface({ input: java.stdout! })) {
    if (line.startsWith('{')) {
      return JSON.parse(line);
    }
  }
  throw new Error('the runs page did not start');
}

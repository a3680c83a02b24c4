// What the operator answers; docs/runs-page.md describes it.
import type { RunStatus } from '../shared/status';

export interface RunRow {
  namespace: string;
  name: string;
  uid: string;
  tale?: string;
  taleId?: string;
  phase: RunStatus;
  reason?: string;
  message?: string;
  created: string;
  started?: string;
  ended?: string;
  duration?: string;
  exitCode?: number;
  signal?: number;
  traceComplete?: 'True' | 'False' | 'Unknown';
  traceMessage?: string;
  events?: number;
  cancelling: boolean;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  since: string;
}

export interface RunDetail {
  run: RunRow;
  description?: string;
  image: string;
  imageId?: string;
  command: string[];
  pod?: string;
  node?: string;
  trace?: {
    uri?: string;
    manifestSha256?: string;
    events: number;
    lost?: number;
    truncated: number;
    gaps: number;
    processes: number;
    filesRead?: number;
    filesWritten?: number;
    archiveBytes?: number;
  };
  conditions: Condition[];
  mayCancel: boolean;
}

export interface Printed {
  stream: string;
  text: string;
}

/** A line of stats.ndjson. */
export interface Sample {
  t: number;
  cpuSeconds?: number;
  memoryBytes?: number;
  memoryPeakBytes?: number;
  readBytes?: number;
  writtenBytes?: number;
  pids?: number;
}

export interface News {
  output: Printed[];
  trace: string[];
  omitted: boolean;
  events: number;
  samples: Sample[];
  committed: boolean;
  report: boolean;
}

/** The address of something about runs, beside the page's own. */
export function address(...path: string[]): string {
  return new URL(`runs/api/${path.map(encodeURIComponent).join('/')}`, document.baseURI).href;
}

/** An answer that is none. */
export class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** A visitor's way to the server: with a token, where there is one, in a header and nowhere else. */
export class Server {
  constructor(readonly token: string | null) {}

  async ask(where: string, options: RequestInit = {}): Promise<Response> {
    const headers = new Headers(options.headers);
    if (this.token !== null) {
      headers.set('Authorization', `Bearer ${this.token}`);
    }
    const answer = await fetch(where, { ...options, headers, cache: 'no-store', credentials: 'omit' });
    if (!answer.ok) {
      throw new Refused(answer.status, await reason(answer));
    }
    return answer;
  }

  async detail(namespace: string, name: string): Promise<RunDetail> {
    return (await this.ask(address('runs', namespace, name))).json();
  }

  async report(namespace: string, name: string): Promise<string> {
    return (await this.ask(address('runs', namespace, name, 'report'))).text();
  }

  async cancel(namespace: string, name: string): Promise<void> {
    await this.ask(address('runs', namespace, name, 'cancel'), { method: 'POST', headers: { 'X-Recordedrun': 'cancel' } });
  }
}

async function reason(answer: Response): Promise<string> {
  try {
    return (await answer.json()).error;
  } catch {
    return `the server answers ${answer.status}`;
  }
}

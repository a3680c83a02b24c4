// Server-sent events read with fetch, since an EventSource sends no token but in its address.
import { Refused, type Server } from './server';

export interface Happening {
  event: string;
  data: unknown;
}

export interface Listener {
  /** @returns whether that was the last */
  happened(happening: Happening): boolean;
  /** @param problem why nothing comes just now; null when it does again */
  connection(problem: string | null): void;
  /** Nothing will come: the server refuses it. */
  refused(refusal: Refused): void;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** Listens until the last event, a refusal, or the signal; connects anew whenever the connection ends before. */
export async function follow(server: Server, where: string, listener: Listener, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      const answer = await server.ask(where, { signal });
      for await (const happening of happenings(answer.body!)) {
        if (signal.aborted) {
          return;
        }
        listener.connection(null);
        pause = FIRST_PAUSE;
        if (listener.happened(happening)) {
          return;
        }
      }
      listener.connection('The connection ended; connecting again.');
    } catch (problem) {
      if (signal.aborted) {
        return;
      }
      if (problem instanceof Refused && [401, 403, 404].includes(problem.code)) {
        listener.refused(problem);
        return;
      }
      listener.connection(problem instanceof Refused ? problem.message : 'The server does not answer; trying again.');
    }
    await elapsed(pause, signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

function elapsed(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The events of a stream, each with one line of JSON. */
async function* happenings(body: ReadableStream<Uint8Array>): AsyncGenerator<Happening> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = '';
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event !== undefined && data !== undefined) {
        yield { event, data: JSON.parse(data) };
      }
    }
  }
}

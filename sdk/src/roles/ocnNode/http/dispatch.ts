import type { Agent, Dispatcher } from 'undici';
import type { Deadline } from './deadline.ts';
import { TooLargeError } from './outgoingErrors.ts';

/** An answer as it came: packed, if it is. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * A request whose answer is read whole, to the limit and no further. Straight from the parser of HTTP into memory: streams in between
 * would cost as much as the rest of a small exchange.
 *
 * @param deadline Ends it, also if it waits for a connection, from when it would have one.
 * @throws {TooLargeError} and whatever undici and sockets throw.
 */
export function dispatch(
  agent: Agent,
  options: Dispatcher.DispatchOptions,
  maxBytes: number,
  deadline: Deadline,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let head: Pick<RawAnswer, 'status' | 'headers'> | null = null;
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (reason: Error) => controller?.abort(reason);
    deadline.onEnd(stop);
    agent.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (deadline.reason !== null) stop(deadline.reason);
      },
      onResponseStart(_, status, headers) {
        // Others come before it: "103 Early Hints".
        if (status >= 200) head = { status, headers };
      },
      onResponseData(at, chunk) {
        length += chunk.length;
        if (length > maxBytes) at.abort(new TooLargeError(`has more than ${maxBytes} bytes`, { field: 'answer' }));
        else chunks.push(chunk);
      },
      onResponseEnd() {
        const { status, headers } = head as NonNullable<typeof head>;
        resolve({ status, headers, body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length) });
      },
      onResponseError(_, error) {
        reject(error);
      },
    });
  });
}

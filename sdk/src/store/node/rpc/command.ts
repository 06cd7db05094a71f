import type { IncomingMessage } from 'node:http';
import type { CID } from 'multiformats/cid';
import type { Answer } from '../httpServer.ts';
import type { Network } from '../network.ts';
import type { Repository } from '../repository.ts';

/** What a command works on. */
export interface Context {
  readonly repository: Repository;
  readonly network: Network;
  readonly directory: string;
  readonly maxBodyBytes: number;
}

export interface Call {
  readonly request: IncomingMessage;
  readonly args: URLSearchParams;
  /** Ends when the client goes away, or when the `timeout` it asked for is over. */
  readonly signal: AbortSignal;
}

/** One command of the RPC, for example `block/get`. */
export type Command = (context: Context, call: Call) => Promise<Answer>;

export function jsonAnswer(value: unknown): Answer {
  return { type: 'application/json', body: new TextEncoder().encode(`${JSON.stringify(value)}\n`) };
}

/** One JSON value a line, sent as they come. */
export function linesAnswer(values: AsyncIterable<unknown> | Iterable<unknown>): Answer {
  const encoder = new TextEncoder();
  return {
    type: 'application/json',
    headers: { 'X-Chunked-Output': '1' },
    body: (async function* () {
      for await (const value of values) yield encoder.encode(`${JSON.stringify(value)}\n`);
    })(),
  };
}

/** How Kubo writes a CID in JSON. */
export function cidLink(cid: CID) {
  return { '/': cid.toString() };
}

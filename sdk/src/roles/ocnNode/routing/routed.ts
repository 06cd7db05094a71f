import { type RequestTarget, requestPath } from '../../../ocn/message/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import type { Message } from '../message.ts';

/** A message with what this node has found out about it. */
export interface Routed extends Message {
  /** The body as parsed; undefined for none, or one that is no JSON. */
  readonly json: unknown;
  /** The uid of the link that is used, which this node has given out. */
  readonly link: string | null;
  /** What a peer has said beside it. */
  readonly proxyUid: string | null;
  readonly proxyResource: string | null;
  /** Whom it was for first, if it is a copy for a service. */
  readonly copyOf: Party | null;
  /** Of the node that sent it, whose answers it has to be signed in; null from a platform. */
  readonly peerSpeaks: 'v1' | 'v2' | null;
}

/** What is said of no message of a platform. */
export const fromPlatform = { proxyUid: null, proxyResource: null, copyOf: null, peerSpeaks: null } as const;

/** What of a message changes from hop to hop, as signatures of version 2 see it. */
export interface View {
  readonly path: string;
  readonly requestId: string;
  readonly to: Party;
  readonly query: RequestTarget['query'];
  readonly body: Uint8Array | null;
  readonly json: unknown;
}

/**
 * The message as it came.
 *
 * @param nodeUrl Of this node: a platform has asked below it, and has signed its whole path. Between nodes, paths begin with `/ocpi`.
 */
export function viewOf(message: Routed, nodeUrl: string): View {
  const { requestId, to, query, body, json, source } = message;
  const prefix = source.kind === 'platform' ? new URL(nodeUrl).pathname.replace(/\/+$/, '') : '';
  return { path: `${prefix}${requestPath(message)}`, requestId, to, query, body, json };
}

export const noBody = new Uint8Array(0);

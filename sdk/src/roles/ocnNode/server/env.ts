import type { Answer } from '../message.ts';
import type { Platform } from '../platform.ts';

/** What a request carries through the node's handlers. */
export interface NodeVariables {
  /** Who called; set below `/ocpi` only. */
  readonly platform: Platform;
  /** What it proved itself with. `registration` leads to versions and credentials, and nowhere else. */
  readonly tokenKind: 'registration' | 'credentials';
  /** The very bytes of the body, at most `policy.maxBodyBytes`; null for none. The request's own stream is used up. */
  readonly rawBody: Uint8Array | null;
  /** `X-Request-ID` as it came, or one of ours if there was none or it cannot be one. */
  readonly requestId: string;
  /** The answer of a message, as the response has it: whoever looks at it need not read the response. */
  readonly answer?: Answer;
}

/** The environment of every Hono application of the node: `new Hono<NodeEnv>()`. */
export interface NodeEnv {
  Variables: NodeVariables;
}

import type { HttpBindings } from '@hono/node-server';
import type { NodeVariables } from './env.ts';

/** What the server's own middleware sees beside {@link NodeVariables}. */
export interface ServerEnv {
  /** Absent when an application is called without a socket. */
  Bindings: Partial<HttpBindings>;
  Variables: NodeVariables & {
    /** Where the request came from: an IPv4 address, or the /64 of an IPv6 one. */
    readonly address: string;
  };
}

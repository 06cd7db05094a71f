import type { BridgeContext } from '../context.ts';
import type { Results } from '../outbox/results.ts';
import type { Incoming } from './call.ts';
import type { Reply } from './reply.ts';

/** What answers one endpoint. */
export type Handler = (incoming: Incoming, context: BridgeContext & { readonly pending: Results }) => Promise<Reply>;

/** By the name of the endpoint. */
export type Handlers = Readonly<Record<string, Handler>>;

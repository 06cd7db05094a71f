import type { BusinessDetails, Party } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import type { FlowBook } from './flowBook.ts';

/** What the front of a node needs beside what every part has. */
export interface FrontOptions {
  /** The node's own party, which has the role HUB in its credentials. */
  readonly hub: Party & { readonly business: BusinessDetails };
  readonly flows: FlowBook;
  /** Tells this process apart from others of the same operator. */
  readonly holder: string;
  /** False: changes of the registry wait for the job that looks for them. By default they are followed at once. */
  readonly followRegistry?: boolean;
  /** Tells other nodes that the status of a party of ours has changed. Does not throw. */
  readonly publishClient: (client: KnownClient, signal?: AbortSignal) => Promise<void>;
}

export interface FrontContext extends NodeContext {
  readonly front: FrontOptions;
  /** Lets work go on after an answer was given; the end of the process waits for it. It must not throw. */
  readonly background: (work: Promise<void>) => void;
}

import type { Hex } from '../../../bytes/index.ts';
import type {
  CredentialsRole,
  HttpMethod,
  InterfaceRole,
  OcpiVersion,
  Party,
  VersionEndpoint,
} from '../../../protocol/ocpi/index.ts';
import type { CdrProof } from '../signing/cdrProof.ts';

/** Everything that a bridge keeps. Several processes may share it; each method is one transaction. Times are milliseconds since 1970. */
export interface BridgeStore {
  readonly connection: ConnectionStore;
  readonly outbox: OutboxStore;
  readonly requests: RequestMemory;
  readonly results: ResultStore;
  readonly proofs: ProofStore;
  readonly highWater: HighWaterStore;
  /** Removes what has expired. @returns How many entries went. */
  sweep(now: number): Promise<number>;
}

/** How this back office and its node (or another back office) reach each other. */
export interface Connection {
  /** `planned`: we know each other's token for registering and nothing else. */
  readonly state: 'planned' | 'registered';
  /** SHA-256 of the tokens by which we are called. More than one while they change. */
  readonly tokenDigests: readonly Hex[];
  /** What we call the other with; null before it is registered. A secret. */
  readonly callToken: string | null;
  readonly versionsUrl: string | null;
  readonly version: OcpiVersion | null;
  readonly endpoints: readonly VersionEndpoint[];
  readonly roles: readonly CredentialsRole[];
  /** What was found out for an exchange of credentials that was not answered yet: the token that is used up by it cannot ask again. */
  readonly pending?: {
    readonly versionsUrl: string;
    readonly version: OcpiVersion;
    readonly endpoints: readonly VersionEndpoint[];
  };
  /** Counts changes, so that two processes never undo each other's. */
  readonly revision: number;
}

export interface ConnectionStore {
  load(): Promise<Connection | null>;
  /** Writes if the revision is still that of `connection`, which then grows by one; null for one that another process changed. */
  save(connection: Connection): Promise<Connection | null>;
  clear(): Promise<void>;
}

/** A message that is on its way out, for as long as it takes. */
export interface OutboxMessage {
  /** The `X-Request-ID` of every attempt. */
  readonly id: string;
  readonly correlationId: string;
  /** Messages of one lane go one after the other, in the order in which they were written. */
  readonly lane: string;
  readonly from: Party;
  readonly to: Party;
  readonly module: string;
  readonly role: InterfaceRole;
  readonly method: HttpMethod;
  /** Below the module's URL; or a whole URL that the other gave us. */
  readonly path: string;
  readonly query: string;
  /** JSON, written once; null for none. */
  readonly body: string | null;
  readonly created: number;
}

/** Where a message stands. */
export interface OutboxEntry extends OutboxMessage {
  readonly state: 'waiting' | 'dead';
  readonly attempts: number;
  readonly nextAttempt: number;
  /** Why the last attempt failed. */
  readonly lastError: string | null;
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly dead: number;
  /** When the oldest that waits was written; null if none does. */
  readonly oldest: number | null;
}

export interface OutboxStore {
  /** @returns False if there are `limit` messages waiting already: nothing was written then. */
  add(message: OutboxMessage, limit: number): Promise<boolean>;
  /**
   * Takes up to `limit` messages that are due and the first of their lanes, and keeps others from taking them until `leaseUntil`: a process
   * that dies loses them by that time.
   */
  take(now: number, leaseUntil: number, limit: number): Promise<readonly OutboxEntry[]>;
  /** It has arrived. */
  remove(id: string): Promise<void>;
  retry(id: string, attempts: number, nextAttempt: number, error: string): Promise<void>;
  bury(id: string, attempts: number, error: string): Promise<void>;
  find(id: string): Promise<OutboxEntry | null>;
  dead(offset: number, limit: number): Promise<readonly OutboxEntry[]>;
  /** Puts a dead message back at its place. @returns False if there is none. */
  revive(id: string, now: number): Promise<boolean>;
  counts(): Promise<OutboxCounts>;
  /** When the next message is due; null if none waits. */
  nextDue(): Promise<number | null>;
}

/** What was answered, without the parts that are signed anew each time. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A name under which a message may come again, and what it was then. */
export interface RequestName {
  readonly key: string;
  /** SHA-256 of the message: the same name with another digest is no repetition. */
  readonly digest: Hex;
}

export type RequestState =
  | { readonly state: 'new'; readonly id: string }
  | { readonly state: 'done'; readonly answer: KeptAnswer }
  | { readonly state: 'busy' }
  | { readonly state: 'other' };

/** Requests that came, so that one that comes again is answered again and not carried out again. */
export interface RequestMemory {
  /**
   * Begins a request under all of its names. One whose process has died is begun anew after `staleBefore`.
   *
   * @param id What the request is called from now on, if it is new.
   */
  begin(
    names: readonly RequestName[],
    id: string,
    now: number,
    staleBefore: number,
    expires: number,
  ): Promise<RequestState>;
  finish(id: string, answer: KeptAnswer): Promise<void>;
  /** It came to nothing, and may be made again. Its names keep their digests. */
  abandon(id: string): Promise<void>;
}

/** A result that is to come: ours to send, or another's to receive. */
export interface PendingResult {
  readonly id: string;
  readonly direction: 'send' | 'receive';
  readonly module: 'commands' | 'chargingprofiles';
  /** Who we are in it. */
  readonly own: Party;
  readonly other: Party;
  /** Where it is to be sent; null if it is to come. */
  readonly url: string | null;
  /** JSON; null until it is there. */
  readonly result: string | null;
  readonly expires: number;
}

export interface ResultStore {
  /** Does nothing if there is one with this id. */
  expect(pending: PendingResult): Promise<void>;
  find(id: string): Promise<PendingResult | null>;
  /** @returns False if there was a result already, or nobody expects one. */
  resolve(id: string, result: string): Promise<boolean>;
}

/** The best version of signatures that ever came from a party: it is never heard with a lesser one, so that nobody can take it away. */
export interface HighWaterStore {
  /** 0 for a party that never signed. */
  get(party: Party): Promise<0 | 1 | 2>;
  /** It only grows. */
  raise(party: Party, version: 1 | 2): Promise<void>;
  forget(party: Party): Promise<void>;
}

export interface ProofStore {
  /** Keeps a proof unless there is one for that CDR. @returns The one that is kept now. */
  keep(proof: CdrProof): Promise<{ readonly proof: CdrProof; readonly delivered: boolean }>;
  /** The back office has the CDR. */
  delivered(owner: Party, id: string): Promise<void>;
  find(owner: Party, id: string): Promise<CdrProof | null>;
}

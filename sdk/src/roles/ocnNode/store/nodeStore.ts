import type { Hex } from '../../../bytes/index.ts';
import type { ConnectionStatus, Party } from '../../../protocol/ocpi/index.ts';
import type { Answer } from '../message.ts';
import type { Platform } from '../platform.ts';

/** Everything that a node keeps. Several processes of one operator share it; each method is one transaction. Times are milliseconds since 1970. */
export interface NodeStore {
  readonly platforms: PlatformStore;
  readonly requests: RequestStore;
  readonly links: LinkStore;
  readonly replays: ReplayStore;
  readonly network: NetworkStore;
  readonly leases: LeaseStore;
  /** Removes what has expired. @returns How many rows went. */
  sweep(now: number): Promise<number>;
  /** Whether the database answers. */
  isReady(signal?: AbortSignal): Promise<boolean>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/**
 * What a platform calls this node with, and what this node calls it with. Only digests of the former are kept; the latter is sealed.
 *
 * `byToken` and `byParty` remember for a second: of changes by other processes they may be that late, of this process's never.
 */
export interface PlatformStore {
  /**
   * A platform that may register with a token, which expires. Until credentials tell more, each party has the role `OTHER` and its
   * own id as its name. One whose time to register is over makes room for another with its parties.
   *
   * @throws {ConflictError} if a party is on another platform of this node.
   */
  plan(input: { parties: readonly Party[]; tokenDigest: Hex; expires: number; now: number }): Promise<Platform>;
  byId(id: string): Promise<Platform | null>;
  /**
   * By SHA-256 of the token that came with a request. A registration token that has expired is none.
   *
   * @param fresh Asks the database, whatever is remembered.
   */
  byToken(tokenDigest: Hex, now: number, fresh?: 'fresh'): Promise<KnownToken | null>;
  /**
   * Notes that a token is used: the one before it is dead from now on.
   *
   * @returns False if the token itself was replaced in the meantime.
   */
  tokenUsed(tokenDigest: Hex): Promise<boolean>;
  byParty(party: Party): Promise<Platform | null>;
  list(cursor: string | null, limit: number): Promise<{ platforms: readonly Platform[]; next: string | null }>;
  /**
   * Writes a platform if its revision is still `platform.revision`, which then grows by one, and with it tokens: `tokenDigest` replaces every token
   * that it called us with (the registration token too), `callToken` is what we call it with. `former` is the token by which it was replaced:
   * good for the same once more, until the new one is used, or a time, which does not grow when it is replaced again.
   * @throws {ConflictError} if another process was first, a party is on another platform, or `former` is dead.
   */
  save(platform: Platform, tokens?: SavedTokens): Promise<Platform>;
  /** The token to call it with; null if there is none. */
  callToken(id: string): Promise<string | null>;
  /**
   * Notes that it was heard or reached (or, when it is not `CONNECTED`, that it was not), without a new revision. Written down once
   * a second at most, unless the connection changes.
   *
   * @returns The connection that it had before.
   */
  seen(id: string, connection: ConnectionStatus, now: number): Promise<ConnectionStatus>;
  /**
   * Removes it with its parties and tokens, or nothing.
   *
   * @param revision What it has to be at; left out, whatever it is at, and one that is gone already is no error.
   * @throws {ConflictError} if it is at another revision, or gone.
   */
  remove(id: string, revision?: number): Promise<void>;
}

/** Whose token it is, and what it is good for. */
export interface KnownToken {
  readonly platform: Platform;
  readonly kind: 'registration' | 'credentials';
  /**
   * `former`: it was replaced by one that nobody has used, and is good for nothing but replacing it again. `unused`: it has replaced one,
   * and whoever uses it says so by `tokenUsed`.
   */
  readonly standing: 'settled' | 'unused' | 'former';
}

export interface SavedTokens {
  readonly tokenDigest?: Hex;
  readonly callToken?: string;
  /** The token that `tokenDigest` replaces. `until` is milliseconds since 1970. */
  readonly former?: { readonly digest: Hex; readonly until: number };
}

/** Answers to requests that were made, so that one made again is answered again and not carried out again. */
export interface RequestStore {
  /**
   * Begins a request. `busy`: the same is being carried out (by whichever process). `other`: the id was used for other bytes.
   * A request whose process has died is begun anew after `staleAfter` milliseconds.
   */
  begin(key: RequestKey, now: number, keepUntil: number, staleAfter: number): Promise<RequestState>;
  /** Keeps the answer. */
  finish(key: RequestKey, answer: Answer): Promise<void>;
  /** Forgets a request that came to nothing, so that it can be made again. */
  abandon(key: RequestKey): Promise<void>;
}

/** `caller`: a platform's id, or an operator. `digest`: SHA-256 of method, URL, routing headers and body. */
export interface RequestKey {
  readonly caller: string;
  readonly requestId: string;
  readonly digest: Hex;
}

export type RequestState =
  | { readonly state: 'new' }
  | { readonly state: 'done'; readonly answer: Answer }
  | { readonly state: 'busy' }
  | { readonly state: 'other' };

/** URLs that this node has given out instead of others: response URLs of commands, next pages, locations of what was created. */
export interface LinkStore {
  /** Keeps a link, or gives the one there is for the same purpose, target, parties and use; it lives as long as the last one asked for. */
  put(link: NewLink): Promise<Link>;
  /** Null if there is none, it has expired, or it was given to another party. */
  find(uid: string, now: number): Promise<Link | null>;
  /** For peers that give back a URL and not a uid: finds only what a party of ours itself has sent to this very party. */
  findByTarget(input: { target: string; owner: Party; user: Party; now: number }): Promise<Link | null>;
}

export interface NewLink {
  readonly purpose: 'response' | 'page' | 'location';
  /** The party whose URL it is. */
  readonly owner: Party;
  /** The party that may use it. */
  readonly user: Party;
  /** A URL of our own platform, or a uid that the owner's node has given out. */
  readonly target:
    | { readonly url: string }
    | { readonly operator: Hex; readonly uid: string; readonly url: string | null };
  readonly module: string;
  /** Version of OCPI and the name of the endpoint, to know what a body has to be. */
  readonly version: string;
  readonly endpoint: string | null;
  readonly expires: number;
}

export interface Link extends NewLink {
  /** 128 random bits, base64url. */
  readonly uid: string;
}

/** Messages that were seen: each counts once in all processes. */
export interface ReplayStore {
  /** True if the key is new. @param expires When it may be forgotten. */
  remember(key: string, expires: number, now: number): Promise<boolean>;
}

/** What is known of parties that are on other nodes, and of peers. */
export interface NetworkStore {
  /** News that are older than what is known change nothing. @returns Whether the status is another now. */
  setClient(client: KnownClient): Promise<boolean>;
  clients(input: {
    since: number | null;
    until: number | null;
    cursor: number;
    limit: number;
  }): Promise<{ clients: readonly KnownClient[]; total: number }>;
  removeClient(party: Party, role: string): Promise<void>;
  /** The best signature that a peer is known to speak; it only grows. Null for one that was never asked. */
  peerSpeaks(operator: Hex): Promise<'v1' | 'v2' | null>;
  setPeerSpeaks(operator: Hex, version: 'v1' | 'v2', now: number): Promise<void>;
}

export interface KnownClient extends Party {
  readonly role: string;
  readonly status: ConnectionStatus;
  readonly updated: number;
}

/** Work that one process at a time does: looking whether platforms are alive, sweeping. */
export interface LeaseStore {
  /** True if this holder has the lease until `until` now. */
  acquire(name: string, holder: string, until: number, now: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

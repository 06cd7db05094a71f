import type { Signer } from '../../crypto/index.ts';
import type { CredentialsRole, OcpiVersion, Party } from '../../protocol/ocpi/index.ts';
import type { BackOffice } from './backOffice.ts';
import type { FailedMessage } from './outbox/failedMessage.ts';
import type { VerifyPolicy } from './signing/verifying.ts';
import type { BridgeStore } from './store/bridgeStore.ts';

/** What a bridge is made of. Durations are milliseconds. */
export interface BridgeOptions {
  /** Our parties and what they are. Messages that do not say which of them is meant are of the first. */
  readonly roles: readonly CredentialsRole[];
  /**
   * Where {@link Bridge.fetch} is reached from outside, like `https://office.example/ocpi`. The path is part of what others sign: a proxy in
   * front of it has to leave paths as they are.
   */
  readonly url: string;
  readonly node: {
    /** Of the node, or of another back office. */
    readonly versionsUrl: string;
    /** The registry of the network: `eip155:‹chain id›:‹address›`, lower case. Needed for signatures of version 2. */
    readonly network?: string;
    /** What the node wants to have signatures in. Default: `v2` if there is a signer and a network, else `none`. */
    readonly signatures?: 'none' | 'v1' | 'v2';
  };
  /** Signs what our parties send: one for all, or one for each. */
  readonly signer?: Signer | ((party: Party) => Signer | null);
  /** What others have to sign. Left out: nothing, so that all trust is in the node. */
  readonly verify?: VerifyPolicy;
  readonly data: BackOffice;
  readonly store: BridgeStore;
  /** Milliseconds since 1970: `Date.now`. */
  readonly now: () => number;
  /** 122 random bits or more, of letters, digits and dashes: `crypto.randomUUID`. */
  readonly randomId: () => string;
  readonly fetch: typeof fetch;
  /** The versions that we speak, the best first. */
  readonly versions?: readonly OcpiVersion[];
  readonly limits?: Partial<BridgeLimits>;
  readonly subscribers?: Subscribers;
  /** Called when a message is given up; it stays in the list of dead letters. */
  readonly onFailed?: (failed: FailedMessage) => void | Promise<void>;
  /** For programs that write logs: never a token, a body or a URL. */
  readonly log?: (level: 'info' | 'warn' | 'error', text: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Who gets what we publish. */
export interface Subscribers {
  /** Default: nobody. CDRs and sessions go to the party of the token in any case. */
  of(module: 'locations' | 'tariffs' | 'sessions' | 'tokens', own: Party): readonly Party[] | Promise<readonly Party[]>;
}

export interface BridgeLimits {
  /** For one exchange with the node. Default 30 seconds. */
  readonly timeoutMs: number;
  /** Of a request or response. Default 8 MiB. */
  readonly maxBodyBytes: number;
  /** Objects in one page of ours. Default 100. */
  readonly pageSize: number;
  /** Pages of one list of another's. Default 10,000. */
  readonly maxPages: number;
  /** How long the answer to a request is kept for one that comes again. Default 1 day. */
  readonly rememberMs: number;
  /** Messages that may wait. Default 100,000. */
  readonly outboxSize: number;
  /** How many are sent at the same time. Default 8. */
  readonly parallel: number;
  /** After the first failure; doubled by each further one, up to {@link maxBackoffMs}. Default 1 second and 5 minutes. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** When a message is given up. Default 7 days. */
  readonly giveUpMs: number;
  /** How long a process keeps messages that it has taken for itself. Has to be longer than {@link timeoutMs}. Default 2 minutes. */
  readonly leaseMs: number;
  /** How often the outbox is looked at when nothing is known to be due. Default 1 second. */
  readonly pollMs: number;
}

export const defaultLimits: BridgeLimits = {
  timeoutMs: 30_000,
  maxBodyBytes: 8 * 1024 * 1024,
  pageSize: 100,
  maxPages: 10_000,
  rememberMs: 86_400_000,
  outboxSize: 100_000,
  parallel: 8,
  backoffMs: 1_000,
  maxBackoffMs: 300_000,
  giveUpMs: 7 * 86_400_000,
  leaseMs: 120_000,
  pollMs: 1_000,
};

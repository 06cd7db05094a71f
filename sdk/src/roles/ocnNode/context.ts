import type { Hex } from '../../bytes/index.ts';
import type { NodeDirectory } from '../../chain/index.ts';
import type { Signer } from '../../crypto/index.ts';
import type { Party } from '../../protocol/ocpi/index.ts';
import type { OutgoingHttp } from './http/outgoing.ts';
import type { NodeStore } from './store/nodeStore.ts';

/** What every part of a node works with. Made once, by the server. */
export interface NodeContext {
  readonly self: NodeSelf;
  readonly directory: NodeDirectory;
  readonly store: NodeStore;
  readonly http: OutgoingHttp;
  readonly policy: NodePolicy;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: {
    readonly uuid: () => string;
    /** 256 bits, base64url: a credentials token. */
    readonly token: () => string;
    /** 128 bits, base64url: the uid of a link. */
    readonly uid: () => string;
  };
  readonly log: NodeLog;
  readonly metrics: NodeMetrics;
  /** To be called with a peer's operator once its signature is known to be good. @throws {OcpiError} HTTP 429 if it sends too much. */
  readonly admitPeer?: (operator: Hex) => void;
}

/** Who this node is. */
export interface NodeSelf {
  /** The operator's address, lower case. */
  readonly operator: Hex;
  /** Signs messages to other nodes, and for parties that do not sign: the operator's wallet, or the key that the registry names. */
  readonly signer: Signer;
  /** As in the registry, without a slash at the end. Every URL that the node gives out begins with it. */
  readonly url: string;
  /** `eip155:‹chain id›:‹node registry, lower case›`. */
  readonly network: string;
}

/** What the operator has decided. Durations are milliseconds. */
export interface NodePolicy {
  /** Operators whose nodes may speak version 1 of signatures: all that were not seen with version 2, a list, or none. */
  readonly legacyPeers: 'all' | readonly Hex[];
  /** Whether parties of ours may send without a signature; the node then signs for them. */
  readonly acceptUnsigned: boolean;
  /** For a whole exchange with a party or node. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** How long an answer is kept for a request that is made again. */
  readonly rememberMs: number;
  /** How long response URLs and pages can be used. */
  readonly linkMs: number;
  /** How often platforms are asked whether they are there, and how often the registry is compared with who is connected. */
  readonly stillAliveMs: number;
  readonly plannedPartyMs: number;
  /** How long a registration token can be used. */
  readonly registrationMs: number;
  /** How long a token can be used to replace itself once more, if the answer that had the new one was lost. */
  readonly formerTokenMs: number;
}

/** One line of JSON for each call; never a token, a body or a whole URL of somebody else's. */
export interface NodeLog {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
}

/** `module` is a name of the standard or `custom`, `outcome` one of ours. */
export interface MessageLabel {
  readonly module: string;
  readonly direction: 'out' | 'in' | 'local';
  readonly outcome: string;
  readonly from?: Party;
  readonly to?: Party;
}

/** What the parts count; the server makes Prometheus metrics of it. Labels are of our own choice only, never from outside. */
export interface NodeMetrics {
  /** A message that this node carried, from a party or to one. The parties are for the book of flows, which is bounded, and are never labels. */
  message(label: MessageLabel, durationMs: number): void;
  /** Something was refused: which rule. */
  refused(rule: string): void;
  gauge(name: 'platforms' | 'connected' | 'inFlight', value: number): void;
}

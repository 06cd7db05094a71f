import type { Hex, Json } from '../../../bytes/index.ts';
import type { KnownVerifiers, SignatureToVerify } from '../../../crypto/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';

/** As much of a message as one has. What is left out is not compared. */
export interface InspectedMessage {
  readonly method?: string | undefined;
  /** With its query, as in the request line. Of a response: that of its request. */
  readonly path?: string | undefined;
  /** Makes it a response. */
  readonly status?: number | undefined;
  /** By name, in any case. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Of the query, if `path` is not known. */
  readonly params?: Readonly<Record<string, Json | undefined>> | undefined;
  /** The raw bytes; of length 0 if there is no body. */
  readonly body?: Uint8Array | undefined;
  /** `eip155:‹chain id›:‹registry›`. */
  readonly network?: string | undefined;
}

/** What a registry knows; `NodeDirectory` is one. A `key` is the ERC-7913 signer of a node's messages, or its keccak256. */
export interface SignerLookup {
  party(id: Party): MaybeLater<{ readonly address: Hex; readonly operator: Hex | null } | null>;
  partyAt(address: Hex): MaybeLater<{ readonly id: Party } | null>;
  node(operator: Hex): MaybeLater<{ readonly url: string; readonly key: Hex } | null>;
  /** All of them, to find one by its key. */
  nodes?(): MaybeLater<readonly { readonly operator: Hex; readonly url: string; readonly key: Hex }[]>;
}

type MaybeLater<T> = T | Promise<T>;

export interface InspectRules {
  /** Seconds since 1970. Without it, nothing is too old. */
  readonly now?: number | undefined;
  readonly lookup?: SignerLookup | undefined;
  /** Bytes that may be hashed to find out what was changed; default 2 MiB, a fraction of a second. */
  readonly effort?: number | undefined;
  /** The message as its sender has it: then every difference is found. */
  readonly sent?: InspectedMessage | undefined;
  readonly verifiers?: KnownVerifiers | undefined;
  /** Asks the chain about a contract wallet or an unknown verifier. */
  readonly ask?: ((question: SignatureToVerify) => Promise<boolean>) | undefined;
}

/**
 * - `verifies`: all of the message that can be signed is, and is as it was signed
 * - `extended`: it verifies, but the message has values that nobody signed (version 1 alone)
 * - `unchecked`: nothing is wrong, but too little of the message is known
 * - `broken`: it does not verify
 */
export type Outcome = 'verifies' | 'extended' | 'unchecked' | 'broken';

/** What is found out about a signature and its message. */
export interface Inspection {
  /** `node` is the signature between nodes; `none` is what has the form of no signature. */
  readonly form: 'v1' | 'v2' | 'node' | 'none';
  readonly outcome: Outcome;
  /** Who signed, oldest first: the sender, then whoever rewrote. */
  readonly links: readonly InspectedLink[];
  /** What the newest signature covers. */
  readonly fields: readonly InspectedField[];
  /** What is in the message, and is not covered. */
  readonly unsigned: readonly string[];
  readonly problems: readonly Problem[];
  /** What is good to know, in words. */
  readonly remarks: readonly string[];
  /** Of a message between nodes: the signature of the message that it carries, if it has one. */
  readonly inner: Inspection | null;
}

export interface InspectedLink {
  /** An address or ERC-7913 bytes, in lower case; null for what is no signature. */
  readonly signer: Hex | null;
  /** Who that is, as far as a lookup says. */
  readonly who: SignerFacts | null;
  /** As the signature says; null for version 1, which has no time. */
  readonly issued: string | null;
  readonly expires: string | null;
  /** Whether the signer has signed what the link says; null if only the chain could tell. */
  readonly genuine: boolean | null;
  readonly changes: readonly { readonly field: string; readonly old: string | null; readonly new: string | null }[];
}

/** `stranger`: somebody who may not sign in this place. */
export interface SignerFacts {
  readonly is: 'party' | 'operator' | 'stranger';
  readonly party: Party | null;
  readonly url: string | null;
}

export interface InspectedField {
  /** `body.token.uid`, `headers.ocpi-to-party-id`, `from.countryCode`. */
  readonly field: string;
  readonly state: 'same' | 'different' | 'missing' | 'unchecked' | 'unknown';
  /** What was signed, if that can be known. */
  readonly signed: string | null;
  /** What the message has. */
  readonly found: string | null;
}

export interface Problem {
  readonly field: string;
  readonly reason: string;
  /** Proven; otherwise the signature cannot say more than this. */
  readonly certain: boolean;
}

export const problem = (field: string, reason: string, certain = true): Problem => ({ field, reason, certain });

/** How many bytes may still be hashed in search of what was changed. */
export class Effort {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** False once it is used up. */
  spend(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}

/** @example `nameOf("$['body']['evses'][0]['uid']") // 'body.evses[0].uid'` */
export function nameOf(path: string): string {
  return path
    .replace(/^\$/, '')
    .replaceAll(/\['([^']*)'\]/g, '.$1')
    .replace(/^\./, '');
}

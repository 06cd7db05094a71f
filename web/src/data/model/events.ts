import type { Hex } from '@gridseal/sdk/bytes';
import type { EventType } from '@gridseal/sdk/chain';

/** Which events: all conditions have to hold. Ids and signers in any case. */
export interface EventFilter {
  readonly types?: readonly EventType[];
  readonly quorum?: Hex;
  readonly certificate?: Hex;
  /** keccak256 of the authority's signer, as in announcements. */
  readonly authority?: Hex;
  readonly subject?: Hex;
  /** ERC-7913 bytes' keccak256, as in claims. */
  readonly device?: Hex;
  readonly transaction?: Hex;
  /** Each of these has to be named. */
  readonly mentions?: readonly Mention[];
  /** First and last block, both included. */
  readonly fromBlock?: number;
  readonly toBlock?: number;
  /** `newest` by default. */
  readonly order?: 'newest' | 'oldest';
}

/** What an event names in any of its fields: ids, signers (members of a quorum included) and the transaction. */
export interface Mention {
  /** Any of these, as a whole. */
  readonly ids?: readonly Hex[];
  /** Or these hexadecimal digits within one of them. */
  readonly part?: string;
}

/** Which part of a list: 0 and 1,000 by default. */
export interface Window {
  readonly offset?: number;
  readonly limit?: number;
}

/** A part of a list, and how long all of it is. */
export interface Page<T> {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly T[];
  /** How many the filter would let through but for strangers alone speaking of them, or proposing them. 0 if nothing is left out for that. */
  readonly hidden?: number;
}

import type { Hex } from '../../../bytes/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';

/** Who may sign for a party. ERC-7913 bytes. */
export interface PartySigners {
  /** The party's owner, and whoever else may speak for it: the operator of its node. */
  readonly origins: readonly Hex[];
  /** The operators on the way, who may replace links in what the party has sent. */
  readonly rewriters: readonly Hex[];
}

/** Looks a party up; null for one that nobody knows. */
export type SignersOf = (party: Party) => PartySigners | null | Promise<PartySigners | null>;

/** What is needed of a directory of the network: the node directory of `@gridseal/sdk/chain` is one. */
export interface PartyDirectory {
  party(id: Party): { readonly address: Hex; readonly operator: Hex | null } | null;
  node(operator: Hex): { readonly key: Hex } | null;
}

/**
 * The signers that a directory has: a party's owner and its node for its own messages, its node and ours for what nodes replace.
 *
 * @param own One of our parties: its node is on the way, too.
 * @example `signersFrom(directory, { country_code: 'DE', party_id: 'ABC' })`
 */
export function signersFrom(directory: PartyDirectory, own: Party): SignersOf {
  const nodeOf = (id: Party): readonly Hex[] => {
    const operator = directory.party(id)?.operator;
    if (!operator) return [];
    const key = directory.node(operator)?.key;
    return key === undefined || key === operator ? [operator] : [operator, key];
  };
  return (party) => {
    const found = directory.party(party);
    if (!found) return null;
    const operators = nodeOf(party);
    return { origins: [found.address, ...operators], rewriters: [...operators, ...nodeOf(own)] };
  };
}

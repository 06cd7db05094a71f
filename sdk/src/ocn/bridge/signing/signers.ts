import type { Hex } from '../../../bytes/index.ts';
import { type Party, partyKey } from '../../../protocol/ocpi/index.ts';

/** Who may sign for a party. ERC-7913 bytes. */
export interface PartySigners {
  /** The party's owner, and whoever else may speak for it: the operator of its node. */
  readonly origins: readonly Hex[];
  /** The operators on the way, who may replace links in what the party has sent. */
  readonly rewriters: readonly Hex[];
}

/** Looks a party up; null for one that nobody knows. @param now Milliseconds since 1970. */
export type SignersOf = (party: Party, now: number) => PartySigners | null | Promise<PartySigners | null>;

/** What is needed of a directory of the network: the node directory of `@gridseal/sdk/chain` is one. */
export interface PartyDirectory {
  party(id: Party): { readonly address: Hex; readonly operator: Hex | null } | null;
  node(operator: Hex): { readonly key: Hex } | null;
}

/** As long as nodes give an answer again to who asks again. */
const FORMER_MS = 86_400_000;
const MAX_PARTIES = 20_000;

/** Remembers by whom parties were served a while ago. */
function createFormer() {
  const parties = new Map<string, { readonly operators: readonly Hex[]; readonly left: Map<Hex, number> }>();
  return (key: string, operators: readonly Hex[], now: number): readonly Hex[] => {
    const before = parties.get(key);
    const left = before?.left ?? new Map<Hex, number>();
    for (const one of before?.operators ?? []) if (!operators.includes(one)) left.set(one, now + FORMER_MS);
    for (const [one, until] of left) if (until <= now || operators.includes(one)) left.delete(one);
    parties.delete(key);
    if (parties.size >= MAX_PARTIES) parties.delete(parties.keys().next().value as string);
    parties.set(key, { operators, left });
    return [...left.keys()];
  };
}

/**
 * The signers that a directory has: a party's owner and its node for its own messages, its node and ours for what nodes replace.
 *
 * A node that the party has left may still have replaced links, for a day: answers from before are given again to who asks again.
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
  const former = createFormer();
  return (party, now) => {
    const found = directory.party(party);
    if (!found) return null;
    const operators = nodeOf(party);
    const left = former(partyKey(party), operators, now);
    return { origins: [found.address, ...operators], rewriters: [...operators, ...left, ...nodeOf(own)] };
  };
}

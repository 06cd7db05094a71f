import { fromHex, type Hex, toHex } from '../../../bytes/index.ts';
import { keccak256, keccak256Hex } from '../../../crypto/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import type { Problem, SignerFacts, SignerLookup } from './inspection.ts';
import { problem } from './inspection.ts';

/** Who signed in which place, and what is wrong with that. */
export interface Signed {
  readonly who: SignerFacts | null;
  readonly problem: Problem | null;
}

/**
 * Looks up a signer. The first one has to be the sender itself or the operator of its node (or that node's key); those after it the operators of nodes.
 *
 * @param from The sender, for the first link; null for the others.
 * @param field Where the signer stands.
 */
export async function whoIs(
  signer: Hex,
  lookup: SignerLookup | undefined,
  place: { readonly from: Party | null; readonly isFirst: boolean; readonly field: string },
): Promise<Signed> {
  if (!lookup) return { who: null, problem: null };
  const { from, isFirst, field } = place;
  if (!isFirst || from === null) return whoever(signer, lookup, isFirst, field);
  const party = await lookup.party(from);
  const name = `${from.country_code} ${from.party_id}`;
  if (party === null) {
    const { who } = await whoever(signer, lookup, true, field);
    return { who, problem: problem(field, `cannot be the sender: the registry has no party ${name}`) };
  }
  if (same(party.address, ownerOf(signer))) return { who: { is: 'party', party: from, url: null }, problem: null };
  const node = party.operator === null ? null : await lookup.node(party.operator);
  if (node && (same(party.operator, ownerOf(signer)) || isKey(node.key, signer))) {
    return { who: { is: 'operator', party: from, url: node.url }, problem: null };
  }
  const { who } = await whoever(signer, lookup, true, field);
  const stranger: SignerFacts = { is: 'stranger', party: who?.party ?? null, url: who?.url ?? null };
  return { who: stranger, problem: problem(field, `may not speak for ${name}: is neither it nor its node's operator`) };
}

async function whoever(signer: Hex, lookup: SignerLookup, mayBeParty: boolean, field: string): Promise<Signed> {
  const node = (await lookup.node(ownerOf(signer))) ?? (await lookup.nodes?.())?.find(({ key }) => isKey(key, signer));
  const party = await lookup.partyAt(ownerOf(signer));
  if (node) return { who: { is: 'operator', party: party?.id ?? null, url: node.url }, problem: null };
  if (party && mayBeParty) return { who: { is: 'party', party: party.id, url: null }, problem: null };
  const who: SignerFacts = { is: 'stranger', party: party?.id ?? null, url: null };
  return { who, problem: problem(field, 'is no operator of a node that the registry has') };
}

const same = (a: Hex | null, b: Hex): boolean => a !== null && a.toLowerCase() === b.toLowerCase();

/** A registry may keep no more of a key than its hash. */
const isKey = (key: Hex, signer: Hex): boolean => same(key, signer) || same(key, keccak256Hex(fromHex(signer)));

/** The registry's name for a signer: a wallet's address, or the last 20 bytes of the Keccak-256 of any other signer. */
const ownerOf = (signer: Hex): Hex => {
  const bytes = fromHex(signer);
  return bytes.length === 20 ? signer : toHex(keccak256(bytes).subarray(12));
};

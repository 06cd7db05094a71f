import type { Hex } from '@gridseal/sdk/bytes';
import { type ChainAddresses, verifiersOf } from '@gridseal/sdk/chain';
import { type KeyFamily, keyFamilyOf } from '@gridseal/sdk/quorum';
import { memberKind } from './memberKind.ts';
import { type MemberTextProblem, readMember } from './readMember.ts';

/** One half of a hybrid member, as it was typed: the signer of that family, or why it is none; null for nothing. */
export type Half = { readonly signer: Hex } | { readonly problem: MemberTextProblem | 'otherFamily' } | null;

/** @param family What the key has to be; a key that no chain verifies is neither. */
export function readHalf(text: string, family: KeyFamily, addresses: ChainAddresses): Half {
  const reading = readMember(text, addresses);
  if (!reading || 'problem' in reading) return reading;
  const verifiers = verifiersOf(addresses);
  const found = reading.candidates.find(
    ({ signer }) => memberKind(signer, addresses).kind !== 'offChain' && keyFamilyOf(signer, verifiers) === family,
  );
  return found ? { signer: found.signer } : { problem: 'otherFamily' };
}

import type { Hex } from '../bytes/index.ts';
import { type KnownVerifiers, offChainAlgorithmOf } from '../crypto/index.ts';

/** Whether a large quantum computer could forge a key's signatures (`classical`) or, as far as is known, could not. */
export type KeyFamily = 'classical' | 'postQuantum';

const families: { readonly [Name in keyof KnownVerifiers]-?: KeyFamily } = {
  p256: 'classical',
  p521: 'classical',
  p521Sha256: 'classical',
  slhDsa: 'postQuantum',
  webAuthn: 'classical',
  rsa: 'classical',
};
const names = Object.keys(families) as (keyof KnownVerifiers)[];

/**
 * The family of a signer's key; null where it cannot be told: a quorum, or a verifier that is not known here. A 20-byte wallet
 * counts as classical: at best it is a contract that asks for more.
 *
 * @example `keyFamilyOf(slhDsaKey.signer, verifiers) // 'postQuantum'`
 */
export function keyFamilyOf(signer: Hex, verifiers: KnownVerifiers): KeyFamily | null {
  if (signer.length === 2 + 2 * 20) return 'classical';
  const offChain = offChainAlgorithmOf(signer);
  if (offChain !== null) return offChain === 'Ed25519' ? 'classical' : 'postQuantum';
  const verifier = signer.slice(0, 42).toLowerCase();
  const name = names.find((one) => verifiers[one]?.toLowerCase() === verifier);
  return name ? families[name] : null;
}

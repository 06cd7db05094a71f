import type { Hex } from '@gridseal/sdk/bytes';
import { verifiersOf } from '@gridseal/sdk/chain';
import { offChainAlgorithmOf } from '@gridseal/sdk/crypto';
import type { Network } from '../../../data/index.ts';

const names: Readonly<Record<keyof ReturnType<typeof verifiersOf>, string>> = {
  p256: 'P-256',
  p521: 'P-521',
  p521Sha256: 'P-521 (SHA-256)',
  slhDsa: 'SLH-DSA-SHA2-128s',
  webAuthn: 'WebAuthn (P-256)',
  rsa: 'RSA',
};

/** The algorithm that a signer signs with; null if this page does not know its verifier. */
export function signerKind(signer: Hex, { addresses }: Pick<Network, 'addresses'>): string | null {
  if (signer.length === 42) return 'secp256k1';
  const verifier = signer.slice(0, 42).toLowerCase();
  const found = Object.entries(verifiersOf(addresses)).find(([, address]) => address.toLowerCase() === verifier);
  return found ? names[found[0] as keyof typeof names] : offChainAlgorithmOf(signer);
}

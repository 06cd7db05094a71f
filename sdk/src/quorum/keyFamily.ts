import { type Hex, utf8Encode } from '../bytes/index.ts';
import { type KeyAlgorithm, type KnownVerifiers, keccak256Hex } from '../crypto/index.ts';

/** Whether a large quantum computer could forge a key's signatures (`classical`) or, as far as is known, could not. */
export type KeyFamily = 'classical' | 'postQuantum';

const families: Readonly<Record<string, KeyFamily>> = {
  p256: 'classical',
  p521: 'classical',
  p521Sha256: 'classical',
  rsa: 'classical',
  webAuthn: 'classical',
  slhDsa: 'postQuantum',
};

/** Algorithms that no contract verifies, by their reserved verifier address (docs/spec/signers.md). */
const reserved: ReadonlyMap<string, KeyFamily> = new Map(
  (
    [
      ['Ed25519', 'classical'],
      ['ML-DSA-44', 'postQuantum'],
      ['ML-DSA-65', 'postQuantum'],
      ['ML-DSA-87', 'postQuantum'],
    ] as const satisfies readonly (readonly [KeyAlgorithm, KeyFamily])[]
  ).map(([name, family]) => [
    `0x${keccak256Hex(utf8Encode(`gridseal/off-chain-verifier/${name}`)).slice(-40)}`,
    family,
  ]),
);

/**
 * The family of a signer's key; null where it cannot be told: a quorum, or a verifier that is not known here. A 20-byte wallet
 * counts as classical: at best it is a contract that asks for more.
 *
 * @example `keyFamilyOf(slhDsaKey.signer, verifiers) // 'postQuantum'`
 */
export function keyFamilyOf(signer: Hex, verifiers: KnownVerifiers): KeyFamily | null {
  if (signer.length === 2 + 2 * 20) return 'classical';
  const verifier = signer.slice(0, 42).toLowerCase();
  for (const [name, address] of Object.entries(verifiers)) {
    if (address?.toLowerCase() === verifier) return families[name] ?? null;
  }
  return reserved.get(verifier) ?? null;
}

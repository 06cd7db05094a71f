import type { Hex } from '../bytes/index.ts';
import type { KnownVerifiers } from '../crypto/index.ts';
import type { ChainAddresses } from './chain.ts';

const names: readonly (keyof KnownVerifiers)[] = ['p256', 'p521', 'p521Sha256', 'slhDsa', 'webAuthn', 'rsa'];

/**
 * The verifier contracts of a chain whose signatures can be checked with no connection.
 *
 * @example
 * ```ts
 * verifySignature({ signer, digest, signature, verifiers: verifiersOf(chain.addresses) });
 * ```
 */
export function verifiersOf(addresses: Readonly<Partial<Record<keyof ChainAddresses, Hex>>>): KnownVerifiers {
  const all: Readonly<Partial<Record<string, Hex>>> = addresses;
  return Object.fromEntries(
    names.flatMap((name) => {
      const address = all[`${name}Verifier`];
      return address ? [[name, address]] : [];
    }),
  );
}

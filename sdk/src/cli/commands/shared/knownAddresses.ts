import type { Hex } from '../../../bytes/index.ts';

/** Where the contracts are on every chain. */
export interface KnownAddresses {
  readonly quorumRegistry: Hex;
  readonly keyAnnouncements: Hex;
  readonly p256Verifier: Hex;
}

/** The addresses that the deployment script gives the contracts, the same on every chain. */
export async function knownAddresses(): Promise<KnownAddresses | undefined> {
  return undefined;
}

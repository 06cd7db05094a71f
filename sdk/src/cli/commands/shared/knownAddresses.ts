import type { Hex } from '../../../bytes/index.ts';
import { contractAddresses } from '../../../chain/index.ts';

/** Where the contracts are on every chain. */
export type KnownAddresses = Readonly<Record<keyof typeof contractAddresses, Hex>>;

/** The addresses that these versions of the contracts have on every chain (CREATE2), in lower case. */
export function knownAddresses(): KnownAddresses {
  const entries = Object.entries(contractAddresses).map(([name, address]) => [name, address.toLowerCase()]);
  return Object.fromEntries(entries) as KnownAddresses;
}

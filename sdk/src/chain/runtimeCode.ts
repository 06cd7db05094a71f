import { hexToBytes, keccak256 } from 'viem/utils';
import { type Hex, isHex } from '../bytes/index.ts';
import { runtimeCodes } from '../generated/index.ts';
import type { ChainAddresses } from './chain.ts';

/**
 * Whether code on a chain is that of one of the contracts. Immutables (chain id, own address, domain separator) differ from
 * chain to chain and are left out of the comparison.
 *
 * @example
 * ```ts
 * isExpectedCode('quorumRegistry', await client.getCode({ address })); // true
 * ```
 */
export function isExpectedCode(contract: keyof ChainAddresses, code: Hex): boolean {
  const { size, hash, immutables } = runtimeCodes[contract];
  if (!isHex(code, size)) return false;
  const bytes = hexToBytes(code);
  for (const [start, length] of immutables) bytes.fill(0, start, start + length);
  return keccak256(bytes) === hash;
}

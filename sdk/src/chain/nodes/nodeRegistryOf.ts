import type { Address } from 'viem';
import { ConfigurationError } from '../../errors/index.ts';
import type { Chain } from '../chain.ts';

/**
 * The node registry of a chain's addresses.
 *
 * @throws {ConfigurationError} if none is among them.
 */
export function nodeRegistryOf(chain: Chain): Address {
  const { nodeRegistry } = chain.addresses;
  if (nodeRegistry) return nodeRegistry;
  throw new ConfigurationError('is not among the addresses of the chain', { field: 'nodeRegistry' });
}

/**
 * How signatures and documents name a registry.
 *
 * @example `networkOf(chain) // 'eip155:4202:0x434e…'`
 */
export function networkOf(chain: Chain): string {
  return `eip155:${chain.chainId}:${nodeRegistryOf(chain).toLowerCase()}`;
}

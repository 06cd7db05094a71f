import { ConfigurationError } from '@gridseal/sdk/errors';
import { createStore, type Store } from '@gridseal/sdk/store';
import type { Network } from '../network.ts';

/**
 * The user's own nodes first, then gateways.
 *
 * @throws {ConfigurationError} if the network has neither.
 */
export function openContentStore({ gateways, ipfsRpcs }: Network): Store {
  const endpoints = [...ipfsRpcs.map((rpc) => ({ rpc })), ...gateways.map((gateway) => ({ gateway }))];
  if (endpoints.length === 0) {
    throw new ConfigurationError('names no IPFS gateway and no IPFS node', { field: 'gateways' });
  }
  return createStore({ endpoints, timeoutMs: 8_000, totalTimeoutMs: 60_000 });
}

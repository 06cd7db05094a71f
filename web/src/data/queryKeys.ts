import { toHex } from '@gridseal/sdk/bytes';
import type { ChangeScope } from './model/status.ts';
import type { Network } from './network.ts';

/** Tells networks apart, and the same network with other endpoints. */
export function networkKey({ chainId, addresses, rpcUrls, gateways, ipfsRpcs, finality }: Network): string {
  const { quorumRegistry, keyAnnouncements } = addresses;
  return JSON.stringify([chainId, quorumRegistry, keyAnnouncements, finality, rpcUrls, gateways, ipfsRpcs]);
}

/** The key of a question to the index: the scope says which changes make its answer stale. */
export function queryKey(network: Network, scope: ChangeScope | 'content', name: string, input: unknown) {
  return ['data', networkKey(network), scope, name, JSON.stringify(input, plain) ?? null] as const;
}

/** JSON of what JSON leaves out: maps, and bytes in a short form. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Map) return [...value];
  return value;
}

import { ConfigurationError } from '../../../errors/index.ts';
import { createStore, type Store } from '../../../store/index.ts';
import type { Input } from '../../framework/input.ts';
import { toDuration, toUrl } from '../../framework/values.ts';

/** The IPFS endpoints that the caller named, nodes first. */
export function ipfsEndpoints(input: Input): ({ readonly rpc: string } | { readonly gateway: string })[] {
  return [
    ...input.many('ipfsRpc').map((given) => ({ rpc: toUrl(given) })),
    ...input.many('ipfsGateway').map((given) => ({ gateway: toUrl(given) })),
  ];
}

/** @throws {ConfigurationError} if no endpoint is set. */
export function openStore(input: Input, maxBytes?: number): Store {
  const endpoints = ipfsEndpoints(input);
  if (endpoints.length === 0) {
    throw new ConfigurationError('no IPFS endpoint is set', {
      field: '--ipfs-rpc',
      metaMessages: [
        'Give one with --ipfs-rpc, GRIDSEAL_IPFS_RPC, or gridseal config set ipfs.rpcUrls http://127.0.0.1:5001',
      ],
    });
  }
  const timeoutMs = toDuration(input.required('ipfsTimeout'), 1, 3_600) * 1_000;
  return createStore({
    endpoints,
    timeoutMs,
    totalTimeoutMs: timeoutMs * 4,
    writeTimeoutMs: timeoutMs * 4,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
}

import type { Network } from './network.ts';
import { decodeNetwork } from './networkJson.ts';
import type { Settings } from './settings.ts';

/** The file beside index.html that names the networks of an installation. */
const configFile = 'config.json';
const maxConfigBytes = 262_144;

/**
 * The networks of the installation (config.json: `{"networks": […]}`), or the public ones if there is no such file. `npm start` writes
 * one for the local chain.
 *
 * @param base The page's address.
 * @throws {DecodeError} naming the field, if there is a file that is wrong: what its author wanted is not known then.
 */
export async function loadNetworks(base: string, fetch: typeof globalThis.fetch): Promise<readonly Network[]> {
  const given = await readConfig(new URL(configFile, base), fetch);
  if (given === null) return (await import('./publicNetworks.ts')).publicNetworks();
  const { networks } = given as { readonly networks?: unknown };
  if (!Array.isArray(networks) || networks.length === 0) throw new TypeError(`${configFile} names no network`);
  return networks.map((network, i) => ({ ...decodeNetwork(network, `networks[${i}]`), origin: 'config' as const }));
}

/** Null if there is none: hosts of single pages answer with a page of their own then. */
async function readConfig(url: URL, fetch: typeof globalThis.fetch): Promise<object | null> {
  try {
    const response = await fetch(url, { credentials: 'omit', cache: 'no-cache' });
    if (!response.ok) return null;
    const text = await response.text();
    if (text.length > maxConfigBytes) return null;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** All networks to choose from: what the user added replaces what has the same chain id. */
export function allNetworks(known: readonly Network[], { networks, endpoints }: Settings): readonly Network[] {
  const own = new Set(networks.map(({ chainId }) => chainId));
  return [...known.filter(({ chainId }) => !own.has(chainId)), ...networks].map((network) =>
    withEndpoints(network, endpoints[String(network.chainId)] ?? {}),
  );
}

/** Empty lists of RPC servers do not count: a network without any cannot be read. */
function withEndpoints(network: Network, { rpcUrls, gateways, ipfsRpcs }: Settings['endpoints'][string]): Network {
  return {
    ...network,
    ...(rpcUrls !== undefined && rpcUrls.length > 0 ? { rpcUrls } : {}),
    ...(gateways === undefined ? {} : { gateways }),
    ...(ipfsRpcs === undefined ? {} : { ipfsRpcs }),
  };
}

/** The one that is looked at: the chosen one, else the first. */
export function chosenNetwork(networks: readonly Network[], { chainId }: Settings): Network {
  const found = networks.find((network) => network.chainId === chainId) ?? networks[0];
  if (!found) throw new TypeError('no network is known');
  return found;
}

import { randomUUID, randomBytes as systemRandom } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import type { Chain } from '../../../chain/index.ts';
import { contractAddresses, createChain, networkOf } from '../../../chain/index.ts';
import { type RandomBytes, randomBytes, type Signer } from '../../../crypto/index.ts';
import { ConfigurationError } from '../../../errors/index.ts';
import type { NodeContext, NodePolicy, NodeSelf } from '../context.ts';
import { createOutgoingHttp } from '../http/createOutgoingHttp.ts';
import type { OutgoingHttp } from '../http/outgoing.ts';
import type { StoreLocation } from '../store/openNodeStore.ts';
import type { OcnNodeConfig } from './config.ts';
import { requireSecret, type SecretSource } from './secrets.ts';

/** The chain that everybody has on their own machine: it makes blocks only when something happens. */
const localChainId = 31_337;

export const isIdleChain = ({ chain }: OcnNodeConfig): boolean => chain.chainId === localChainId;

/** The chain of a configuration; asks it nothing yet. */
export function chainOf({ chain }: OcnNodeConfig): Chain {
  const { chainId, rpcUrls, headers } = chain;
  return createChain({
    chainId,
    rpcUrls,
    addresses: { ...contractAddresses, ...(chain.nodeRegistry ? { nodeRegistry: chain.nodeRegistry } : {}) },
    finality: chain.finality ?? (chainId === localChainId ? 0 : 5),
    timeoutMs: Math.ceil(chain.timeoutSeconds * 1_000),
    ...(headers ? { headers } : {}),
  });
}

export function selfOf({ url }: OcnNodeConfig, operator: Hex, signer: Signer, chain: Chain): NodeSelf {
  return { operator: operator.toLowerCase() as Hex, signer, url, network: networkOf(chain) };
}

const ms = (seconds: number): number => Math.round(seconds * 1_000);

export function policyOf({ policy }: OcnNodeConfig): NodePolicy {
  const { legacyPeers, acceptUnsigned, maxBodyBytes } = policy;
  return {
    legacyPeers,
    acceptUnsigned,
    maxBodyBytes,
    timeoutMs: ms(policy.timeoutSeconds),
    rememberMs: ms(policy.rememberSeconds),
    linkMs: ms(policy.linkSeconds),
    stillAliveMs: ms(policy.stillAliveSeconds),
    plannedPartyMs: ms(policy.plannedPartySeconds),
    registrationMs: ms(policy.registrationSeconds),
    formerTokenMs: ms(policy.formerTokenSeconds),
  };
}

/** @throws {ConfigurationError} if the file of authorities cannot be read, or a network is none. */
export async function outgoingOf({ outgoing }: OcnNodeConfig, folder: string): Promise<OutgoingHttp> {
  const { authoritiesFile, ...rest } = outgoing;
  const field = 'node.json: outgoing.authoritiesFile';
  const read = async (file: string) => {
    const text = await readFile(path.resolve(folder, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new ConfigurationError(`cannot be read (${cause.code})`, { field, cause });
    });
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (!found) throw new ConfigurationError('holds no certificate in PEM', { field });
    return found;
  };
  return createOutgoingHttp({ ...rest, ...(authoritiesFile ? { authorities: await read(authoritiesFile) } : {}) });
}

export async function storeLocation({ database }: OcnNodeConfig, source: SecretSource): Promise<StoreLocation> {
  if ('folder' in database) return { folder: path.resolve(source.folder, database.folder) };
  return { url: await requireSecret(database.url, source, 'node.json: database.url') };
}

/** Where ids and tokens come from. */
export const systemRandomness: NodeContext['random'] = {
  uuid: randomUUID,
  token: () => systemRandom(32).toString('base64url'),
  uid: () => systemRandom(16).toString('base64url'),
};

export const storeRandom: RandomBytes = randomBytes;

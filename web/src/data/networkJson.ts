import { isHex } from '@gridseal/sdk/bytes';
import type { ChainAddresses } from '@gridseal/sdk/chain';
import { DecodeError } from '@gridseal/sdk/errors';
import type { Network } from './network.ts';

const maxUrls = 16;
const maxText = 80;
const maxSandboxWallets = 10;
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Decodes a network from config.json or from settings.
 *
 * @throws {DecodeError} naming the field.
 */
export function decodeNetwork(value: unknown, field = 'network'): Omit<Network, 'origin'> {
  if (typeof value !== 'object' || value === null) throw new DecodeError('is not an object', { field });
  const fields = value as Record<string, unknown>;
  const { chainId, name, firstBlock = null, finality = 'finalized', explorer = null } = fields;
  const rpcUrls = checkEndpoints(fields.rpcUrls, `${field}.rpcUrls`);
  if (rpcUrls.length === 0) throw new DecodeError('names no endpoint', { field: `${field}.rpcUrls` });
  return {
    chainId: count(chainId, 1, `${field}.chainId`),
    name: text(name, `${field}.name`),
    addresses: addressesOf(fields.addresses, `${field}.addresses`),
    firstBlock: firstBlock === null ? null : count(firstBlock, 0, `${field}.firstBlock`),
    finality: finality === 'finalized' ? finality : count(finality, 0, `${field}.finality`),
    rpcUrls,
    gateways: checkEndpoints(fields.gateways ?? [], `${field}.gateways`),
    ipfsRpcs: checkEndpoints(fields.ipfsRpcs ?? [], `${field}.ipfsRpcs`),
    explorer: explorer === null ? null : checkUrl(explorer, `${field}.explorer`).replace(/\/+$/, ''),
    currency: currencyOf(fields.currency, `${field}.currency`),
    sandboxWallets: sandboxWalletsOf(fields.sandboxWallets ?? [], rpcUrls, `${field}.sandboxWallets`),
  };
}

/** A page that offers them for a chain that others reach would have its users sign what they never saw. */
function sandboxWalletsOf(value: unknown, rpcUrls: readonly string[], field: string): Network['sandboxWallets'] {
  if (!Array.isArray(value) || value.length > maxSandboxWallets) {
    throw new DecodeError(`is not a list of at most ${maxSandboxWallets}`, { field });
  }
  if (value.length > 0 && !rpcUrls.every((url) => loopback.has(new URL(url).hostname))) {
    throw new DecodeError('are for chains on this machine only', { field });
  }
  return value.map((entry: unknown, i) => {
    const { name, address } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    if (!isHex(address, 20)) throw new DecodeError('is not an address', { field: `${field}[${i}].address` });
    return { name: text(name, `${field}[${i}].name`), address };
  });
}

/**
 * Decodes a list of http or https URLs. Credentials are refused: what is configured here is kept in the clear.
 *
 * @throws {DecodeError} naming the field, never the URL.
 */
export function checkEndpoints(value: unknown, field: string): readonly string[] {
  if (!Array.isArray(value)) throw new DecodeError('is not a list', { field });
  if (value.length > maxUrls) throw new DecodeError(`has more than ${maxUrls} entries`, { field });
  return [...new Set(value.map((url, i) => checkUrl(url, `${field}[${i}]`)))];
}

/** @throws {DecodeError} naming the field. */
export function checkUrl(value: unknown, field: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new DecodeError('is not an http or https URL', { field });
  }
  if (url.username !== '' || url.password !== '') {
    throw new DecodeError('holds a user name or password, which would be kept in the clear', { field });
  }
  return url.href;
}

function addressesOf(value: unknown, field: string): ChainAddresses {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  for (const name of ['quorumRegistry', 'keyAnnouncements']) {
    if (given[name] === undefined) throw new DecodeError('is missing', { field: `${field}.${name}` });
  }
  const entries = Object.entries(given).map(([name, address]) => {
    if (!isHex(address, 20)) throw new DecodeError('is not an address', { field: `${field}.${text(name, field)}` });
    return [name, address] as const;
  });
  return Object.fromEntries(entries) as ChainAddresses;
}

function currencyOf(value: unknown, field: string): Network['currency'] {
  if (value === undefined) return { name: 'Ether', symbol: 'ETH', decimals: 18 };
  const { name, symbol, decimals } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    name: text(name, `${field}.name`),
    symbol: text(symbol, `${field}.symbol`),
    decimals: count(decimals, 0, `${field}.decimals`),
  };
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '' || value.length > maxText) {
    throw new DecodeError(`is not a text of 1 to ${maxText} characters`, { field });
  }
  return value;
}

function count(value: unknown, least: number, field: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new DecodeError(`is not a whole number from ${least} on`, { field });
  }
  return value as number;
}

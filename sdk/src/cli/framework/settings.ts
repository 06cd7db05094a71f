import type { Given } from './input.ts';
import { closest } from './suggest.ts';
import { toAddress, toBytes32, toDuration, toInteger, toName, toUrl } from './values.ts';

/** One key of the configuration file. */
export interface Setting {
  readonly key: string;
  readonly type: 'integer' | 'url' | 'urls' | 'address' | 'digests' | 'duration' | 'name' | 'boolean' | 'finality';
  readonly description: string;
  readonly min?: number;
  readonly max?: number;
}

/** Everything that a configuration file may say. Nothing of it is secret. */
export const settings: readonly Setting[] = [
  { key: 'chain.chainId', type: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER, description: 'id of the chain' },
  { key: 'chain.rpcUrls', type: 'urls', description: 'JSON-RPC endpoints; two or more have to agree' },
  { key: 'chain.quorumRegistry', type: 'address', description: 'address of QuorumRegistry' },
  { key: 'chain.keyAnnouncements', type: 'address', description: 'address of KeyAnnouncements' },
  { key: 'chain.nodeRegistry', type: 'address', description: 'address of NodeRegistry' },
  { key: 'chain.p256Verifier', type: 'address', description: 'address of the ERC-7913 verifier of P-256' },
  { key: 'chain.finality', type: 'finality', description: 'how many blocks follow one that counts, or finalized' },
  { key: 'chain.timeout', type: 'duration', description: 'how long an endpoint may take to answer' },
  { key: 'ipfs.rpcUrls', type: 'urls', description: 'IPFS nodes (Kubo RPC) that are read from and written to' },
  { key: 'ipfs.gatewayUrls', type: 'urls', description: 'IPFS gateways that are read from' },
  { key: 'ipfs.timeout', type: 'duration', description: 'how long a read from IPFS may take' },
  { key: 'trust.anchors', type: 'digests', description: 'ids of the quorums that you trust yourself' },
  { key: 'defaults.wallet', type: 'name', description: 'the wallet that signs and sends' },
  { key: 'defaults.quorum', type: 'name', description: 'the quorum that acts: a name or an id' },
  { key: 'defaults.deadline', type: 'duration', description: 'how long approvals may be collected' },
  { key: 'defaults.ttl', type: 'duration', description: 'how long an issued credential is valid' },
  { key: 'output.color', type: 'boolean', description: 'colours on a terminal' },
];

export const settingKeys: readonly string[] = settings.map(({ key }) => key);

export const findSetting = (key: string): Setting | undefined => settings.find((setting) => setting.key === key);

export const suggestSetting = (key: string): string | undefined => closest(key, settingKeys);

export const isList = (setting: Setting): boolean => setting.type === 'urls' || setting.type === 'digests';

/** Checks one value and gives it as it stands in the file. */
async function parseOne(setting: Setting, given: Given): Promise<string | number | boolean> {
  switch (setting.type) {
    case 'integer':
      return toInteger(given, setting.min ?? 0, setting.max ?? Number.MAX_SAFE_INTEGER);
    case 'url':
    case 'urls':
      return toUrl(given);
    case 'address':
      return toAddress(given);
    case 'digests':
      return toBytes32(given);
    case 'duration':
      toDuration(given);
      return given.text;
    case 'name':
      return /^0x/.test(given.text) ? toBytes32(given) : toName(given);
    case 'finality':
      return given.text === 'finalized' ? given.text : toInteger(given, 0, 10_000);
    case 'boolean':
      return given.text;
  }
}

/** @throws {DecodeError} naming the key. */
export async function parseSetting(
  setting: Setting,
  texts: readonly string[],
  field: string,
): Promise<string | number | boolean | readonly string[]> {
  const values = await Promise.all(texts.map((text) => parseOne(setting, { text, field })));
  return isList(setting) ? values.map(String) : (values[0] as string | number | boolean);
}

import { Contract, HDNodeWallet, JsonRpcProvider, Mnemonic, toUtf8Bytes, ZeroAddress } from 'ethers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import {
  chainTime,
  changeRegistry,
  type NodeChange,
  nodeOf,
  nodeRegistryOf,
  relayChange,
} from '../../sdk/src/chain/index.ts';
import { OcpiId, RegistryMessage } from '../../sdk/src/ocn/registry/index.ts';
import { testAccount, testMnemonic } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { addressAt, cpoTerms } from '../support/networkWorld.ts';

// A program that was written for the first network's registry: its names and types, and ethers, which shares no code with the SDK.
const firstNetwork = [
  'function getNode(address operator) view returns (string domain)',
  'function getOperatorByAddress(address party) view returns (address operator, string domain)',
  'function getOperatorByOcpi(bytes2 countryCode, bytes3 partyId) view returns (address operator, string domain)',
  'function getPartyDetailsByAddress(address partyAddress) view returns (bytes2 countryCode, bytes3 partyId, uint8[] modulesSender, uint8[] modulesReceiver, uint8[] roles, address operatorAddress, string operatorDomain)',
  'function getPartyDetailsByOcpi(bytes2 countryCode, bytes3 partyId) view returns (address partyAddress, uint8[] roles, uint8[] modulesSender, uint8[] modulesReceiver, address operatorAddress, string operatorDomain)',
  'function getService(address provider) view returns (bytes2 countryCode, bytes3 partyId, string name, string url, uint256[] permissions)',
  'function getUserAgreementsByAddress(address user) view returns (address[] providers)',
  'function getUserAgreementsByOcpi(bytes2 countryCode, bytes3 partyId) view returns (address[] providers)',
  'function hasUserAgreementByAddress(address user, address provider) view returns (bool)',
  'function hasUserAgreementByOcpi(bytes2 countryCode, bytes3 partyId, address provider) view returns (bool)',
];

let local: LocalChain;
let provider: JsonRpcProvider;
let registry: Contract;
const domain = 'https://ocn.example.com';
const [operator, party, service] = [addressAt(1), addressAt(2), addressAt(3)];
const [country, partyId] = [toUtf8Bytes('DE'), toUtf8Bytes('ABC')];
const lower = (values: Iterable<unknown>) => [...values].map((value) => String(value).toLowerCase());
/** The answer of a read function, by name or place. */
const read = (name: string, ...args: readonly unknown[]) => registry.getFunction(name).staticCall(...args);

beforeAll(async () => {
  local = await startLocalChain();
  provider = new JsonRpcProvider(local.node.rpcUrl, 31_337, { staticNetwork: true });
  registry = new Contract(nodeRegistryOf(local.chain), firstNetwork, provider);
  const change = (index: number, what: NodeChange) => changeRegistry(local.chain, testAccount(index), what);
  await change(1, { action: 'setNode', url: domain });
  const terms = { ...cpoTerms, operator };
  await change(2, { action: 'setParty', id: OcpiId.parse('DE/ABC'), ...terms });
  await change(3, { action: 'setParty', id: OcpiId.parse('NL/SVC'), ...terms, roles: ['OTHER', 'EMSP'] });
  const permissions = ['FORWARD_ALL', 'FORWARD_MODULE_CDRS_SENDER'] as const;
  await change(3, { action: 'setService', name: 'Report', url: `${domain}/report`, permissions });
  await change(2, { action: 'createAgreement', provider: service, permissions });
});

afterAll(async () => {
  provider?.destroy();
  await local?.[Symbol.asyncDispose]();
});

describe('the first network’s read functions, through ethers', () => {
  test('behavior: getNode', async () => {
    expect(await read('getNode', operator)).toBe(domain);
    expect(await read('getNode', party)).toBe('');
  });

  test('behavior: getOperatorByAddress and getOperatorByOcpi', async () => {
    for (const answer of [
      await read('getOperatorByAddress', party),
      await read('getOperatorByOcpi', country, partyId),
    ]) {
      expect(lower(answer)).toEqual([operator, domain]);
    }
    for (const nobody of [
      await read('getOperatorByAddress', operator),
      await read('getOperatorByOcpi', country, toUtf8Bytes('XXX')),
    ]) {
      expect([...nobody]).toEqual([ZeroAddress, '']);
    }
  });

  test('behavior: getPartyDetailsByAddress and getPartyDetailsByOcpi', async () => {
    const byAddress = await read('getPartyDetailsByAddress', party);
    const byId = await read('getPartyDetailsByOcpi', country, partyId);
    expect([byAddress.countryCode, byAddress.partyId]).toEqual(['0x4445', '0x414243']);
    expect(byId.partyAddress.toLowerCase()).toBe(party);
    for (const answer of [byAddress, byId]) {
      expect([...answer.roles]).toEqual([0n]);
      expect([...answer.modulesSender]).toEqual([0n, 3n, 4n, 5n]);
      expect([...answer.modulesReceiver]).toEqual([1n, 2n, 6n]);
      expect(lower([answer.operatorAddress, answer.operatorDomain])).toEqual([operator, domain]);
    }
    expect([...(await read('getPartyDetailsByAddress', service)).roles]).toEqual([1n, 5n]);
  });

  test('behavior: getService and the agreements', async () => {
    const found = await read('getService', service);
    expect([found.countryCode, found.partyId, found.name, found.url]).toEqual([
      '0x4e4c',
      '0x535643',
      'Report',
      `${domain}/report`,
    ]);
    expect([...found.permissions]).toEqual([0n, 7n]);
    expect(lower(await read('getUserAgreementsByAddress', party))).toEqual([service]);
    expect(lower(await read('getUserAgreementsByOcpi', country, partyId))).toEqual([service]);
    expect(await read('hasUserAgreementByAddress', party, service)).toBe(true);
    expect(await read('hasUserAgreementByOcpi', country, partyId, service)).toBe(true);
    expect(await read('hasUserAgreementByAddress', service, party)).toBe(false);
    expect(await read('hasUserAgreementByOcpi', country, toUtf8Bytes('XXX'), service)).toBe(false);
  });

  test('error: ids in small letters are nobody’s: readers write capitals', async () => {
    const answer = await read('getOperatorByOcpi', toUtf8Bytes('de'), toUtf8Bytes('abc'));
    expect([...answer]).toEqual([ZeroAddress, '']);
  });
});

describe('wallets of ethers', () => {
  test('behavior: their signature of our typed data is taken, whoever sends it', async () => {
    const wallet = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(testMnemonic), "m/44'/60'/0'/0/7");
    const change = { action: 'setNode', url: 'https://ethers.example' } as const;
    const owner = wallet.address.toLowerCase() as Hex;
    const terms = { sequence: 1, deadline: (await chainTime(local.chain)).timestamp + 600 };
    const where = { chainId: 31_337, nodeRegistry: nodeRegistryOf(local.chain) as Hex };
    const data = RegistryMessage.typedData(change, owner, terms, where);
    const { EIP712Domain: _, ...types } = data.types as Record<string, { name: string; type: string }[]>;
    const signature = (await wallet.signTypedData(data.domain, types, data.message)) as Hex;
    await relayChange(local.chain, testAccount(9), change, { signer: owner, ...terms, signature });
    expect((await nodeOf(local.chain, owner)).url).toBe(change.url);
  });
});

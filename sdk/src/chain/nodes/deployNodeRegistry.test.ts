import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnvil, testAccount } from '../../../../test/support/anvil.ts';
import { chainOn } from '../../../../test/support/localChain.ts';
import {
  addressAt,
  cpoTerms,
  type NetworkWorld,
  startNetworkWorld,
  walletOf,
} from '../../../../test/support/networkWorld.ts';
import type { Hex } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { nodeRegistryBytecode } from '../../generated/bytecode/nodeRegistry.ts';
import { OcpiId } from '../../ocn/registry/index.ts';
import {
  anchorsOf,
  authoriseChange,
  chainTime,
  changeRegistry,
  contractAddresses,
  create2Address,
  deployContracts,
  deployNodeRegistry,
  holderOf,
  IdTakenError,
  type NodeChange,
  nodeRegistryInitCode,
  RejectedCertificateError,
  relayChange,
} from '../index.ts';

const anchor = (byte: string): Hex => `0x${byte.repeat(32)}`;
const registry = contractAddresses.quorumRegistry;

describe('deployNodeRegistry', () => {
  test('behavior: no anchors give the open registry; others, in any order, an address of their own', async () => {
    const open = await nodeRegistryInitCode(registry, { anchors: [], needed: 0 });
    expect(open).toBe(nodeRegistryBytecode);
    expect(create2Address(open)).toBe(contractAddresses.nodeRegistry);
    const [a, b] = [anchor('0a'), anchor('0B')];
    const one = await nodeRegistryInitCode(registry, { anchors: [a, b], needed: 1 });
    expect(await nodeRegistryInitCode(registry, { anchors: [b, a], needed: 1 })).toBe(one);
    const others = [open, one, await nodeRegistryInitCode(registry, { anchors: [a, b], needed: 2 })];
    expect(new Set(others.map(create2Address)).size).toBe(3);
  });

  for (const [field, terms] of [
    ['needed', { anchors: [], needed: 1 }],
    ['needed', { anchors: [anchor('01')], needed: 0 }],
    ['needed', { anchors: [anchor('01')], needed: 2 }],
    ['needed', { anchors: [anchor('01')], needed: 0.5 }],
    ['anchors', { anchors: [anchor('ab'), anchor('AB')], needed: 1 }],
    ['anchors[0]', { anchors: ['0x12'], needed: 1 }],
  ] as const) {
    test(`error: ${field}: ${JSON.stringify(terms).slice(0, 40)}`, async () => {
      const refused = nodeRegistryInitCode(registry, terms as never);
      await expect(refused).rejects.toThrow(ArgumentError);
      await expect(refused).rejects.toMatchObject({ field });
    });
  }

  for (const rules of [{ hardfork: 'london' }, { optimism: true }, { hardfork: 'osaka' }]) {
    test(`behavior: under ${JSON.stringify(rules)}, done once`, async () => {
      await using node = await startAnvil(rules);
      const chain = chainOn([node.rpcUrl], node.chainId);
      await deployContracts(chain, testAccount(0));
      const terms = { anchors: [anchor('01'), anchor('02')], needed: 2 };
      const first = await deployNodeRegistry(chain, testAccount(0), terms);
      expect(first.receipt?.gasUsed).toBeLessThan(6_000_000);
      expect(await deployNodeRegistry(chain, testAccount(0), terms)).toEqual({ address: first.address, receipt: null });
      const own = chainOn([node.rpcUrl], node.chainId, {
        addresses: { ...chain.addresses, nodeRegistry: first.address },
      });
      expect(await anchorsOf(own)).toEqual(terms);
    });
  }
});

describe('parties of a registry with anchors', () => {
  let world: NetworkWorld;
  beforeAll(async () => {
    world = await startNetworkWorld({ anchors: 2, needed: 2 });
    await world.change(1, { action: 'setNode', url: 'https://one.example' });
  });
  afterAll(() => world?.stop());

  const change = (text: string, certificate?: Uint8Array): NodeChange => ({
    action: 'setParty',
    id: OcpiId.parse(text),
    ...cpoTerms,
    operator: addressAt(1),
    ...(certificate ? { certificate } : {}),
  });
  const as = (index: number, what: NodeChange) => changeRegistry(world.chain, testAccount(index), what);
  const later = async () => ({ deadline: (await chainTime(world.chain)).timestamp + 600 });

  test('behavior: a certificate of enough anchors gives the id, by wallet and relayed, once', async () => {
    const { bytes, id } = await world.certificateFor('DE/AAA', addressAt(2));
    await world.endorse(id, 0);
    await expect(as(2, change('DE/AAA', bytes))).rejects.toThrow(RejectedCertificateError);
    await world.endorse(id, 1);
    expect((await as(2, change('DE/AAA', bytes))).outcome).toBe('done');
    expect(await as(2, change('DE/AAA', bytes))).toEqual({ outcome: 'already' });
    const signer = walletOf(50);
    const other = await world.certificateFor('DE/BBB', signer.signer);
    for (const by of [0, 1]) await world.endorse(other.id, by);
    const by = await authoriseChange(world.chain, signer, change('DE/BBB', other.bytes), await later());
    const relay = () => relayChange(world.chain, testAccount(9), change('DE/BBB', other.bytes), by);
    expect((await relay()).outcome).toBe('done');
    expect((await relay()).outcome).toBe('already');
    expect(await holderOf(world.chain, OcpiId.parse('de/bbb'))).toBe(signer.signer.toLowerCase());
  });

  test('error: attack: somebody else’s public certificate, with one’s own operator', async () => {
    const { bytes, id } = await world.certificateFor('DE/CCC', addressAt(3));
    for (const by of [0, 1]) await world.endorse(id, by);
    await expect(as(4, change('DE/CCC', bytes))).rejects.toThrow(RejectedCertificateError);
    await expect(as(3, change('DE/DDD', bytes))).rejects.toThrow(RejectedCertificateError);
    expect((await as(3, change('DE/CCC', bytes))).outcome).toBe('done');
  });

  test('error: a certificate that ended, or begins later', async () => {
    const { timestamp } = await chainTime(world.chain);
    for (const [text, validity] of [
      ['DE/EEE', { from: timestamp - 200, until: timestamp - 100 }],
      ['DE/FFF', { from: timestamp + 5_000, until: timestamp + 6_000 }],
    ] as const) {
      const { bytes, id } = await world.certificateFor(text, addressAt(5), validity);
      for (const by of [0, 1]) await world.endorse(id, by);
      await expect(as(5, change(text, bytes))).rejects.toThrow(RejectedCertificateError);
    }
  });

  test('error: an id that is held, a message without a certificate, a certificate of another kind', async () => {
    const { bytes, id } = await world.certificateFor('DE/CCC', addressAt(6));
    for (const by of [0, 1]) await world.endorse(id, by);
    await expect(as(6, change('DE/CCC', bytes))).rejects.toThrow(IdTakenError);
    await expect(authoriseChange(world.chain, walletOf(6), change('DE/GGG'), await later())).rejects.toThrow(
      ArgumentError,
    );
    await expect(as(6, change('DE/GGG'))).rejects.toThrow(RejectedCertificateError);
  });
});

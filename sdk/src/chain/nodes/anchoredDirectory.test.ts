import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressAt, cpoTerms, type NetworkWorld, startNetworkWorld } from '../../../../test/support/networkWorld.ts';
import type { Hex } from '../../bytes/index.ts';
import { OcpiId } from '../../ocn/registry/index.ts';
import { createNodeDirectory, type DirectoryChange, holderOf } from '../index.ts';

const id = (text: string) => OcpiId.parse(text);
const url = (name: string) => `https://${name}.example`;

describe('in a network with anchors', () => {
  let world: NetworkWorld;
  beforeAll(async () => {
    world = await startNetworkWorld({ anchors: 3, needed: 2 });
    await world.change(1, { action: 'setNode', url: `${url('one')}/` });
    await world.change(2, { action: 'setNode', url: url('two'), key: `0x${'22'.repeat(64)}` });
  });
  afterAll(() => world?.stop());

  /** A party that two anchors have endorsed. */
  async function enter(account: number, text: string, validity: { readonly until?: number } = {}): Promise<Hex> {
    const certificate = await world.certificateFor(text, addressAt(account), validity);
    await world.endorse(certificate.id, 0);
    await world.endorse(certificate.id, 1);
    const operator = addressAt(1);
    await world.change(account, {
      action: 'setParty',
      id: id(text),
      ...cpoTerms,
      operator,
      certificate: certificate.bytes,
    });
    return certificate.id;
  }

  async function followed() {
    const directory = createNodeDirectory(world.chain);
    const changes: DirectoryChange[] = [];
    await directory.refresh();
    directory.onChange((change) => changes.push(change));
    return { directory, changes };
  }

  test('behavior: loads what there is, then follows it', async () => {
    const directory = createNodeDirectory(world.chain);
    expect([directory.asOf(), directory.party(id('DE/AAA')), directory.nodes()]).toEqual([null, null, []]);
    await directory.refresh();
    expect(directory.nodes()).toEqual(
      expect.arrayContaining([
        { operator: addressAt(1), url: url('one'), key: addressAt(1) },
        { operator: addressAt(2), url: url('two'), key: `0x${'22'.repeat(64)}` },
      ]),
    );
    const changes: DirectoryChange[] = [];
    const stop = directory.onChange((change) => changes.push(change));
    const certificate = await enter(3, 'DE/AAA');
    expect(directory.party(id('DE/AAA'))).toBeNull();
    await directory.refresh();
    const party = directory.party({ country_code: 'de', party_id: 'aAa' });
    expect(party).toMatchObject({ address: addressAt(3), id: id('DE/AAA'), operator: addressAt(1), certificate });
    expect(directory.partyAt(addressAt(3).toUpperCase().replace('0X', '0x') as Hex)).toBe(party);
    expect(party?.modules).toEqual({ SENDER: cpoTerms.sender, RECEIVER: cpoTerms.receiver });
    expect(changes).toEqual([{ parties: [id('DE/AAA')], operators: [] }]);
    await directory.refresh();
    expect(changes).toHaveLength(1);
    stop();
    await world.change(3, { action: 'updateParty', ...cpoTerms, roles: ['CPO', 'EMSP'] });
    await directory.refresh();
    expect(directory.party(id('DE/AAA'))?.roles).toEqual(['CPO', 'EMSP']);
    expect(changes).toHaveLength(1);
    expect((await followed()).directory.parties()).toEqual(directory.parties());
  });

  test('behavior: a party that moves is served by the old operator until the new one accepts', async () => {
    await enter(4, 'DE/BBB');
    const { directory, changes } = await followed();
    await world.change(4, { action: 'offerParty', operator: addressAt(2) });
    await directory.refresh();
    expect(directory.party(id('DE/BBB'))?.operator).toBe(addressAt(1));
    await world.change(2, { action: 'acceptParty', party: addressAt(4) });
    await directory.refresh();
    expect(directory.party(id('DE/BBB'))?.operator).toBe(addressAt(2));
    expect(changes).toEqual([{ parties: [id('DE/BBB')], operators: [] }]);
  });

  test('behavior: a node that is deleted leaves its parties without one, until it is back', async () => {
    const { directory, changes } = await followed();
    const served = directory.parties().filter(({ operator }) => operator === addressAt(2));
    expect(served.length).toBeGreaterThan(0);
    await world.change(2, { action: 'deleteNode' });
    await directory.refresh();
    expect(directory.node(addressAt(2))).toBeNull();
    for (const { address } of served) expect(directory.partyAt(address)?.operator).toBeNull();
    expect(changes).toEqual([{ parties: served.map((party) => party.id), operators: [addressAt(2)] }]);
    await world.change(2, { action: 'setNode', url: url('new') });
    await directory.refresh();
    expect(directory.node(addressAt(2))).toEqual({ operator: addressAt(2), url: url('new'), key: addressAt(2) });
    for (const { address } of served) expect(directory.partyAt(address)?.operator).toBe(addressAt(2));
  });

  test('behavior: a revocation takes an id away at once, with no transaction at the registry; a third anchor gives it back', async () => {
    const certificate = await enter(5, 'DE/CCC');
    const { directory, changes } = await followed();
    await world.revoke(certificate, 0);
    await directory.refresh();
    expect(directory.party(id('DE/CCC'))).toBeNull();
    expect(directory.partyAt(addressAt(5))).toBeNull();
    const late = await followed();
    await world.endorse(certificate, 2);
    for (const one of [directory, late.directory]) {
      await one.refresh();
      expect(one.party(id('DE/CCC'))?.address).toBe(addressAt(5));
    }
    expect(changes).toHaveLength(2);
  });

  test('behavior: an id that was lost to somebody else is the other’s', async () => {
    const certificate = await enter(6, 'DE/DDD');
    const { directory } = await followed();
    await world.revoke(certificate, 1);
    await enter(7, 'DE/DDD');
    await directory.refresh();
    expect(directory.party(id('DE/DDD'))?.address).toBe(addressAt(7));
    expect(directory.partyAt(addressAt(6))).toBeNull();
    await world.change(7, { action: 'deleteParty' });
    await directory.refresh();
    expect(directory.party(id('DE/DDD'))).toBeNull();
    expect(await holderOf(world.chain, id('DE/DDD'))).toBeNull();
  });

  test('behavior: a certificate that ends takes the id away by block time', async () => {
    const { number } = await world.node.client.getBlock();
    const { timestamp } = await world.node.client.getBlock({ blockNumber: number as bigint });
    const until = Number(timestamp) + 1_000;
    await enter(8, 'DE/EEE', { until });
    const { directory } = await followed();
    expect(directory.party(id('DE/EEE'))?.notAfter).toBe(until);
    await world.node.client.setNextBlockTimestamp({ timestamp: BigInt(until) });
    await world.node.mine();
    await directory.refresh();
    expect(directory.party(id('DE/EEE'))).not.toBeNull();
    await world.node.mine();
    await directory.refresh();
    expect(directory.asOf()?.time).toBeGreaterThan(until);
    expect(directory.party(id('DE/EEE'))).toBeNull();
    expect(await holderOf(world.chain, id('DE/EEE'))).toBeNull();
  });

  test('behavior: what other quorums say of a certificate changes nothing', async () => {
    const certificate = await enter(9, 'DE/FFF');
    const { directory, changes } = await followed();
    const outsider = { name: 'outsider', signer: world.people[0]?.signer as never };
    const house = await world.found('outsiders', [outsider], { threshold: 1 });
    await world.revokeBy(house, certificate, [outsider], 4);
    await directory.refresh();
    expect(directory.party(id('DE/FFF'))?.address).toBe(addressAt(9));
    expect(changes).toEqual([]);
  });
});

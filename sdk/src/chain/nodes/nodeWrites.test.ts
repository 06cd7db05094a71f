import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../test/support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../../../../test/support/localChain.ts';
import { addressAt, cpoTerms, walletOf } from '../../../../test/support/networkWorld.ts';
import type { Hex } from '../../bytes/index.ts';
import { Certificate } from '../../certificate/index.ts';
import type { Signer } from '../../crypto/index.ts';
import { ArgumentError, ConfigurationError } from '../../errors/index.ts';
import { OcpiId, type RegistryAuthorisation, RegistryMessage } from '../../ocn/registry/index.ts';
import {
  agreementOf,
  agreementsOf,
  authoriseChange,
  type Chain,
  type ContractError,
  chainTime,
  changeCall,
  changeRegistry,
  ExpiredError,
  holderOf,
  IdTakenError,
  InvalidApprovalError,
  type NodeChange,
  nodeOf,
  nodeRegistryOf,
  nodesOf,
  partiesOf,
  partyDetailsOf,
  partyOf,
  RejectedChangeError,
  relayChange,
  StaleSequenceError,
  send,
  serviceOf,
  servicesOf,
  UnknownEntryError,
} from '../index.ts';

let local: LocalChain;
let chain: Chain;
beforeAll(async () => {
  local = await startLocalChain({}, patient);
  chain = local.chain;
});
afterAll(() => local?.node.stop());

const relayer = testAccount(9);
const now = async () => (await chainTime(chain)).timestamp;
const later = async () => ({ deadline: (await now()) + 3_600 });
const url = 'https://ocn.example.com';
let ids = 0;
/** An id that is nobody's. */
const freshId = () => OcpiId.parse(`DE/${(100 + ++ids).toString()}`);
let keys = 0;
/** An owner that has nothing yet. */
const owner = (): Signer => walletOf(100 + ++keys);
const relay = async (signer: Signer, change: NodeChange, by?: Partial<RegistryAuthorisation>) => {
  const authorisation = { ...(await authoriseChange(chain, signer, change, await later())), ...by };
  return relayChange(chain, relayer, change, authorisation);
};
const operator = owner();
const setNode: NodeChange = { action: 'setNode', url };

describe('every message, relayed', () => {
  const [party, provider, other] = [owner(), owner(), owner()];
  const id = freshId();
  const setParty: NodeChange = { action: 'setParty', id, ...cpoTerms, operator: operator.signer };
  const providerParty: NodeChange = { ...setParty, id: freshId() };
  const service: NodeChange = { action: 'setService', name: 'Roaming report', url, permissions: ['FORWARD_ALL'] };
  const steps: readonly (readonly [who: Signer, change: NodeChange])[] = [
    [operator, setNode],
    [other, { action: 'setNode', url: `${url}/other`, key: `0x${'22'.repeat(40)}` }],
    [party, setParty],
    [party, { action: 'updateParty', roles: ['CPO', 'EMSP'], sender: ['cdrs'], receiver: [] }],
    [provider, providerParty],
    [provider, service],
    [party, { action: 'createAgreement', provider: provider.signer, permissions: ['FORWARD_ALL'] }],
    [party, { action: 'revokeAgreement', provider: provider.signer }],
    [provider, { action: 'deleteService' }],
    [party, { action: 'offerParty', operator: other.signer }],
    [other, { action: 'acceptParty', party: party.signer }],
    [party, { action: 'offerParty', operator: operator.signer }],
    [party, { action: 'offerParty', operator: null }],
    [party, { action: 'deleteParty' }],
    [other, { action: 'deleteNode' }],
  ];

  for (const [i, [who, change]] of steps.entries()) {
    test(`behavior: ${i} ${change.action}: refused wrongly signed or late, done once, then done already`, async () => {
      const by = await authoriseChange(chain, who, change, await later());
      const send = (more: Partial<RegistryAuthorisation>) => relayChange(chain, relayer, change, { ...by, ...more });
      const thief = await authoriseChange(chain, walletOf(99), change, {
        deadline: by.deadline,
        sequence: by.sequence,
      });
      await expect(send({ signature: thief.signature })).rejects.toThrow(InvalidApprovalError);
      await expect(send({ deadline: by.deadline + 1 })).rejects.toThrow(InvalidApprovalError);
      await expect(send({ sequence: by.sequence + 1 })).rejects.toThrow(StaleSequenceError);
      const late = await authoriseChange(chain, who, change, { deadline: (await now()) - 1 });
      await expect(relayChange(chain, relayer, change, late)).rejects.toThrow(ExpiredError);
      expect((await send({})).outcome).toBe('done');
      expect(await send({})).toEqual({ outcome: 'already' });
    });
  }

  test('behavior: all eleven are among them', () => {
    expect(new Set(steps.map(([, { action }]) => action)).size).toBe(11);
  });

  test('error: replayed after another change, a message is stale and changes nothing', async () => {
    const who = owner();
    const by = await authoriseChange(chain, who, setNode, await later());
    await relayChange(chain, relayer, setNode, by);
    await relay(who, { action: 'deleteNode' });
    await expect(relayChange(chain, relayer, setNode, by)).rejects.toThrow(StaleSequenceError);
    expect((await nodeOf(chain, who.signer)).url).toBeNull();
  });

  test('error: a message for another function, contract or chain', async () => {
    const who = owner();
    await relay(who, setNode);
    const deletion = await authoriseChange(chain, who, { action: 'deleteNode' }, await later());
    await expect(relayChange(chain, relayer, { action: 'setNode', url: `${url}/2` }, deletion)).rejects.toThrow(
      InvalidApprovalError,
    );
    const domain = { chainId: chain.chainId, nodeRegistry: nodeRegistryOf(chain) as Hex };
    for (const wrong of [{ chainId: 1 }, { nodeRegistry: chain.addresses.quorumRegistry as Hex }]) {
      const terms = { sequence: deletion.sequence, deadline: deletion.deadline };
      const by = await RegistryMessage.sign(who, { action: 'deleteNode' }, terms, { ...domain, ...wrong });
      await expect(relayChange(chain, relayer, { action: 'deleteNode' }, by)).rejects.toThrow(InvalidApprovalError);
    }
  });
});

describe('as the sending wallet', () => {
  const account = testAccount(3);
  const me = addressAt(3);

  test('behavior: node, party, service and agreement, each done once and done already after that', async () => {
    const id = freshId();
    const permissions = ['FORWARD_MODULE_CDRS_SENDER'] as const;
    const all: readonly NodeChange[] = [
      setNode,
      { action: 'setParty', id, ...cpoTerms, operator: me },
      { action: 'setService', name: 'Report', url, permissions },
      { action: 'createAgreement', provider: me, permissions },
    ];
    for (const change of all) {
      expect((await changeRegistry(chain, account, change)).outcome, change.action).toBe('done');
      expect(await changeRegistry(chain, account, change), change.action).toEqual({ outcome: 'already' });
    }
    expect(await partyDetailsOf(chain, { id })).toMatchObject({
      address: me,
      id,
      roles: ['CPO'],
      modules: { SENDER: cpoTerms.sender, RECEIVER: cpoTerms.receiver },
      node: { operator: me, url },
      certificate: null,
      notAfter: Number.MAX_SAFE_INTEGER,
    });
    expect(await partyDetailsOf(chain, { address: me })).toEqual(await partyDetailsOf(chain, { id }));
    expect(await serviceOf(chain, me)).toMatchObject({ service: { name: 'Report', url, permissions: 1 << 7 } });
    expect(await agreementOf(chain, me, me)).toEqual({ permissions: 1 << 7, sequence: 1, holds: true });
    await changeRegistry(chain, account, { action: 'setService', name: 'Report', url, permissions: ['FORWARD_ALL'] });
    expect(await agreementOf(chain, me, me)).toMatchObject({ holds: false });
  });

  test('behavior: lists give everybody, over pages', async () => {
    const gather = async <Item>(list: AsyncIterable<Item>) => {
      const found: Item[] = [];
      for await (const item of list) found.push(item);
      return found;
    };
    for (const limit of [1, 2, 100]) {
      expect(await gather(nodesOf(chain, { limit }))).toEqual(await gather(nodesOf(chain)));
      expect(await gather(partiesOf(chain, { limit }))).toEqual(await gather(partiesOf(chain)));
      expect((await gather(servicesOf(chain, { limit }))).map(({ provider }) => provider)).toEqual([me]);
    }
    expect((await gather(nodesOf(chain))).map((node) => node.operator)).toContain(me);
    expect((await gather(partiesOf(chain))).map(({ address }) => address)).toContain(me);
    expect(await gather(agreementsOf(chain, me))).toEqual([]);
    await expect(gather(nodesOf(chain, { limit: 0 }))).rejects.toThrow(ArgumentError);
  });

  test('error: what the contract refuses has a type and a field', async () => {
    const fresh = testAccount(4);
    const id = freshId();
    const mine: NodeChange = { action: 'setParty', id, ...cpoTerms, operator: me };
    await changeRegistry(chain, fresh, mine);
    const cases: readonly (readonly [number, NodeChange, typeof ContractError, string])[] = [
      [5, mine, IdTakenError, 'id'],
      [5, { ...mine, id: freshId(), operator: addressAt(5) }, UnknownEntryError, 'operator'],
      [5, { action: 'updateParty', ...cpoTerms }, UnknownEntryError, 'party'],
      [5, { action: 'setService', name: 'x', url, permissions: ['FORWARD_ALL'] }, UnknownEntryError, 'party'],
      [4, { action: 'acceptParty', party: me }, RejectedChangeError, 'party'],
      [4, { action: 'setNode', url: '' }, RejectedChangeError, 'text'],
      [4, { action: 'setNode', url: 'x'.repeat(256) }, RejectedChangeError, 'text'],
      [4, { action: 'setNode', url, key: '0x0102' }, RejectedChangeError, 'signer'],
      [4, { action: 'updateParty', ...cpoTerms, roles: [] }, RejectedChangeError, 'roles'],
      [4, { ...mine, operator: operator.signer }, RejectedChangeError, 'operator'],
      [4, { action: 'createAgreement', provider: me, permissions: [] }, RejectedChangeError, 'permissions'],
      [4, { action: 'createAgreement', provider: addressAt(5), permissions: [] }, UnknownEntryError, 'provider'],
    ];
    for (const [index, change, type, field] of cases) {
      const error = await changeRegistry(chain, testAccount(index), change).catch((thrown: unknown) => thrown);
      expect(error, `${change.action} ${field}`).toBeInstanceOf(type);
      expect(error).toMatchObject({ field });
    }
    for (const action of ['deleteNode', 'deleteParty', 'deleteService'] as const) {
      expect(await changeRegistry(chain, testAccount(5), { action })).toEqual({ outcome: 'already' });
      const error = await send(chain, testAccount(5), changeCall(chain, { action })).catch((thrown: unknown) => thrown);
      expect(error, action).toBeInstanceOf(UnknownEntryError);
    }
  });

  test('behavior: the same twice at once is done once or twice, and fails never', async () => {
    const account = testAccount(7);
    await changeRegistry(chain, account, setNode);
    const twice = await Promise.all([1, 2].map(() => changeRegistry(chain, account, { action: 'deleteNode' })));
    expect(twice.map(({ outcome }) => outcome).toSorted()).toEqual(['already', 'done']);
  });

  test('behavior: an open registry reads no certificate, so it is done already', async () => {
    const id = freshId();
    const certificate = Certificate.encode(
      Certificate.from({
        kind: 'party',
        subject: { name: 'x', party: { countryCode: id.country_code, partyId: id.party_id }, signer: addressAt(6) },
        usages: [],
        notBefore: 0,
        notAfter: 1,
        serial: new Uint8Array(16),
      }),
    );
    const change: NodeChange = { action: 'setParty', id, ...cpoTerms, operator: me, certificate };
    expect((await changeRegistry(chain, testAccount(6), change)).outcome).toBe('done');
    expect(await changeRegistry(chain, testAccount(6), change)).toEqual({ outcome: 'already' });
  });

  test('error: an id that is none, a party that is none', async () => {
    expect(await holderOf(chain, freshId())).toBeNull();
    expect(await partyDetailsOf(chain, { id: freshId() })).toBeNull();
    expect(await partyDetailsOf(chain, { address: addressAt(8) })).toBeNull();
    expect(await partyOf(chain, addressAt(8))).toEqual({ party: null, sequence: 0, offeredTo: null });
    await expect(holderOf(chain, { country_code: 'D', party_id: 'ABC' })).rejects.toThrow(ArgumentError);
  });

  test('error: a certificate where none is asked for, and a chain without a registry', async () => {
    const change: NodeChange = {
      action: 'setParty',
      id: freshId(),
      ...cpoTerms,
      operator: me,
      certificate: new Uint8Array(1),
    };
    await expect(authoriseChange(chain, owner(), change, await later())).rejects.toThrow(ArgumentError);
    const { nodeRegistry: _, ...addresses } = chain.addresses;
    await expect(async () => nodeOf({ ...chain, addresses }, me)).rejects.toThrow(ConfigurationError);
  });
});

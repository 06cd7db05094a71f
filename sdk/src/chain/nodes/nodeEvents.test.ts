import fc from 'fast-check';
import { encodeAbiParameters, encodeEventTopics, pad } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../../test/support/localChain.ts';
import { addressAt, cpoTerms } from '../../../../test/support/networkWorld.ts';
import type { Hex } from '../../bytes/index.ts';
import { nodeRegistryAbi } from '../../generated/index.ts';
import { OcpiId } from '../../ocn/registry/index.ts';
import {
  changeRegistry,
  type Log,
  type NodeChange,
  type NodeEvent,
  nodeRegistryOf,
  nodeTopics,
  toNodeEvent,
} from '../index.ts';

let local: LocalChain;
let registry: Hex;
const logs: Log[] = [];
const [me, other] = [addressAt(1), addressAt(2)];
const url = 'https://ocn.example.com';
const id = OcpiId.parse('DE/ABC');
const permissions = ['FORWARD_ALL'] as const;
const changes: readonly (readonly [number, NodeChange])[] = [
  [1, { action: 'setNode', url, key: `0x${'AB'.repeat(21)}` }],
  [2, { action: 'setNode', url: '\u202e\u0000 no URL' }],
  [1, { action: 'setParty', id, ...cpoTerms, operator: me }],
  [1, { action: 'offerParty', operator: other }],
  [1, { action: 'setService', name: 'Report', url, permissions }],
  [1, { action: 'createAgreement', provider: me, permissions }],
  [1, { action: 'revokeAgreement', provider: me }],
  [1, { action: 'deleteService' }],
  [1, { action: 'deleteParty' }],
  [1, { action: 'deleteNode' }],
];

beforeAll(async () => {
  local = await startLocalChain();
  registry = nodeRegistryOf(local.chain).toLowerCase() as Hex;
  for (const [index, change] of changes) {
    const outcome = await changeRegistry(local.chain, testAccount(index), change);
    if (outcome.outcome === 'done') logs.push(...outcome.receipt.logs);
  }
});
afterAll(() => local?.node.stop());

describe('toNodeEvent', () => {
  test('behavior: every event of the contract, from its own logs', () => {
    const events = logs.map((log) => toNodeEvent(log, registry));
    const body = { roles: 1, sender: 0b0111001, receiver: 0b1000110, certificate: pad('0x', { size: 32 }) };
    expect(events).toMatchObject([
      { type: 'nodeSet', operator: me, url, key: `0x${'ab'.repeat(21)}`, sequence: 1 },
      { type: 'nodeSet', operator: other, url: '\u202e\u0000 no URL', key: '0x', sequence: 1 },
      { type: 'partySet', party: me, id, operator: me, ...body, sequence: 1 },
      { type: 'partyOffered', party: me, operator: other, sequence: 2 },
      { type: 'serviceSet', provider: me, name: 'Report', url, permissions: 1, sequence: 1 },
      { type: 'agreementCreated', party: me, provider: me, permissions: 1, sequence: 1 },
      { type: 'agreementRevoked', party: me, provider: me, sequence: 2 },
      { type: 'serviceDeleted', provider: me, sequence: 2 },
      { type: 'partyReleased', party: me, id, sequence: 3 },
      { type: 'nodeDeleted', operator: me, sequence: 2 },
    ] satisfies Partial<NodeEvent>[]);
    expect(new Set(events.map((event) => event?.type)).size).toBe(Object.keys(nodeTopics).length);
    expect(events.map((event) => event?.logIndex)).toEqual(logs.map(({ logIndex }) => logIndex));
  });

  test('behavior: what another contract says is none', () => {
    for (const log of logs) expect(toNodeEvent({ ...log, address: other }, registry)).toBeNull();
  });

  test('error: cut at every byte, and without topics: null, and nothing is thrown', () => {
    for (const log of logs) {
      for (let length = 2; length < log.data.length; length += 2) {
        expect(toNodeEvent({ ...log, data: log.data.slice(0, length) as Hex }, registry)).toBeNull();
      }
      for (let count = 0; count < log.topics.length; count++) {
        expect(toNodeEvent({ ...log, topics: log.topics.slice(0, count) }, registry)).toBeNull();
      }
    }
  });

  test('error: an id that is none', () => {
    const [log] = logs.filter(({ topics }) => topics[0] === nodeTopics.partyReleased) as [Log];
    for (const word of ['0x', '0x6465616263', '0x4445414220', `0x${'ff'.repeat(32)}`] as const) {
      const topics = [log.topics[0], log.topics[1], pad(word, { dir: 'right', size: 32 })] as Hex[];
      expect(toNodeEvent({ ...log, topics }, registry)).toBeNull();
    }
  });

  test('error: whatever stands in data and topics: an event or null', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => `0x${Buffer.from(data).toString('hex')}` as Hex);
    const word = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((data) => `0x${Buffer.from(data).toString('hex')}` as Hex);
    const topic = fc.oneof(word, fc.constantFrom(...Object.values(nodeTopics)));
    fc.assert(
      fc.property(fc.array(topic, { maxLength: 4 }), bytes, (topics, data) => {
        toNodeEvent({ ...(logs[0] as Log), topics, data }, registry);
      }),
    );
  });

  test('error: offsets that lead into themselves, and lengths beyond all bounds', () => {
    const topics = encodeEventTopics({ abi: nodeRegistryAbi, eventName: 'NodeSet', args: { operator: me } }) as Hex[];
    for (const number of [0n, 32n, 2n ** 32n, 2n ** 255n]) {
      const data = encodeAbiParameters(Array(4).fill({ type: 'uint256' }), [number, number, number, number]);
      const event = toNodeEvent({ ...(logs[0] as Log), topics, data }, registry);
      expect(event === null || event.type === 'nodeSet').toBe(true);
    }
  });
});

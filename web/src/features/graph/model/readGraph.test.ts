import { describe, expect, test } from 'vitest';
import type { QuorumRecord } from '../../../data/index.ts';
import { id, view } from './graph.fixtures.ts';
import { readGraph } from './readGraph.ts';

const registry = `0x${'11'.repeat(20)}` as const;
const wallet = `0x${'ab'.repeat(20)}` as const;
const member = (signer: `0x${string}`) => ({ signer, weight: 1 });

function record(quorum: `0x${string}`, ...members: readonly `0x${string}`[]): QuorumRecord {
  const state = { threshold: 2, members: members.map(member) } as unknown as QuorumRecord['state'];
  return { id: quorum, signer: registry, state, versions: [], endorsed: 0, revoked: 0, memberOf: [] };
}

describe('readGraph', () => {
  const names = { [id(1)]: 'Root\u200b' };
  const picture = readGraph({
    view,
    quorums: [record(id(3), wallet, `${registry}${id(1).slice(2)}`)],
    names,
    registry,
  });

  test('behavior: names of the user first, then those of trusted certificates, else ends of the id', () => {
    expect(picture.items.get(id(1))).toMatchObject({ label: 'Root\\u{200b}', anchor: true });
    expect(picture.items.get(id(3))).toMatchObject({
      label: 'Operators\\u{202e}<b>',
      rule: { threshold: 2, members: 2 },
    });
    expect(picture.items.get(id(5))).toMatchObject({ label: '0x000000…000005', standing: 'unavailable' });
  });

  test('behavior: a revocation within the picture is said, unless it is trusted all the same', () => {
    expect(picture.items.get(id(4))).toMatchObject({ standing: 'revoked', revoked: true });
    const nodes = view.nodes.map((node) => (node.id === id(4) ? { ...node, state: 'trusted' as const } : node));
    const other = readGraph({ view: { ...view, nodes }, quorums: [], names: {}, registry });
    expect(other.items.get(id(4))).toMatchObject({ standing: 'trusted', revoked: true });
  });

  test('behavior: members and subjects that are no quorums become signers, nested quorums stay quorums', () => {
    expect(picture.items.get(wallet)?.type).toBe('signer');
    expect(picture.out.get(wallet)).toEqual([{ type: 'memberOf', from: wallet, to: id(3) }]);
    expect(picture.into.get(wallet)).toEqual([{ type: 'speaksOf', from: id(4), to: wallet }]);
    expect(picture.out.get(id(1))).toContainEqual({ type: 'memberOf', from: id(1), to: id(3) });
  });

  test('attack: a certificate that nobody trusts gives no quorum its name', () => {
    const nodes = view.nodes.map((node) => (node.id === id(2) ? { ...node, state: 'notTrusted' as const } : node));
    const other = readGraph({ view: { ...view, nodes }, quorums: [], names: {}, registry });
    expect(other.items.get(id(3))).toMatchObject({ label: '0x000000…000003' });
  });

  test('error: statements about what is not in the picture are left out', () => {
    const edges = [...view.edges, { type: 'endorses' as const, from: id(1), to: id(77) }];
    expect(readGraph({ view: { ...view, edges }, quorums: [], names: {}, registry }).items.has(id(77))).toBe(false);
  });

  test('behavior: without anchors one starts from what nothing leads to', () => {
    const nodes = view.nodes.map((node) => (node.type === 'quorum' ? { ...node, anchor: false } : node));
    expect(readGraph({ view: { ...view, nodes }, quorums: [], names: {}, registry }).starts).toEqual([id(1)]);
  });
});

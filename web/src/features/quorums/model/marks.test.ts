import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses as addresses, verifiersOf } from '@gridseal/sdk/chain';
import { offChainVerifier } from '@gridseal/sdk/crypto';
import { Hybrid, Quorum } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import type { QuorumRecord } from '../../../data/index.ts';
import { findIn } from './findIn.ts';
import { markContext, marksOf } from './marks.ts';
import { quorumIdFrom } from './quorumId.ts';

const registry = addresses.quorumRegistry;
const wallet = (n: number): Hex => `0x${String(n).repeat(40)}`;
const slhDsa = (n: number): Hex =>
  `${addresses.slhDsaVerifier}${n.toString(16).padStart(64, '0')}`.toLowerCase() as Hex;
const signerOf = (quorum: Quorum.Quorum) => Quorum.signer(registry, Quorum.id(quorum)).toLowerCase() as Hex;

function record(quorum: Quorum.Quorum): QuorumRecord {
  const state = Quorum.firstState(quorum);
  const at = { block: 1, blockHash: '0x', transaction: '0x', logIndex: 0 } as const;
  const versions = [{ state, at }];
  return { id: state.id, signer: signerOf(quorum), state, versions, endorsed: 0, revoked: 0, memberOf: [] };
}

const root = Quorum.from({ members: [1, 2, 3].map((n) => ({ signer: wallet(n) })), threshold: 2 });
const pair = Hybrid.from({ classical: wallet(4), postQuantum: slhDsa(4) }, verifiersOf(addresses));
const hybrid = Quorum.from({ members: [{ signer: signerOf(pair) }], threshold: 1 });
const nested = Quorum.from({ members: [{ signer: signerOf(root) }, { signer: wallet(9) }], threshold: 2 });
const all = [root, pair, hybrid, nested].map(record);

function marks(quorum: Quorum.Quorum, part: Partial<Parameters<typeof markContext>[0]> = {}) {
  const known = { addresses, own: new Set<Hex>(), anchors: new Set<Hex>(), records: all };
  return marksOf(record(quorum), markContext({ ...known, ...part }));
}

describe('marks of a quorum', () => {
  test('behavior: pairs of keys, quorums of pairs, quorums of quorums', () => {
    expect([marks(root), marks(pair), marks(hybrid), marks(nested)]).toEqual([[], ['pair'], ['hybrid'], ['nested']]);
  });

  test('behavior: an anchor, and one’s own, also through a member', () => {
    expect(marks(root, { anchors: new Set([Quorum.id(root)]), own: new Set([wallet(2)]) })).toEqual(['anchor', 'mine']);
    expect(marks(nested, { own: new Set([wallet(3)]) })).toEqual(['mine', 'nested']);
  });

  test('error: a quorum of keys that no chain verifies cannot act', () => {
    const key = `${offChainVerifier('Ed25519')}${'ab'.repeat(32)}`.toLowerCase() as Hex;
    const stuck = Quorum.from({ members: [{ signer: key }, { signer: wallet(1) }], threshold: 2 });
    expect(marks(stuck)).toEqual(['stuck']);
  });

  test('error: a pair whose members are not known here is not hybrid', () => {
    expect(marks(hybrid, { records: [] })).toEqual(['nested']);
  });

  test('error: two classical keys are no hybrid pair, nor is one that may act alone', () => {
    const two = Quorum.from({ members: [{ signer: wallet(1) }, { signer: wallet(2) }], threshold: 2 });
    const either = Quorum.from({ members: [{ signer: wallet(4) }, { signer: slhDsa(4) }], threshold: 1 });
    expect([marks(two), marks(either)]).toEqual([[], []]);
  });
});

describe('finding quorums', () => {
  const names = ({ id }: QuorumRecord) => (id === Quorum.id(root) ? ['Charging Station Operators', '<b>x</b>'] : []);
  const found = (text: string) => findIn(all, text, names).map(({ id }) => id);

  test('behavior: by a part of the name, the id, the signer, or of a member', () => {
    expect(found('station OPER')).toEqual([Quorum.id(root)]);
    expect(found(Quorum.id(hybrid).slice(10, 30).toUpperCase())).toEqual([Quorum.id(hybrid)]);
    expect(found(wallet(2))).toEqual([Quorum.id(root)]);
    expect(found(signerOf(pair))).toEqual([Quorum.id(pair), Quorum.id(hybrid)]);
    expect(found('  ')).toHaveLength(all.length);
  });

  test('error: words that nothing has, patterns, markup', () => {
    expect([found('nobody'), found('.*'), found('(')]).toEqual([[], [], []]);
    expect(found('<B>X')).toEqual([Quorum.id(root)]);
  });
});

describe('ids in addresses', () => {
  const id = Quorum.id(root);

  test('behavior: an id in any case, or the quorum’s signer', () => {
    expect([quorumIdFrom(id, registry), quorumIdFrom(id.toUpperCase().replace('0X', '0x'), registry)]).toEqual([
      id,
      id,
    ]);
    expect(quorumIdFrom(Quorum.signer(registry, id), registry)).toBe(id);
  });

  test('error: anything else', () => {
    const other = Quorum.signer(wallet(1), id);
    for (const text of [undefined, '', '0x', id.slice(0, -1), `${id}00`, 'x'.repeat(66), other, '<script>']) {
      expect(quorumIdFrom(text, registry)).toBeNull();
    }
  });
});

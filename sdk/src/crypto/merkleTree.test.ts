import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { sha256 } from './hash.ts';
import { MerkleTree } from './merkleTree.ts';

/** The leaves and roots that implementations of RFC 6962 share (google/certificate-transparency, merkletree tests). */
const leaves = [
  '0x',
  '0x00',
  '0x10',
  '0x2021',
  '0x3031',
  '0x40414243',
  '0x5051525354555657',
  '0x606162636465666768696a6b6c6d6e6f',
].map((leaf) => fromHex(leaf));
const roots = [
  '0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '0xfac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '0xaeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  '0xd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '0x4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '0x76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  '0xddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '0x5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const proofOf = (size: number, index: number) => {
  const tree = MerkleTree.from(leaves.slice(0, size));
  return { leaf: leaves[index] as Uint8Array, index, size, proof: tree.proof(index), root: tree.root };
};

describe('RFC 6962', () => {
  test.each(roots.map((root, i) => [i + 1, root] as const))('vector: root of %i leaves', (size, root) => {
    expect(toHex(MerkleTree.from(leaves.slice(0, size)).root)).toBe(root);
  });

  test('vector: audit paths of the example tree of seven leaves (section 2.1.3)', () => {
    const [a, b, c, d, e, f, j] = leaves.slice(0, 7).map((leaf) => sha256(Uint8Array.of(0, ...leaf)));
    const node = (left: Uint8Array | undefined, right: Uint8Array | undefined) =>
      sha256(Uint8Array.of(1, ...(left ?? []), ...(right ?? [])));
    const [g, h, i] = [node(a, b), node(c, d), node(e, f)];
    const [k, l] = [node(g, h), node(i, j)];
    const tree = MerkleTree.from(leaves.slice(0, 7));
    expect(tree.proof(0)).toEqual([b, h, l]);
    expect(tree.proof(3)).toEqual([c, g, l]);
    expect(tree.proof(4)).toEqual([f, j, k]);
    expect(tree.proof(6)).toEqual([i, k]);
    expect(tree.root).toEqual(node(k, l));
  });
});

describe('MerkleTree', () => {
  test('behavior: every leaf of every size up to 33 verifies', () => {
    for (let size = 1; size <= 33; size++) {
      const many = Array.from({ length: size }, (_, i) => Uint8Array.of(i));
      const tree = MerkleTree.from(many);
      for (const [index, leaf] of many.entries()) {
        expect(MerkleTree.verify({ leaf, index, size, proof: tree.proof(index) }, tree.root)).toBe(true);
      }
    }
  });

  test('behavior: one leaf has an empty proof, and its hash is the root', () => {
    const leaf = Uint8Array.of(1, 2, 3);
    expect(MerkleTree.rootOf({ leaf, index: 0, size: 1, proof: [] })).toEqual(sha256(Uint8Array.of(0, 1, 2, 3)));
  });

  test('error: another place, size, leaf, or proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(), fc.nat(), (size, at, change) => {
        const { root, ...good } = proofOf(size, at % size);
        expect(MerkleTree.verify(good, root)).toBe(true);
        const flipped = good.proof.map((hash, i) =>
          i === change % good.proof.length ? hash.map((byte, j) => (j === change % 32 ? byte ^ 1 : byte)) : hash,
        );
        const wrong = [
          { ...good, index: (good.index + 1) % size },
          { ...good, leaf: Uint8Array.of(9, 9) },
          { ...good, proof: good.proof.slice(1) },
          { ...good, proof: good.proof.slice(0, -1) },
          { ...good, proof: [...good.proof, root] },
          { ...good, proof: flipped },
          { ...good, size: size * 4 },
        ];
        for (const proof of wrong) expect(MerkleTree.verify(proof, root)).toBe(false);
      }),
    );
  });

  test('attack: an inner node passes for no leaf (second preimage)', () => {
    const tree = MerkleTree.from(leaves.slice(0, 4));
    const [left, right] = [tree.proof(2)[1], tree.proof(0)[1]] as [Uint8Array, Uint8Array];
    const leaf = Uint8Array.of(...left, ...right);
    expect(MerkleTree.verify({ leaf, index: 0, size: 1, proof: [] }, tree.root)).toBe(false);
  });

  test.each([
    ['an index beyond the size', { index: 4 }],
    ['a negative index', { index: -1 }],
    ['an index that is no integer', { index: 0.5 }],
    ['no size', { size: 0 }],
    ['a size that is no integer', { size: 3.5 }],
    ['a size beyond all bounds', { size: 2 ** 40 }],
    ['a hash of another length', { proof: [new Uint8Array(31), new Uint8Array(32)] }],
    ['hashes beyond the root', { proof: Array.from({ length: 40 }, () => new Uint8Array(32)) }],
  ])('error: %s', (_, change) => {
    const { root, ...good } = proofOf(4, 1);
    expect(MerkleTree.rootOf({ ...good, ...change })).toBeNull();
    expect(MerkleTree.verify({ ...good, ...change }, root)).toBe(false);
  });

  test('error: no leaves, no such leaf', () => {
    expect(() => MerkleTree.from([])).toThrow(ArgumentError);
    for (const index of [-1, 4, 0.5, Number.NaN]) {
      expect(() => MerkleTree.from(leaves.slice(0, 4)).proof(index)).toThrow('index: is not in the tree');
    }
  });
});

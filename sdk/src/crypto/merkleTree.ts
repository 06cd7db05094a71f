import { equalBytes } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { sha256 } from './hash.ts';

/** A Merkle tree over a list of byte strings, and the audit path of each. */
export interface MerkleTree {
  readonly root: Uint8Array;
  readonly size: number;
  /** Bottom first. @throws {ArgumentError} for an index that is not in the tree. */
  proof(index: number): readonly Uint8Array[];
}

/** What ties a leaf to a root. */
export interface MerkleProof {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  /** Bottom first. */
  readonly proof: readonly Uint8Array[];
}

/** SHA-256(0x00 ‖ leaf). */
function hashLeaf(leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(leaf.length + 1);
  input.set(leaf, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right): another prefix than a leaf's, so no node passes for a leaf. */
function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return sha256(input);
}

/** Level by level; the last node of an odd level moves up as it is, which is the tree of RFC 6962, section 2.1. */
function from(leaves: readonly Uint8Array[]): MerkleTree {
  if (leaves.length === 0) throw new ArgumentError('has no leaf', { field: 'leaves' });
  const levels = [leaves.map(hashLeaf)];
  for (let level = levels[0] as Uint8Array[]; level.length > 1; ) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array;
      const right = level[i + 1];
      above.push(right === undefined ? left : hashNode(left, right));
    }
    levels.push(above);
    level = above;
  }
  return {
    root: (levels.at(-1) as Uint8Array[])[0] as Uint8Array,
    size: leaves.length,
    proof(index) {
      if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
        throw new ArgumentError('is not in the tree', { field: 'index' });
      }
      return levels.flatMap((level, height) => level[Math.floor(index / 2 ** height) ^ 1] ?? []);
    },
  };
}

/** RFC 9162, section 2.1.3.2. */
function rootOf({ leaf, index, size, proof }: MerkleProof): Uint8Array | null {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  if (size > 2 ** 31 || proof.some((hash) => hash.length !== 32)) return null;
  let node = hashLeaf(leaf);
  let at = index;
  let last = size - 1;
  for (const hash of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = hashNode(hash, node);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      node = hashNode(node, hash);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}

/**
 * Merkle trees of RFC 6962 (SHA-256).
 *
 * - `from` builds one; `proof(index)` is the audit path.
 * - `rootOf` gives the root that a leaf and its audit path lead to, or null if the path has not the right length or form.
 * - `verify` compares that with a root.
 *
 * @example
 * ```ts
 * const tree = MerkleTree.from(leaves);
 * MerkleTree.verify({ leaf: leaves[3], index: 3, size: tree.size, proof: tree.proof(3) }, tree.root); // true
 * ```
 */
export const MerkleTree = {
  from,
  rootOf,
  verify(proof: MerkleProof, root: Uint8Array): boolean {
    const found = rootOf(proof);
    return found !== null && equalBytes(found, root);
  },
} as const;

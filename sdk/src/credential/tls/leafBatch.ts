import { fromHex, type Hex, toHex } from '../../bytes/index.ts';
import { MerkleTree, sha256 } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { tlsLeafAlgorithms } from './algorithmNames.ts';
import { readTlsFacts } from './facts.ts';
import type { TlsLeafProof } from './leafProof.ts';

/** What is anchored: the root of a tree over the fingerprints of leaf certificates. */
export interface TlsLeafBatch {
  readonly root: Hex;
  readonly size: number;
  /** From the first to the last moment at which one of the leaves is valid, in seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SHA-256 of each leaf's DER, ascending. */
  readonly fingerprints: readonly Hex[];
  /** The audit path of a leaf. @throws {ArgumentError} if it is not in the batch. */
  path(fingerprint: Hex): Pick<TlsLeafProof, 'index' | 'size' | 'path'>;
}

/**
 * SHA-256 of a certificate's DER, as `openssl x509 -fingerprint -sha256` prints it: what names a leaf.
 *
 * @example `tlsFingerprint(der) // '0x5d2c…'`
 */
export function tlsFingerprint(der: Uint8Array): Hex {
  return toHex(sha256(der));
}

/**
 * A tree (RFC 6962) over the fingerprints of leaves, in ascending order: the same leaves make the same root.
 *
 * @param leaves DER.
 * @throws {DecodeError} naming `leaves[i]` for what is not a certificate. @throws {ArgumentError} for an authority's certificate, one
 * that is there twice, or no leaf at all.
 * @example `const { root, size } = batchTlsLeaves([leaf])`
 */
export function batchTlsLeaves(leaves: readonly Uint8Array[]): TlsLeafBatch {
  if (leaves.length === 0) throw new ArgumentError('are none', { field: 'leaves' });
  const facts = leaves.map((der, i) => {
    const leaf = readTlsFacts(der, `leaves[${i}]`);
    if (leaf.authority || !(tlsLeafAlgorithms as readonly string[]).includes(leaf.algorithm)) {
      throw new ArgumentError('is the certificate of an authority, not a leaf', { field: `leaves[${i}]` });
    }
    return leaf;
  });
  const fingerprints = leaves.map(tlsFingerprint).sort();
  const twice = fingerprints.findIndex((one, i) => i > 0 && fingerprints[i - 1] === one);
  if (twice >= 0)
    throw new ArgumentError('has a leaf twice', { field: 'leaves', metaMessages: [fingerprints[twice] as Hex] });
  const tree = MerkleTree.from(fingerprints.map((fingerprint) => fromHex(fingerprint)));
  const indexes = new Map(fingerprints.map((one, i) => [one, i]));
  return {
    root: toHex(tree.root),
    size: tree.size,
    notBefore: facts.reduce((first, { notBefore }) => Math.min(first, notBefore), Number.POSITIVE_INFINITY),
    notAfter: facts.reduce((last, { notAfter }) => Math.max(last, notAfter), 0),
    fingerprints,
    path(fingerprint) {
      const index = indexes.get(fingerprint.toLowerCase() as Hex);
      if (index === undefined) throw new ArgumentError('is not in the batch', { field: 'fingerprint' });
      return { index, size: tree.size, path: tree.proof(index).map((hash) => toHex(hash)) };
    },
  };
}

/**
 * Whether the leaf is in the batch with this root and size. The tree hashes a leaf as 0x00 ‖ fingerprint and a node as
 * 0x01 ‖ left ‖ right, and no certificate is 32 bytes long, so nothing else passes for a leaf.
 */
export function isInBatch(der: Uint8Array, proof: TlsLeafProof, batch: Pick<TlsLeafBatch, 'root' | 'size'>): boolean {
  if (proof.size !== batch.size) return false;
  const path = {
    leaf: sha256(der),
    index: proof.index,
    size: proof.size,
    proof: proof.path.map((hash) => fromHex(hash)),
  };
  return MerkleTree.verify(path, fromHex(batch.root));
}

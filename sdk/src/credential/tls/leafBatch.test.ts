import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat, fromHex, toHex, utf8Encode } from '../../bytes/index.ts';
import { MerkleTree, sha256 } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { readTlsFacts } from './facts.ts';
import { batchTlsLeaves, isInBatch, tlsFingerprint } from './leafBatch.ts';
import { TlsLeafProof } from './leafProof.ts';
import { readPem } from './pem.ts';
import { tlsRootKeyOf } from './rootKey.ts';
import { authorities, issue, now, text } from './tls.fixtures.ts';

interface Vectors {
  readonly certificate: string;
  readonly id: string;
  readonly valid: readonly { host: string; leaf: string; fingerprint: `0x${string}`; proof: string }[];
  readonly notInBatch: { readonly leaf: string; readonly proofs: Readonly<Record<string, string>> };
  readonly malformed: Readonly<Record<string, string>>;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/x509.json', import.meta.url), 'utf8'),
) as Vectors;
const registry = `0x${'5f'.repeat(20)}` as const;
const batchId = `0x${'11'.repeat(32)}` as const;
const leaves: Uint8Array[] = [];
let authority = new Uint8Array();

beforeAll(async () => {
  const { issuing } = await authorities('Ed25519');
  const der = (pem: string) => readPem(pem, 'CERTIFICATE', 'pem')[0] as Uint8Array<ArrayBuffer>;
  authority = der(issuing.chain[0] ?? '');
  for (let i = 0; i < 9; i++) leaves.push(der(text(await issue({ notAfter: now + 100 + i }, issuing), 'tls.crt')));
});

const proofOf = (batch: ReturnType<typeof batchTlsLeaves>, der: Uint8Array) =>
  TlsLeafProof.from({ chainId: 31337, registry, batch: batchId, ...batch.path(tlsFingerprint(der)) });

describe('batches of leaves', () => {
  test('behavior: every leaf of every size, and no other; the order does not matter', () => {
    for (let size = 1; size <= leaves.length; size++) {
      const some = leaves.slice(0, size);
      const batch = batchTlsLeaves(some);
      expect(batchTlsLeaves([...some].reverse()).root).toBe(batch.root);
      expect([batch.size, batch.notAfter]).toEqual([size, now + 99 + size]);
      for (const leaf of some) expect(isInBatch(leaf, proofOf(batch, leaf), batch)).toBe(true);
      const stranger = leaves[size];
      if (!stranger) continue;
      expect(() => batch.path(tlsFingerprint(stranger))).toThrow(ArgumentError);
      expect(isInBatch(stranger, proofOf(batch, some[0] as Uint8Array), batch)).toBe(false);
    }
  });

  test('attack: a wrong proof: other index, other size, a hash changed, left out, added, or swapped', () => {
    const batch = batchTlsLeaves(leaves);
    const leaf = leaves[3] as Uint8Array;
    const proof = proofOf(batch, leaf);
    const { path } = proof;
    const wrong: Partial<TlsLeafProof>[] = [
      { index: (proof.index + 1) % 9 },
      { size: 8, index: Math.min(proof.index, 7) },
      { size: 10 },
      { path: path.slice(1) },
      { path: path.slice(0, -1) },
      { path: [...path, batch.root] },
      { path: [] },
      ...path.map((_hash, i) => ({ path: path.map((hash, j) => (i === j ? toHex(sha256(fromHex(hash))) : hash)) })),
    ];
    for (const change of wrong)
      expect(isInBatch(leaf, { ...proof, ...change }, batch), JSON.stringify(change)).toBe(false);
    expect(isInBatch(leaf, proof, { ...batch, root: toHex(sha256(fromHex(batch.root))) })).toBe(false);
    expect(isInBatch(leaf, proof, { ...batch, size: 10 })).toBe(false);
  });

  test('attack: second preimage: a node, its two children, or a fingerprint given for a leaf', () => {
    const batch = batchTlsLeaves(leaves.slice(0, 4));
    const hashes = batch.fingerprints.map((one) => sha256(concat(Uint8Array.of(0), fromHex(one))));
    const [a, b] = hashes as [Uint8Array, Uint8Array];
    const right = proofOf(batch, leaves.find((leaf) => tlsFingerprint(leaf) === batch.fingerprints[0]) as Uint8Array)
      .path[1];
    const upper = { chainId: 31337, registry, batch: batchId, index: 0, size: 2, path: [right as `0x${string}`] };
    for (const forged of [
      concat(Uint8Array.of(1), a, b),
      concat(a, b),
      fromHex(batch.fingerprints[0] as `0x${string}`),
    ]) {
      expect(isInBatch(forged, TlsLeafProof.from(upper), batch)).toBe(false);
      expect(isInBatch(forged, TlsLeafProof.from(upper), { root: batch.root, size: 2 })).toBe(false);
      expect(() => batchTlsLeaves([forged])).toThrow(DecodeError);
    }
    // With the fingerprints themselves as leaves, a tree of another kind has another root.
    expect(toHex(MerkleTree.from(leaves.slice(0, 4)).root)).not.toBe(batch.root);
  });

  test('error: no leaf, one twice, an authority, what is no certificate', () => {
    expect(() => batchTlsLeaves([])).toThrow(ArgumentError);
    expect(() => batchTlsLeaves([...leaves, leaves[4] as Uint8Array])).toThrow(/twice/);
    expect(() => batchTlsLeaves([leaves[0] as Uint8Array, authority])).toThrow(
      /^leaves\[1\]: is the certificate of an authority/,
    );
    for (const bad of [new Uint8Array(), Uint8Array.of(0x30, 0), (leaves[0] as Uint8Array).subarray(0, -1)]) {
      expect(() => batchTlsLeaves([bad])).toThrow(DecodeError);
    }
  });

  test('behavior: the key of an authority, and no leaf’s', () => {
    expect(tlsRootKeyOf(authority)).toMatchObject({ use: 'tls', algorithm: 'Ed25519' });
    expect(() => tlsRootKeyOf(leaves[0] as Uint8Array)).toThrow(ArgumentError);
    expect(() => tlsRootKeyOf(Uint8Array.of(0x30, 0))).toThrow(DecodeError);
  });
});

describe('proofs', () => {
  const example = { chainId: 1135, registry, batch: batchId, index: 2, size: 5, path: [batchId, batchId, batchId] };

  test('behavior: roundtrips', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes));
    const shape = {
      index: fc.nat(999),
      size: fc.integer({ min: 1000, max: 2 ** 31 }),
      path: fc.array(hash, { maxLength: 31 }),
    };
    fc.assert(
      fc.property(fc.record(shape), (parts) => {
        const proof = TlsLeafProof.from({ ...example, ...parts });
        expect(TlsLeafProof.decode(TlsLeafProof.encode(proof))).toEqual(proof);
      }),
    );
  });

  test('error: truncation at every byte, and other fields', () => {
    const bytes = TlsLeafProof.encode(TlsLeafProof.from(example));
    for (let end = 0; end < bytes.length; end++) {
      expect(() => TlsLeafProof.decode(bytes.subarray(0, end))).toThrow(DecodeError);
    }
    const broken: [object, string][] = [
      [{ index: 5 }, 'proof.index'],
      [{ size: 0 }, 'proof.size'],
      [{ size: 2 ** 31 + 1 }, 'proof.size'],
      [{ path: [...new Array(32)].map(() => batchId) }, 'proof.path'],
      [{ path: ['0x00'] }, 'proof.path[0]'],
      [{ chainId: 0 }, 'proof.chainId'],
      [{ batch: '0x' }, 'proof.batch'],
      [{ more: 1 }, 'proof'],
    ];
    for (const [change, field] of broken) {
      expect(() => TlsLeafProof.from({ ...example, ...change }), JSON.stringify(change)).toThrow(
        expect.objectContaining({ field }),
      );
    }
    expect(() => TlsLeafProof.decode(new Uint8Array(8_193).fill(0x20))).toThrow(DecodeError);
    expect(() => TlsLeafProof.decode(utf8Encode('[]'))).toThrow(DecodeError);
  });
});

describe('test/vectors/x509.json', () => {
  const batch = JSON.parse(vectors.certificate).leaves as { root: `0x${string}`; size: number };
  const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

  test('behavior: root, fingerprints and proofs', () => {
    const made = batchTlsLeaves(vectors.valid.map(({ leaf }) => bytes(leaf)));
    expect({ root: made.root, size: made.size }).toEqual(batch);
    for (const { leaf, fingerprint, proof, host } of vectors.valid) {
      expect(tlsFingerprint(bytes(leaf))).toBe(fingerprint);
      const decoded = TlsLeafProof.decode(utf8Encode(proof));
      expect(decoded).toMatchObject({ batch: vectors.id, ...made.path(fingerprint) });
      expect(isInBatch(bytes(leaf), decoded, batch)).toBe(true);
      expect(readTlsFacts(bytes(leaf)).names.dns).toEqual([host]);
    }
  });

  test.each(Object.entries(vectors.notInBatch.proofs))('error: not in the batch: %s', (_title, proof) => {
    expect(isInBatch(bytes(vectors.notInBatch.leaf), TlsLeafProof.decode(utf8Encode(proof)), batch)).toBe(false);
  });

  test.each(Object.entries(vectors.malformed))('error: malformed: %s', (_title, proof) => {
    expect(() => TlsLeafProof.decode(utf8Encode(proof))).toThrow(DecodeError);
  });
});

import { describe, expect, test } from 'vitest';
import { bytes32, endorse, registry, wallet } from '../../../test/support/quorums.ts';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { addHints, p521Signer, type Signer } from '../crypto/index.ts';
import { VerificationError } from '../errors/index.ts';
import { nestedAction } from './evaluate.ts';
import {
  Approval,
  collect,
  hintApprovals,
  PackedApprovals,
  plainApprovals,
  Quorum,
  type QuorumState,
  TypedData,
} from './index.ts';

const verifiers = { p521: `0x${'52'.repeat(20)}`, p521Sha256: `0x${'53'.repeat(20)}` } as const;
const scalar = (n: number) => Uint8Array.from({ length: 66 }, (_, i) => (i === 0 ? 0 : (n + i) & 0xff));
const p521 = (n: number) => p521Signer(scalar(n), verifiers.p521);
const sha256 = p521Signer(scalar(9), verifiers.p521Sha256, 'SHA-256');

const stateOf = (signers: readonly Hex[], threshold: number): QuorumState =>
  Quorum.firstState(Quorum.from({ members: signers.map((signer) => ({ signer })), threshold }));

const people: readonly (Signer & { readonly publicKey?: Uint8Array })[] = [p521(1), sha256, wallet(1)];
const state = stateOf(
  people.map(({ signer }) => signer),
  3,
);
const action = endorse(state);
const digest = TypedData.digest(action);

async function packedBy(signers: readonly Signer[], of = state, on = action): Promise<Hex> {
  const approvals = await Promise.all(signers.map((signer) => Approval.sign(signer, on)));
  const { packed } = await collect(of, on, approvals, { verifiers });
  return packed as Hex;
}

const signatureOf = (packed: Hex, of: QuorumState, signer: Hex): Hex => {
  const index = of.members.findIndex((member) => member.signer === signer.toLowerCase());
  return PackedApprovals.decode(packed).find((approval) => approval.index === index)?.signature ?? '0x';
};

describe('hints for packed approvals', () => {
  test('behavior: P-521 signatures get theirs, by the hash of their verifier; others stay as they are', async () => {
    const packed = await packedBy(people);
    const hinted = hintApprovals(state, action, packed, { verifiers });
    for (const { signer, publicKey } of people) {
      const plain = fromHex(signatureOf(packed, state, signer));
      const hash = signer === sha256.signer ? 'SHA-256' : 'SHA-512';
      const isP521 = publicKey !== undefined && signer.length > 42;
      const expected = isP521 ? addHints({ publicKey, digest: fromHex(digest), signature: plain, hash }) : plain;
      expect(signatureOf(hinted, state, signer)).toBe(toHex(expected));
    }
    expect(hintApprovals(state, action, hinted, { verifiers })).toBe(hinted);
    expect(plainApprovals(hinted, [state], { registry, verifiers, quorums: new Map() })).toBe(packed);
  });

  test('behavior: those of a quorum that is a member, too, over its own digest', async () => {
    const key = p521(3);
    const inner = stateOf([key.signer], 1);
    const outer = stateOf([Quorum.signer(registry, inner.id)], 1);
    const asked = endorse(outer, bytes32(9));
    const approval = await Approval.sign(key, nestedAction(inner, TypedData.digest(asked), asked));
    const quorums = new Map([[inner.id, inner]]);
    const { packed } = await collect(outer, asked, [approval], { verifiers, quorums });
    const hinted = hintApprovals(outer, asked, packed as Hex, { verifiers, quorums });
    expect(hinted.length).toBeGreaterThan(50_000);
    const versions = new Map([[inner.id, [inner]]]);
    expect(plainApprovals(hinted, [outer], { registry, verifiers, quorums: versions })).toBe(packed);
    expect(hintApprovals(outer, asked, packed as Hex, { verifiers })).toBe(packed);
  });

  test('behavior: where there is no room, signatures stay plain', async () => {
    const keys = [1, 2, 3, 4, 5].map(p521);
    const many = stateOf(
      keys.map(({ signer }) => signer),
      5,
    );
    const asked = endorse(many);
    const packed = await packedBy(keys, many, asked);
    const bytes = (hex: Hex) => (hex.length - 2) / 2;
    const hinted = hintApprovals(many, asked, packed, { verifiers });
    expect(bytes(hinted)).toBeLessThanOrEqual(98_304);
    expect(PackedApprovals.decode(hinted).map(({ signature }) => bytes(signature) > 132)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(hintApprovals(many, asked, packed, { verifiers, maxBytes: 1_000 })).toBe(packed);
  });

  test('error: without knowing the verifiers nothing changes', async () => {
    const packed = await packedBy(people);
    expect(hintApprovals(state, action, packed, { verifiers: {} })).toBe(packed);
  });

  test('error: a P-521 signature that does not verify', async () => {
    const packed = await packedBy(people);
    expect(() => hintApprovals(state, endorse(state, bytes32(8)), packed, { verifiers })).toThrow(VerificationError);
  });

  test('error: where versions differ in who has a place, a signature keeps what stands behind it', async () => {
    const one = stateOf([p521(1).signer], 1);
    const asked = endorse(one);
    const packed = await packedBy([p521(1)], one, asked);
    const hinted = hintApprovals(one, asked, packed, { verifiers });
    const other = { ...stateOf([wallet(3).signer], 1), id: one.id };
    const context = { registry, verifiers, quorums: new Map() };
    expect(plainApprovals(hinted, [one, other], context)).toBe(hinted);
    expect(plainApprovals(hinted, [], context)).toBe(hinted);
    expect(plainApprovals(hinted, [one, { ...one, version: 2 }], context)).toBe(packed);
  });
});

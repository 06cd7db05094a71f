import { readFileSync } from 'node:fs';
import { TypedDataEncoder, type TypedDataField } from 'ethers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes32, quorumOf, registry } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { secp256k1Signer } from '../crypto/index.ts';
import { BaseError } from '../errors/index.ts';
import { Action, Approval, evaluatePacked, PackedApprovals, Quorum, TypedData } from './index.ts';

interface Vectors {
  readonly privateKeys: readonly Hex[];
  readonly quorums: readonly (Quorum.Quorum & { readonly id: Hex })[];
  readonly actions: readonly { readonly action: unknown; readonly digest: Hex }[];
  readonly approvals: {
    readonly digest: Hex;
    readonly signatures: readonly { readonly index: number; readonly signer: Hex; readonly signature: Hex }[];
    readonly packed: readonly { readonly indexes: readonly number[]; readonly packed: Hex; readonly weight: number }[];
  };
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../test/vectors/approval.json', import.meta.url), 'utf8'),
) as Vectors;

describe('vectors by an independent implementation', () => {
  test.each(vectors.quorums)('behavior: quorum $id', ({ id, ...quorum }) => {
    expect(Quorum.id(Quorum.decode(quorum))).toBe(id);
  });

  test.each(vectors.actions)('behavior: digest $digest', ({ action, digest }) => {
    expect(TypedData.digest(Action.decode(action))).toBe(digest);
  });

  test('behavior: signatures and packed approvals', async () => {
    const { digest, signatures, packed } = vectors.approvals;
    const action = vectors.actions
      .map((entry) => Action.decode(entry.action))
      .find((a) => TypedData.digest(a) === digest);
    if (action?.action !== 'endorse') throw new Error('no endorsement');
    const state = Quorum.firstState(vectors.quorums[0] as Quorum.Quorum);
    for (const key of vectors.privateKeys) {
      const approval = await Approval.sign(secp256k1Signer(Buffer.from(key.slice(2), 'hex')), action);
      expect(signatures).toContainEqual(
        expect.objectContaining({ signer: approval.signer, signature: approval.signature }),
      );
    }
    for (const { indexes, packed: expected, weight } of packed) {
      const chosen = indexes.map((index) => ({ index, signature: signatures[index]?.signature as Hex }));
      expect(PackedApprovals.encode(chosen)).toBe(expected);
      expect(await evaluatePacked(state, action, expected)).toMatchObject({
        weight,
        satisfied: weight >= state.threshold,
      });
    }
  });
});

describe('TypedData', () => {
  const message = { certificate: bytes32(1), quorum: bytes32(2), version: 1, deadline: 3 };
  const action: Action.Endorse = { action: 'endorse', chainId: 31_337, registry, message };

  test('behavior: agrees with another implementation on any message', () => {
    const hex32 = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((b) => `0x${Buffer.from(b).toString('hex')}` as Hex);
    const revocation = fc.record({
      certificate: hex32,
      quorum: hex32,
      version: fc.nat(4_294_967_295),
      reason: fc.nat(255),
      deadline: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), revocation, (chainId, message) => {
        const made: Action.Revoke = { action: 'revoke', chainId, registry, message };
        const { domain, types } = TypedData.from(made);
        const independent = TypedDataEncoder.hash(domain, types as Record<string, TypedDataField[]>, message);
        expect(TypedData.digest(made)).toBe(independent);
      }),
      { numRuns: 50 },
    );
  });

  test('behavior: a rotation shows its members to the wallet', () => {
    const { members, threshold, revocationThreshold, id } = quorumOf([1, 2], 2);
    const rules = { members: [...members], threshold, revocationThreshold };
    const rotate: Action.Rotate = {
      action: 'rotate',
      chainId: 1,
      registry,
      message: { quorum: id, version: 1, ...rules, deadline: 1 },
    };
    const json = JSON.parse(TypedData.toJson(rotate));
    expect(json.primaryType).toBe('Rotation');
    expect(json.message.members).toEqual(members);
    expect(json.types.EIP712Domain).toHaveLength(4);
  });

  test.each<[string, Action.Action]>([
    ['replay across chains', { ...action, chainId: 1 }],
    ['replay across contracts', { ...action, registry: bytes32(9).replace('0x000000000000000000000000', '0x') as Hex }],
    ['replay across versions', { ...action, message: { ...message, version: 2 } }],
    ['replay with a later deadline', { ...action, message: { ...message, deadline: 4 } }],
    ['replay for another quorum', { ...action, message: { ...message, quorum: bytes32(3) } }],
    ['replay across functions', { ...action, action: 'revoke', message: { ...message, reason: 0 } }],
    [
      'replay as an approval in another role',
      { ...action, action: 'approve', message: { quorum: bytes32(2), version: 1, digest: TypedData.digest(action) } },
    ],
  ])('error: %s has another digest', (_, other) => {
    expect(TypedData.digest(other)).not.toBe(TypedData.digest(action));
  });

  test.each<[string, string, unknown]>([
    ['unknown action', 'action.action', { ...action, action: 'destroy' }],
    ['chain 0', 'action.chainId', { ...action, chainId: 0 }],
    ['chain as text', 'action.chainId', { ...action, chainId: '1' }],
    ['registry in mixed case', 'action.registry', { ...action, registry: `0xAB${registry.slice(4)}` }],
    ['unknown field', 'action', { ...action, note: '' }],
    ['unknown field in the message', 'action.message', { ...action, message: { ...message, nonce: 1 } }],
    ['missing field', 'action.message.deadline', { ...action, message: { ...message, deadline: undefined } }],
    ['version too large', 'action.message.version', { ...action, message: { ...message, version: 2 ** 32 } }],
    [
      'deadline that JavaScript rounds',
      'action.message.deadline',
      { ...action, message: { ...message, deadline: 2 ** 53 } },
    ],
    ['negative deadline', 'action.message.deadline', { ...action, message: { ...message, deadline: -1 } }],
    ['short certificate', 'action.message.certificate', { ...action, message: { ...message, certificate: '0x00' } }],
    [
      'rotation that locks everybody out',
      'action.message.threshold',
      {
        ...action,
        action: 'rotate',
        message: {
          quorum: bytes32(1),
          version: 1,
          members: quorumOf([1], 1).members,
          threshold: 2,
          revocationThreshold: 1,
          deadline: 1,
        },
      },
    ],
    ['nothing', 'action', null],
    ['a list', 'action', []],
  ])('error: %s', (_, field, value) => {
    const decode = () => Action.decode(value);
    expect(decode).toThrow(BaseError);
    expect(decode).toThrow(`${field}:`);
  });
});

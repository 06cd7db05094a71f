import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bytes32,
  chainId,
  deadline,
  endorse,
  pack,
  quorumOf,
  registry,
  revoke,
  wallet,
} from '../../../test/support/quorums.ts';
import { encodeCanonicalJson, type Hex, utf8Encode } from '../bytes/index.ts';
import { ArgumentError, BaseError, DecodeError } from '../errors/index.ts';
import { type Action, PackedApprovals, Quorum, QuorumHistory, type QuorumState, TypedData } from '../quorum/index.ts';
import { Bundle, Certificate, explain } from './index.ts';

const definitionOf = (numbers: readonly number[]) =>
  Quorum.from({ members: numbers.map((n) => ({ signer: wallet(n).signer })), threshold: 2 });

const rootDefinition = definitionOf([1, 2, 3]);
const adminDefinition = definitionOf([4, 5, 6]);
const root = Quorum.firstState(rootDefinition);
const admin = Quorum.firstState(adminDefinition);

const authority = Certificate.from({
  kind: 'authority',
  subject: { name: 'Fleet administration', signer: Quorum.signer(registry, admin.id) },
  usages: ['signCertificates'],
  notBefore: 0,
  notAfter: 2_000_000_000,
  serial: new Uint8Array(16).fill(1),
});
const device = Certificate.from({
  kind: 'device',
  subject: { name: 'station-7' },
  usages: [],
  notBefore: 0,
  notAfter: 2_000_000_000,
  serial: new Uint8Array(16).fill(2),
});
const [authorityId, deviceId] = [Certificate.id(authority), Certificate.id(device)];
const checkedAt = { blockNumber: 120, blockHash: bytes32(77), timestamp: deadline - 100 };
const options: Bundle.BundleOptions = { chainId, registry, anchors: [root.id], at: deadline, keyWallets: true };

async function endorsementBy(
  state: QuorumState,
  certificate: Hex,
  by: readonly number[],
): Promise<Bundle.BundleEndorsement> {
  const action = endorse(state, certificate);
  return { ...action.message, approvals: await pack(state, action, by) };
}

async function revocationBy(
  state: QuorumState,
  certificate: Hex,
  by: readonly number[],
): Promise<Bundle.BundleRevocation> {
  const action = revoke(state, certificate);
  return { ...action.message, approvals: await pack(state, action, by) };
}

let bundle: Bundle.Bundle;

beforeAll(async () => {
  bundle = Bundle.from({
    target: deviceId,
    chainId,
    registry,
    certificates: [authority, device],
    endorsements: [await endorsementBy(root, authorityId, [1, 3]), await endorsementBy(admin, deviceId, [4, 5])],
    revocations: [],
    quorums: [
      { ...rootDefinition, members: [...rootDefinition.members], rotations: [] },
      { ...adminDefinition, members: [...adminDefinition.members], rotations: [] },
    ],
    checkedAt,
  });
});

describe('Bundle', () => {
  test('behavior: roundtrips', () => {
    expect(Bundle.decode(Bundle.encode(bundle))).toEqual(bundle);
  });

  test('behavior: verifies with no connection, and says what was known of revocations', async () => {
    const verdict = await Bundle.verify(Bundle.decode(Bundle.encode(bundle)), options);
    expect(verdict).toMatchObject({ valid: true, revocations: { checkedAt, age: 100, stale: false, statements: [] } });
    expect(verdict.endorsements.every(({ proven }) => proven)).toBe(true);
    expect(explain(verdict.target).split('\n')).toHaveLength(4);
  });

  test.each<[string, Partial<Bundle.BundleOptions>]>([
    [
      'arbitrary install: anchors that are not the verifier’s',
      { anchors: [admin.id.replace('0x', '0x0').slice(0, 66) as Hex] },
    ],
    ['no anchors', { anchors: [] }],
    ['replay across chains', { chainId: 1 }],
    ['replay across registries', { registry: `0x${'99'.repeat(20)}` }],
    ['indefinite freeze: knowledge that is too old', { maxAge: 99 }],
    ['after the certificates’ end', { at: 2_000_000_001 }],
    ['another kind than asked for', { kind: 'meter' }],
    ['more work than allowed', { budget: { signatures: 3 } }],
    ['rollback: a rotation that the verifier has seen is left out', { pins: [{ ...admin, version: 2 }] }],
    [
      'rollback: a rotation that the verifier knows of is left out',
      { quorums: new Map([[admin.id, { ...admin, version: 2 }]]) },
    ],
  ])('error: %s', async (_, change) => {
    expect((await Bundle.verify(bundle, { ...options, ...change })).valid).toBe(false);
  });

  test('error: fewer than m compromised keys have no effect', async () => {
    const weak = {
      ...bundle,
      endorsements: [bundle.endorsements[0] as Bundle.BundleEndorsement, await endorsementBy(admin, deviceId, [4])],
    };
    const verdict = await Bundle.verify(weak, options);
    expect(verdict.valid).toBe(false);
    expect(verdict.endorsements[1]).toMatchObject({ proven: false, evaluation: { missing: 1 } });
  });

  test('error: an endorsement of another certificate', async () => {
    const [first, second] = bundle.endorsements as [Bundle.BundleEndorsement, Bundle.BundleEndorsement];
    const moved = {
      ...bundle,
      endorsements: [first, { ...second, approvals: (await endorsementBy(admin, authorityId, [4, 5])).approvals }],
    };
    expect((await Bundle.verify(moved, options)).valid).toBe(false);
  });

  test('error: a quorum that the bundle does not define', async () => {
    const verdict = await Bundle.verify({ ...bundle, quorums: bundle.quorums.slice(0, 1) }, options);
    expect(verdict.endorsements[1]).toMatchObject({
      proven: false,
      reason: expect.stringContaining('does not define'),
    });
    const pinned = await Bundle.verify(
      { ...bundle, quorums: bundle.quorums.slice(0, 1) },
      { ...options, pins: [admin] },
    );
    expect(pinned.valid).toBe(true);
  });

  test('error: a quorum with a lower threshold is another quorum', async () => {
    const quorums = bundle.quorums.map((quorum) => ({ ...quorum, threshold: 1, revocationThreshold: 1 }));
    expect((await Bundle.verify({ ...bundle, quorums }, options)).valid).toBe(false);
  });

  test('error: revoked, by the endorser and by the authority above it', async () => {
    for (const [state, by] of [
      [admin, [4, 6]],
      [root, [1, 2]],
    ] as const) {
      const revocations = [await revocationBy(state, deviceId, by)];
      const verdict = await Bundle.verify({ ...bundle, revocations }, options);
      expect(verdict).toMatchObject({ valid: false, revocations: { statements: [{ proven: true, reasonCode: 1 }] } });
    }
  });

  test('error: a revocation counts even if it is not proven', async () => {
    const revocations = [await revocationBy(admin, deviceId, [4])];
    const verdict = await Bundle.verify({ ...bundle, revocations }, options);
    expect(verdict).toMatchObject({ valid: false, revocations: { statements: [{ proven: false }] } });
  });

  describe('after a rotation', () => {
    let rotated: Bundle.Bundle;
    let second: QuorumState;
    beforeAll(async () => {
      const { members, threshold, revocationThreshold } = quorumOf([6, 7, 8], 2);
      const rules = { members: [...members], threshold, revocationThreshold, deadline };
      const action = QuorumHistory.rotationAction(admin, rules, { chainId, registry });
      second = QuorumHistory.stateAfter(admin, rules);
      const approvals = {
        oldApprovals: await pack(admin, action, [4, 5]),
        newApprovals: await pack(second, action, [7, 8]),
      };
      const [first, other] = bundle.quorums as [Bundle.Bundle['quorums'][0], Bundle.Bundle['quorums'][0]];
      rotated = { ...bundle, quorums: [first, { ...other, rotations: [{ ...rules, ...approvals }] }] };
    });

    test('behavior: the new version’s endorsement counts', async () => {
      const endorsements = [
        bundle.endorsements[0] as Bundle.BundleEndorsement,
        await endorsementBy(second, deviceId, [6, 8]),
      ];
      const verdict = await Bundle.verify({ ...rotated, endorsements }, options);
      expect(verdict.valid).toBe(true);
      expect(verdict.quorums.find(({ id }) => id === admin.id)?.current.version).toBe(2);
    });

    test('error: approvals by keys that were rotated out', async () => {
      const verdict = await Bundle.verify(rotated, options);
      expect(verdict.endorsements[1]).toMatchObject({ proven: false, reason: expect.stringContaining('has replaced') });
      expect(verdict.valid).toBe(false);
      expect((await Bundle.verify(rotated, { ...options, superseded: 'accept' })).valid).toBe(true);
    });

    test('error: a version that nobody has made', async () => {
      const third = { ...second, version: 3 };
      const endorsements = [
        bundle.endorsements[0] as Bundle.BundleEndorsement,
        await endorsementBy(third, deviceId, [6, 8]),
      ];
      expect((await Bundle.verify({ ...rotated, endorsements }, options)).valid).toBe(false);
    });
  });

  test('behavior: nested quorums are proven first, in any order', async () => {
    const inner = admin;
    const signer = Quorum.signer(registry, inner.id);
    const outerDefinition = Quorum.from({ members: [{ signer }, { signer: wallet(1).signer }], threshold: 2 });
    const outer = Quorum.firstState(outerDefinition);
    const asked = endorse(outer, deviceId);
    const digest = TypedData.digest(asked);
    const nested: Action.Approve = {
      action: 'approve',
      chainId,
      registry,
      message: { quorum: inner.id, version: 1, digest },
    };
    const signatures = new Map([
      [signer, await pack(inner, nested, [4, 5])],
      [wallet(1).signer, await wallet(1).sign(digest)],
    ]);
    const approvals = PackedApprovals.encode(
      outer.members.map((m, index) => ({ index, signature: signatures.get(m.signer) as Hex })),
    );
    const made = Bundle.from({
      ...bundle,
      endorsements: [{ ...asked.message, approvals }],
      quorums: [outerDefinition, adminDefinition].map((q) => ({ ...q, members: [...q.members], rotations: [] })),
    });
    expect((await Bundle.verify(made, { ...options, anchors: [outer.id] })).valid).toBe(true);
    const without = { ...made, quorums: made.quorums.slice(0, 1) };
    expect((await Bundle.verify(without, { ...options, anchors: [outer.id] })).valid).toBe(false);
  });

  test.each<[string, string, (b: Bundle.Bundle) => object]>([
    ['a target that is not there', 'bundle.target', () => ({ target: bytes32(9) })],
    [
      'a certificate twice',
      'bundle.certificates[1]',
      (b) => ({ certificates: [b.certificates[0], b.certificates[0]], target: authorityId }),
    ],
    [
      'an endorsement twice',
      'bundle.endorsements[1]',
      (b) => ({ endorsements: [b.endorsements[0], b.endorsements[0]] }),
    ],
    [
      'a certificate that is too long to be one',
      'bundle.certificates[0]',
      ({ certificates: [first, second] }) => ({
        certificates: [{ ...first, subject: { ...first?.subject, signer: `0x${'11'.repeat(40_000)}` } }, second],
      }),
    ],
    ['a quorum twice', 'bundle.quorums[1]', (b) => ({ quorums: [b.quorums[0], b.quorums[0]] })],
    [
      'a bad certificate',
      'bundle.certificates[0].kind',
      (b) => ({ certificates: [{ ...b.certificates[0], kind: 'x' }, b.certificates[1]] }),
    ],
    ['a bad quorum', 'bundle.quorums[0].threshold', (b) => ({ quorums: [{ ...b.quorums[0], threshold: 9 }] })],
    ['no certificates', 'bundle.certificates', () => ({ certificates: [] })],
    ['too many certificates', 'bundle.certificates', (b) => ({ certificates: Array(65).fill(b.certificates[0]) })],
    ['too many endorsements', 'bundle.endorsements', (b) => ({ endorsements: Array(257).fill(b.endorsements[0]) })],
    ['an unknown field', 'bundle', () => ({ trusted: true })],
    ['another type', 'bundle.type', () => ({ type: 'gridseal/bundle/v2' })],
    ['no block', 'bundle.checkedAt', () => ({ checkedAt: undefined })],
    ['a hash that is none', 'bundle.checkedAt.blockHash', () => ({ checkedAt: { ...checkedAt, blockHash: '0x' } })],
  ])('error: %s', (_, field, change) => {
    const changed = { ...bundle, ...change(bundle) };
    expect(() => Bundle.decode(encodeCanonicalJson(JSON.parse(JSON.stringify(changed))))).toThrow(`${field}:`);
    expect(() => Bundle.from(changed as Bundle.Bundle)).toThrow(ArgumentError);
  });

  test('error: truncation at every byte', () => {
    const bytes = Bundle.encode(bundle);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => Bundle.decode(bytes.subarray(0, end))).toThrow(DecodeError);
    }
  });

  test('error: any byte changed is refused, or verifies nothing but the same', async () => {
    const bytes = Bundle.encode(bundle);
    const places = fc.sample(fc.nat(bytes.length - 1), 150);
    for (const at of places) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      try {
        const decoded = Bundle.decode(changed);
        if ((await Bundle.verify(decoded, options)).valid) expect({ ...decoded, checkedAt }).toEqual(bundle);
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError);
      }
    }
  });

  test('error: endless data, whatever JSON there is', () => {
    expect(() => Bundle.decode(new Uint8Array(Bundle.MAX_BUNDLE_BYTES + 1))).toThrow('are allowed');
    fc.assert(fc.property(fc.json(), (text) => void expect(() => Bundle.decode(utf8Encode(text))).toThrow(BaseError)));
  });
});

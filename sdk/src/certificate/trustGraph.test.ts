import { describe, expect, test } from 'vitest';
import {
  at,
  authority,
  certificate,
  Garden,
  last,
  other,
  policy,
  root,
  stranger,
} from '../../../test/support/garden.ts';
import { bytes32 } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { Quorum } from '../quorum/index.ts';
import { Certificate, explain } from './index.ts';

describe('paths', () => {
  test('behavior: an anchor endorses', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root);
    expect(await graph.verify(id, policy)).toMatchObject({
      valid: true,
      reason: 'trusted',
      found: 1,
      paths: [{ anchor: root, authorities: [] }],
    });
  });

  test('behavior: an authority endorses', async () => {
    const graph = new Garden();
    const id = graph.chain(1);
    const verdict = await graph.verify(id, policy);
    expect(verdict).toMatchObject({
      valid: true,
      endorsers: [{ reason: 'authorised', authorities: [{ valid: true, endorsers: [{ reason: 'anchor' }] }] }],
    });
    expect(verdict.paths[0]?.quorums).toEqual([root, bytes32(100)]);
  });

  test('behavior: sixteen authorities, and no more', async () => {
    const sixteen = new Garden();
    expect((await sixteen.verify(sixteen.chain(16), policy)).valid).toBe(true);
    const seventeen = new Garden();
    expect((await seventeen.verify(seventeen.chain(17), policy)).valid).toBe(false);
  });

  test('behavior: path length counts the authorities that follow', async () => {
    for (const [length, allowed, valid] of [
      [1, 0, true],
      [2, 0, false],
      [2, 1, true],
      [4, 2, false],
      [4, 3, true],
    ] as const) {
      const graph = new Garden();
      const id = graph.chain(length, (i) => (i === 0 ? { pathLength: allowed } : {}));
      expect((await graph.verify(id, policy)).valid).toBe(valid);
    }
  });

  test('behavior: a longer way that opens late is found', async () => {
    const graph = new Garden();
    // U1 is found valid first, but allows nobody below P; U2, which does, needs two endorsers and comes later.
    const [u1, u2, v, p] = [11, 12, 13, 14].map((n) => bytes32(n)) as [Hex, Hex, Hex, Hex];
    graph.plant(authority(u1, { pathLength: 1 }), root);
    graph.plant(authority(p), u1, u2);
    graph.plant(authority(bytes32(15)), p);
    graph.plant(authority(v), root);
    let detour = v;
    for (let i = 0; i < 6; i++) {
      graph.plant(authority(bytes32(20 + i)), detour);
      detour = bytes32(20 + i);
    }
    graph.plant(authority(u2, { requiredEndorsements: 2 }), root, detour);
    graph.plant(authority(bytes32(17)), bytes32(15));
    const id = graph.plant(certificate(), bytes32(17));
    expect((await graph.verify(id, policy)).valid).toBe(true);
  });

  test('behavior: what the verifier says of its anchor is final', async () => {
    const graph = new Garden();
    const device = graph.plant(certificate(), root);
    const below = graph.chain(1);
    expect((await graph.verify(device, { at, anchors: [{ quorum: root, certifies: ['meter'] }] })).valid).toBe(false);
    expect((await graph.verify(below, { at, anchors: [{ quorum: root, pathLength: 0 }] })).valid).toBe(false);
    expect(
      (await graph.verify(below, { at, anchors: [{ quorum: root, pathLength: 1, certifies: ['authority'] }] })).valid,
    ).toBe(true);
  });

  test('error: a path ends at no anchor that may not endorse the authority, though another one may', async () => {
    const graph = new Garden();
    const between = bytes32(11);
    graph.plant(authority(between), root, other);
    const device = graph.plant(certificate(), between);
    const anchors = [{ quorum: root, certifies: ['device'] as const }, other];
    expect((await graph.verify(device, { at, anchors })).valid).toBe(true);
    graph.revoke(device, other);
    expect((await graph.verify(device, { at, anchors })).valid).toBe(false);
  });

  test('behavior: each verifier has its own truth', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root);
    expect((await graph.verify(id, { anchors: [other], at })).valid).toBe(false);
    expect((await graph.verify(id, { anchors: [], at })).valid).toBe(false);
  });

  test('behavior: validity ends with the last second', async () => {
    const graph = new Garden();
    const id = graph.chain(1, () => ({ notBefore: 10, notAfter: 20 }));
    for (const [time, valid] of [
      [9, false],
      [10, true],
      [20, true],
      [21, false],
    ] as const) {
      expect((await graph.verify(id, { ...policy, at: time })).valid).toBe(valid);
    }
  });

  test('behavior: every certificate of a path is checked for the time, and the reason is told', async () => {
    const graph = new Garden();
    const id = graph.chain(2, (i) => (i === 0 ? { notAfter: at - 1 } : {}));
    const text = explain(await graph.verify(id, policy));
    expect(text).toContain('has expired at that time');
    expect(text.split('\n')[0]).toMatch(/^✗ device “station-7” 0x/);
  });
});

describe('refusals', () => {
  test.each<[string, (graph: Garden) => Hex, string]>([
    ['a certificate that nobody has', () => bytes32(99), 'unavailable'],
    ['nobody endorses', (g) => g.plant(certificate()), 'notEndorsed'],
    ['a stranger endorses', (g) => g.plant(certificate(), stranger), 'tooFewEndorsers'],
    [
      'a stranger with a certificate of its own',
      (g) => last(g.plant(authority(stranger), stranger), g.plant(certificate(), stranger)),
      'tooFewEndorsers',
    ],
    ['expired', (g) => g.plant(certificate({ notAfter: at - 1 }), root), 'expired'],
    ['not valid yet', (g) => g.plant(certificate({ notBefore: at + 1 }), root), 'notYetValid'],
    [
      'an authority without signCertificates',
      (g) => last(g.plant(authority(other, { usages: ['issueKeys'] }), root), g.plant(certificate(), other)),
      'tooFewEndorsers',
    ],
    [
      'a kind that the authority may not endorse',
      (g) => last(g.plant(authority(other, { certifies: ['meter'] }), root), g.plant(certificate(), other)),
      'tooFewEndorsers',
    ],
    [
      'an authority of another registry',
      (g) =>
        last(
          g.plant(
            authority(other, { subject: { name: 'x', signer: Quorum.signer(`0x${'99'.repeat(20)}`, other) } }),
            root,
          ),
          g.plant(certificate(), other),
        ),
      'tooFewEndorsers',
    ],
    [
      'an authority that is a wallet',
      (g) =>
        last(
          g.plant(authority(other, { subject: { name: 'x', signer: `0x${'99'.repeat(20)}` } }), root),
          g.plant(certificate(), other),
        ),
      'tooFewEndorsers',
    ],
    [
      'two that vouch for each other',
      (g) =>
        last(g.plant(authority(other), stranger), g.plant(authority(stranger), other), g.plant(certificate(), other)),
      'tooFewEndorsers',
    ],
    [
      'one that vouches for itself',
      (g) => last(g.plant(authority(other), other), g.plant(certificate(), other)),
      'tooFewEndorsers',
    ],
  ])('error: %s', async (_, build, reason) => {
    const graph = new Garden();
    const verdict = await graph.verify(build(graph), policy);
    expect(verdict).toMatchObject({ valid: false, reason, paths: [] });
    expect(explain(verdict)).toContain('✗');
    expect(JSON.parse(JSON.stringify(verdict)).valid).toBe(false);
  });

  test('error: wrong purpose: another kind or usage than asked for', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate({ usages: ['signData'] }), root);
    expect(await graph.verify(id, { ...policy, kind: 'meter' })).toMatchObject({ valid: false, reason: 'wrongKind' });
    expect(await graph.verify(id, { ...policy, usage: 'issueKeys' })).toMatchObject({
      valid: false,
      reason: 'missingUsage',
    });
    expect(await graph.verify(id, { ...policy, usage: 'signData', kind: 'device' })).toMatchObject({ valid: true });
  });

  test('error: anchors and times that are none', async () => {
    const graph = new Garden();
    await expect(graph.verify(root, { anchors: ['0x00'], at })).rejects.toThrow(ArgumentError);
    await expect(graph.verify(root, { anchors: [root], at: Number.NaN })).rejects.toThrow(ArgumentError);
  });
});

describe('revocation', () => {
  test('error: revoked by its endorser, whatever came first', async () => {
    for (const revokedFirst of [true, false]) {
      const graph = new Garden();
      const made = certificate();
      const id = Certificate.id(made);
      if (revokedFirst) graph.revoke(id, root);
      graph.plant(made, root);
      if (!revokedFirst) graph.revoke(id, root);
      expect(await graph.verify(id, policy)).toMatchObject({
        valid: false,
        endorsers: [{ reason: 'revoked', revocationReason: 1 }],
      });
    }
  });

  test('error: an authority’s certificate is revoked', async () => {
    const graph = new Garden();
    const id = graph.plant(authority(other), root);
    const device = graph.plant(certificate(), other);
    expect((await graph.verify(device, policy)).valid).toBe(true);
    graph.revoke(id, root);
    expect((await graph.verify(device, policy)).valid).toBe(false);
  });

  test('error: an authority above cuts off what it has revoked', async () => {
    const graph = new Garden();
    const device = graph.chain(2);
    graph.revoke(device, root);
    expect((await graph.verify(device, policy)).valid).toBe(false);
  });

  test('behavior: a stranger’s revocation changes nothing', async () => {
    const graph = new Garden();
    const device = graph.chain(2);
    graph.revoke(device, stranger);
    expect((await graph.verify(device, policy)).valid).toBe(true);
  });

  test('behavior: another endorser still stands', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root, other);
    graph.revoke(id, other);
    expect((await graph.verify(id, { anchors: [root, other], at })).valid).toBe(true);
    expect((await graph.verify(id, { anchors: [other], at })).valid).toBe(false);
  });

  test('behavior: a reorganisation takes events back', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root);
    graph.revoke(id, root);
    graph.add({ type: 'revoked', certificate: id, quorum: root, version: 1, reason: 1, removed: true });
    expect((await graph.verify(id, policy)).valid).toBe(true);
    graph.add({ type: 'endorsed', certificate: id, quorum: root, version: 1, removed: true });
    expect(await graph.verify(id, policy)).toMatchObject({ valid: false, reason: 'notEndorsed' });
  });
});

describe('reach', () => {
  test('behavior: the anchors, and those whom their authorities empower, however many endorsers these still need', () => {
    const graph = new Garden();
    graph.chain(2);
    graph.plant(authority(bytes32(300), { requiredEndorsements: 2 }), root);
    graph.plant(authority(stranger), stranger);
    expect([...graph.reach(policy)]).toEqual([root, bytes32(100), bytes32(300), bytes32(101)]);
  });

  test('error: an authority that is revoked by its endorser, or of another time, leads nowhere', () => {
    const graph = new Garden();
    graph.revoke(graph.plant(authority(bytes32(100)), root), root);
    graph.plant(authority(bytes32(101), { notAfter: at - 1 }), root);
    graph.plant(authority(bytes32(102), { usages: [] }), root);
    expect([...graph.reach(policy)]).toEqual([root]);
    expect(() => graph.reach({ anchors: ['0x01'], at })).toThrow(ArgumentError);
  });
});

describe('disjoint endorsers', () => {
  test('behavior: two anchors', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate({ requiredEndorsements: 2 }), root, other);
    expect(await graph.verify(id, { anchors: [root, other], at })).toMatchObject({ valid: true, found: 2 });
    expect(await graph.verify(id, policy)).toMatchObject({
      valid: false,
      found: 1,
      required: 2,
      reason: 'tooFewEndorsers',
    });
  });

  test('error: fewer than m: two endorsers below one authority are one', async () => {
    const graph = new Garden();
    graph.plant(authority(other), root);
    graph.plant(authority(bytes32(11)), other);
    graph.plant(authority(bytes32(12)), other);
    const id = graph.plant(certificate({ requiredEndorsements: 2 }), bytes32(11), bytes32(12));
    const verdict = await graph.verify(id, policy);
    expect(verdict).toMatchObject({ valid: false, found: 1 });
    expect(verdict.endorsers.map(({ reason }) => reason).sort()).toEqual(['authorised', 'pathNotAllowed']);
  });

  test('error: many certificates of one endorser are one endorser', async () => {
    const graph = new Garden();
    for (let i = 0; i < 5; i++) graph.plant(authority(other), root);
    const id = graph.plant(certificate({ requiredEndorsements: 2 }), other);
    expect((await graph.verify(id, policy)).valid).toBe(false);
  });

  test('behavior: a verifier may ask for more than the certificate does', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root);
    expect((await graph.verify(id, { ...policy, requiredEndorsements: 2 })).valid).toBe(false);
  });
});

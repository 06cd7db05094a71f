import { describe, expect, test } from 'vitest';
import { bytes32, registry } from '../../../test/support/quorums.ts';
import { type Hex, utf8Encode } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { Quorum } from '../quorum/index.ts';
import { Certificate, explain, TrustGraph, type TrustPolicy } from './index.ts';

const [root, other, stranger] = [bytes32(1), bytes32(2), bytes32(0xbad)];
const at = 1_000;
const policy: TrustPolicy = { anchors: [root], at };
let serials = 0;

const last = (...ids: readonly Hex[]): Hex => ids.at(-1) as Hex;

function certificate(change: Partial<Certificate.CertificateInput> = {}): Certificate.Certificate {
  const serial = new Uint8Array(16);
  new DataView(serial.buffer).setUint32(0, ++serials);
  return Certificate.from({
    kind: 'device',
    subject: { name: 'station-7' },
    usages: [],
    notBefore: 0,
    notAfter: 2_000,
    serial,
    ...change,
  });
}

function authority(quorum: Hex, change: Partial<Certificate.CertificateInput> = {}): Certificate.Certificate {
  const subject = {
    name: `Authority ${Number.parseInt(quorum.slice(-4), 16)}`,
    signer: Quorum.signer(registry, quorum),
  };
  return certificate({ kind: 'authority', subject, usages: ['signCertificates'], ...change });
}

/** A graph to which certificates are added together with those who endorse them. */
class Garden extends TrustGraph {
  constructor() {
    super({ registry });
  }
  plant(added: Certificate.Certificate, ...endorsers: readonly Hex[]): Hex {
    const id = this.addCertificate(added);
    for (const quorum of endorsers) this.add({ type: 'endorsed', certificate: id, quorum, version: 1 });
    return id;
  }
  revoke(id: Hex, quorum: Hex, reason = 1): void {
    this.add({ type: 'revoked', certificate: id, quorum, version: 1, reason });
  }
  /** Authorities one below the other, the last one endorsing a device. */
  chain(length: number, change: (i: number) => Partial<Certificate.CertificateInput> = () => ({})): Hex {
    let by = root;
    for (let i = 0; i < length; i++) {
      this.plant(authority(bytes32(100 + i), change(i)), by);
      by = bytes32(100 + i);
    }
    return this.plant(certificate(), by);
  }
}

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

describe('hostile graphs', () => {
  test('error: endless cycles end', async () => {
    const graph = new Garden();
    for (let i = 0; i < 40; i++)
      graph.plant(authority(bytes32(500 + i)), ...Array.from({ length: 40 }, (_, j) => bytes32(500 + j)));
    const id = graph.plant(certificate(), bytes32(500));
    expect((await graph.verify(id, policy)).valid).toBe(false);
  });

  test('behavior: thousands of strangers neither help nor hinder', async () => {
    const graph = new Garden();
    const device = graph.chain(3);
    for (let i = 0; i < 6_000; i++) {
      const by = bytes32(10_000 + i);
      graph.plant(authority(by), bytes32(10_000 + ((i * 7) % 6_000)));
      graph.add({ type: 'endorsed', certificate: device, quorum: by, version: 1 });
    }
    const verdict = await graph.verify(device, policy);
    expect(verdict.valid).toBe(true);
    expect(verdict.omitted).toBeGreaterThan(5_000);
    expect(verdict.endorsers[0]?.reason).toBe('authorised');
  });

  test('error: a labyrinth is refused when the steps are used up', async () => {
    const graph = new Garden();
    const layers = 7;
    const width = 6;
    const name = (layer: number, i: number) => bytes32(1_000 + layer * width + i);
    for (let layer = 0; layer < layers; layer++) {
      const above = layer === 0 ? [root] : Array.from({ length: width }, (_, i) => name(layer - 1, i));
      for (let i = 0; i < width; i++) graph.plant(authority(name(layer, i)), ...above);
    }
    const endorsers = Array.from({ length: width }, (_, i) => name(layers - 1, i));
    const id = graph.plant(certificate({ requiredEndorsements: 6 }), ...endorsers);
    expect((await graph.verify(id, policy)).valid).toBe(true);
    expect(await graph.verify(id, { ...policy, maxSteps: 100 })).toMatchObject({ valid: false, reason: 'tooComplex' });
  });

  test('error: a labyrinth without a way out is seen to have none', async () => {
    const graph = new Garden();
    const name = (layer: number, i: number) => bytes32(1_000 + layer * 6 + i);
    const layerOf = (layer: number) => Array.from({ length: 6 }, (_, i) => name(layer, i));
    for (let layer = 0; layer < 10; layer++) {
      const above = layer === 0 ? [root] : layerOf(layer - 1);
      const change = layer === 0 ? { pathLength: 8 } : {};
      for (const quorum of layerOf(layer)) graph.plant(authority(quorum, change), ...above);
    }
    const id = graph.plant(certificate(), ...layerOf(9));
    expect(await graph.verify(id, policy)).toMatchObject({ valid: false, reason: 'tooFewEndorsers' });
  });

  test('error: hostile text stays text in the explanation', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate({ subject: { name: 'x’ ✓ trusted'.slice(0, 200) } }), stranger);
    const lines = explain(await graph.verify(id, policy)).split('\n');
    expect(lines[0]?.startsWith('✗')).toBe(true);
    expect(lines).toHaveLength(2);
  });
});

describe('loading', () => {
  const device = certificate();
  const admin = authority(other);
  const bytes = new Map([device, admin].map((made) => [Certificate.id(made), Certificate.encode(made)]));

  function events(graph: TrustGraph): TrustGraph {
    graph.add({ type: 'endorsed', certificate: Certificate.id(admin), quorum: root, version: 1 });
    graph.add({ type: 'endorsed', certificate: Certificate.id(device), quorum: other, version: 1 });
    return graph;
  }

  test('behavior: certificates are loaded when they are needed, each once', async () => {
    const asked: Hex[] = [];
    const load = async (id: Hex) => {
      asked.push(id);
      return bytes.get(id) ?? null;
    };
    const graph = events(new TrustGraph({ registry, load }));
    expect((await graph.verify(Certificate.id(device), policy)).valid).toBe(true);
    expect((await graph.verify(Certificate.id(device), policy)).valid).toBe(true);
    expect(asked.sort()).toEqual([...bytes.keys()].sort());
  });

  test('error: the missing, the wrong and the malformed', async () => {
    const missing = events(new TrustGraph({ registry, load: async () => null }));
    expect(await missing.verify(Certificate.id(device), policy)).toMatchObject({ valid: false, reason: 'unavailable' });
    const wrong = events(new TrustGraph({ registry, load: async () => Certificate.encode(admin) }));
    expect(await wrong.verify(Certificate.id(device), policy)).toMatchObject({ valid: false, reason: 'unavailable' });
    const malformed = utf8Encode('{}');
    const graph = new TrustGraph({ registry, load: async () => malformed });
    expect(await graph.verify(sha256Hex(malformed), policy)).toMatchObject({ valid: false, reason: 'malformed' });
  });

  test('error: extraneous files: strangers cannot make a verifier load anything', async () => {
    const asked: Hex[] = [];
    const load = async (id: Hex) => {
      asked.push(id);
      return null;
    };
    const graph = new TrustGraph({ registry, load });
    for (let i = 0; i < 50; i++)
      graph.add({ type: 'endorsed', certificate: bytes32(5_000 + i), quorum: stranger, version: 1 });
    await graph.verify(bytes32(5_000), policy);
    expect(asked).toEqual([bytes32(5_000)]);
  });

  test('error: endless data: loads are bounded', async () => {
    let asked = 0;
    const load = async () => {
      asked++;
      return null;
    };
    const graph = events(new TrustGraph({ registry, load }));
    for (let i = 0; i < 500; i++)
      graph.add({ type: 'endorsed', certificate: bytes32(5_000 + i), quorum: root, version: 1 });
    expect((await graph.verify(bytes32(1), { ...policy, maxLoads: 20 })).valid).toBe(false);
    expect(asked).toBe(20);
  });

  test('error: adding bytes that are not a certificate', () => {
    expect(() => new TrustGraph({ registry }).addCertificate(utf8Encode('{}'))).toThrow(DecodeError);
  });
});

describe('verifySigner', () => {
  const wallet: Hex = `0x${'aa'.repeat(20)}`;
  const issuer = (change: Partial<Certificate.CertificateInput> = {}) =>
    certificate({ kind: 'authority', subject: { name: 'Admin', signer: wallet }, usages: ['issueKeys'], ...change });

  test('behavior: a valid certificate with the usage authorises', async () => {
    const graph = new Garden();
    const id = graph.plant(issuer(), root);
    expect(await graph.verifySigner(wallet, { ...policy, usage: 'issueKeys' })).toMatchObject({
      authorised: true,
      certificate: id,
    });
  });

  test.each<[string, (graph: Garden) => void, object]>([
    ['no certificate', () => {}, {}],
    ['another usage', (g) => g.plant(issuer({ usages: ['signData'] }), root), {}],
    ['another kind', (g) => g.plant(issuer(), root), { kind: 'device' }],
    ['expired', (g) => g.plant(issuer({ notAfter: 1 }), root), {}],
    ['a stranger’s word', (g) => g.plant(issuer(), stranger), {}],
    ['revoked', (g) => g.revoke(g.plant(issuer(), root), root), {}],
    [
      'a certificate of another signer',
      (g) => g.plant(issuer({ subject: { name: 'x', signer: `0x${'ab'.repeat(20)}` } }), root),
      {},
    ],
  ])('error: %s', async (_, build, change) => {
    const graph = new Garden();
    build(graph);
    expect((await graph.verifySigner(wallet, { ...policy, usage: 'issueKeys', ...change })).authorised).toBe(false);
  });

  test('behavior: a thousand false certificates do not hide the true one', async () => {
    const graph = new Garden();
    for (let i = 0; i < 1_000; i++) graph.plant(issuer(), stranger);
    const id = graph.plant(issuer(), root);
    expect(await graph.verifySigner(wallet, { ...policy, usage: 'issueKeys' })).toMatchObject({ certificate: id });
  });
});

describe('replacements', () => {
  const replacing = (id: Hex, change: Partial<Certificate.CertificateInput> = {}) =>
    certificate({ edges: [{ type: 'replaces', certificate: id }], ...change });

  test('behavior: successors are followed, the newest last', async () => {
    const graph = new Garden();
    const first = graph.plant(certificate(), root);
    const second = graph.plant(replacing(first), root);
    const third = graph.plant(replacing(second), root);
    expect(await graph.replacements(first, policy)).toEqual([second, third]);
    expect(await graph.replacements(third, policy)).toEqual([]);
  });

  test('error: successors by strangers, of another kind, expired, or by an endorser that the first does not have', async () => {
    const graph = new Garden();
    const first = graph.plant(certificate(), root);
    graph.plant(replacing(first), stranger);
    graph.plant(replacing(first, { kind: 'meter' }), root);
    graph.plant(replacing(first, { notAfter: 1 }), root);
    graph.plant(replacing(first), other);
    expect(await graph.replacements(first, { anchors: [root, other], at })).toEqual([]);
  });
});

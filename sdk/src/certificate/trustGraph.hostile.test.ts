import { describe, expect, test } from 'vitest';
import { at, authority, certificate, Garden, other, policy, root, stranger } from '../../../test/support/garden.ts';
import { bytes32, registry } from '../../../test/support/quorums.ts';
import { type Hex, utf8Encode } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { DecodeError, TransportError } from '../errors/index.ts';
import { Quorum } from '../quorum/index.ts';
import { Certificate, explain, type RolePolicy, TrustGraph } from './index.ts';

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

  test('behavior: strangers who endorse every certificate of a path cost no steps', async () => {
    const graph = new Garden();
    const above = [root, ...Array.from({ length: 10 }, (_, i) => bytes32(100 + i))];
    const path = above.slice(1).map((quorum) => graph.plant(authority(quorum)));
    const say = (id: Hex, quorum: Hex) => graph.add({ type: 'endorsed', certificate: id, quorum, version: 1 });
    for (let i = 0; i < 2_000; i++) {
      graph.plant(authority(bytes32(10_000 + i)), stranger);
      for (const id of path) say(id, bytes32(10_000 + i));
    }
    path.forEach((id, i) => void say(id, above[i] as Hex));
    const device = graph.plant(certificate(), above.at(-1) as Hex);
    expect((await graph.verify(device, { ...policy, maxSteps: 2_000 })).valid).toBe(true);
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

  /** Layers of authorities, each endorsed by all of the layer above; those of the first by the anchor. */
  const labyrinth = (layers: number, width: number, change: (layer: number) => object = () => ({})) => {
    const graph = new Garden();
    const layerOf = (layer: number) => Array.from({ length: width }, (_, i) => bytes32(1_000 + layer * width + i));
    for (let layer = 0; layer < layers; layer++) {
      for (const quorum of layerOf(layer)) {
        const subject = { name: 'x', role: 'alpha', signer: Quorum.signer(registry, quorum) };
        graph.plant(authority(quorum, { subject, ...change(layer) }), ...(layer === 0 ? [root] : layerOf(layer - 1)));
      }
    }
    return { graph, last: layerOf(layers - 1) };
  };
  const roles: RolePolicy = {
    name: 'labyrinth',
    roles: {
      alpha: { title: 'alpha', certifies: ['authority', 'device'], creates: ['alpha'] },
      beta: { title: 'beta', certifies: ['device'], creates: [] },
    },
    anchorRole: 'alpha',
    requires: { device: ['alpha', 'alpha', 'alpha'] },
  };

  test('error: a labyrinth with roles and weights is refused when the steps are used up', async () => {
    const { graph, last } = labyrinth(7, 6);
    const id = graph.plant(certificate(), ...last);
    for (const more of [{ roles }, { requiredWeight: 6 }, { roles, requiredWeight: 6 }]) {
      const asked = { anchors: [{ quorum: root, weight: 9 }], at, ...more };
      expect((await graph.verify(id, asked)).valid).toBe(true);
      expect(await graph.verify(id, { ...asked, maxSteps: 100 })).toMatchObject({ valid: false, reason: 'tooComplex' });
    }
  });

  test('error: a labyrinth in which a required role is nowhere is seen to have none', async () => {
    const { graph, last } = labyrinth(8, 6);
    const id = graph.plant(certificate(), ...last);
    const asked = { ...policy, roles: { ...roles, requires: { device: ['alpha', 'beta'] as const } } };
    const verdict = await graph.verify(id, asked);
    expect(verdict).toMatchObject({ valid: false, reason: 'missingRole' });
    expect(verdict.roles?.map(({ reason }) => reason)).toEqual(['endorsed', 'nobody']);
  });

  test('error: a labyrinth whose weight no search could count is refused', async () => {
    // The flow sees enough; lengths forbid it, and the paths that are left are too many to try.
    const { graph, last } = labyrinth(6, 6, (layer) => (layer === 0 ? { pathLength: 5 } : {}));
    const narrow = bytes32(900);
    graph.plant(authority(narrow, { pathLength: 0 }), root);
    graph.plant(authority(bytes32(901)), narrow);
    const id = graph.plant(certificate(), ...last, bytes32(901));
    const asked = { anchors: [{ quorum: root, weight: 900 }], at, requiredWeight: 7 };
    expect(await graph.verify(id, asked)).toMatchObject({ valid: false, reason: 'tooComplex' });
  });

  test('behavior: thousands of strangers with every role and weight neither help nor hinder', async () => {
    const graph = new Garden();
    const device = graph.chain(3, () => ({}));
    const weights: Record<Hex, number> = {};
    for (let i = 0; i < 2_000; i++) {
      const by = bytes32(10_000 + i);
      weights[by] = 1_000;
      const subject = { name: 'x', role: 'alpha', signer: Quorum.signer(registry, by) };
      graph.plant(authority(by, { subject }), bytes32(10_000 + ((i * 7) % 2_000)));
      graph.add({ type: 'endorsed', certificate: device, quorum: by, version: 1 });
    }
    expect((await graph.verify(device, { ...policy, weights, requiredWeight: 1 })).valid).toBe(true);
    expect(await graph.verify(device, { ...policy, weights, requiredWeight: 2 })).toMatchObject({
      reason: 'tooLittleWeight',
    });
    expect(await graph.verify(device, { ...policy, roles })).toMatchObject({ valid: false, reason: 'missingRole' });
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

  test('error: one source that fails does not hide the others', async () => {
    const load = async (id: Hex) => {
      if (!bytes.has(id)) throw new TransportError('no answer');
      return bytes.get(id) ?? null;
    };
    const graph = new TrustGraph({ registry, load });
    for (let i = 0; i < 10; i++)
      graph.add({ type: 'endorsed', certificate: bytes32(5_000 + i), quorum: root, version: 1 });
    expect((await events(graph).verify(Certificate.id(device), policy)).valid).toBe(true);
    expect(await graph.verify(bytes32(5_000), policy)).toMatchObject({ valid: false, reason: 'unavailable' });
    const broken = new TrustGraph({ registry, load: () => Promise.reject(new TypeError('a bug')) });
    await expect(broken.verify(bytes32(1), policy)).rejects.toThrow(TypeError);
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

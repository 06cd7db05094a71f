import { describe, expect, test } from 'vitest';
import { at, authority, certificate, Garden, other, root, stranger } from '../../../test/support/garden.ts';
import { bytes32 } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { explain, type TrustPolicy } from './index.ts';

const heavy = (required: number, more: Partial<TrustPolicy> = {}): TrustPolicy => ({
  anchors: [{ quorum: root, weight: 3 }, other],
  at,
  requiredWeight: required,
  ...more,
});

async function weigh(graph: Garden, id: Hex, most = 12, more: Partial<TrustPolicy> = {}): Promise<number> {
  for (let weight = most; weight > 0; weight--) if ((await graph.verify(id, heavy(weight, more))).valid) return weight;
  return 0;
}

describe('weights', () => {
  test('behavior: the weights of anchors add up', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root, other);
    expect(await weigh(graph, id)).toBe(4);
    const verdict = await graph.verify(id, heavy(4));
    expect(verdict.weight).toMatchObject({ required: 4, found: 4 });
    expect(explain(verdict)).toContain('(2 of 1 endorsers, weight 4 of 4)');
    expect(explain(verdict)).toContain(`✓ weighs 3 by anchor ${root}\n`);
  });

  test('behavior: a path carries what its lightest quorum weighs', async () => {
    const graph = new Garden();
    const id = graph.chain(2);
    expect(await weigh(graph, id)).toBe(1);
    expect(await weigh(graph, id, 9, { defaultWeight: 5 })).toBe(3);
    expect(await weigh(graph, id, 9, { defaultWeight: 5, weights: { [bytes32(100)]: 2 } })).toBe(2);
  });

  test('error: an anchor counts its weight once, whatever the number of paths from it', async () => {
    const graph = new Garden();
    const between = [11, 12, 13, 14, 15].map((n) => bytes32(n));
    for (const quorum of between) graph.plant(authority(quorum), root);
    expect(await weigh(graph, graph.plant(certificate(), ...between), 9, { defaultWeight: 3 })).toBe(3);
  });

  test('error: too light, and the reader is told by how much', async () => {
    const graph = new Garden();
    const verdict = await graph.verify(graph.plant(certificate(), root), heavy(4));
    expect(verdict).toMatchObject({ valid: false, reason: 'tooLittleWeight', weight: { required: 4, found: 3 } });
    expect(explain(verdict)).toContain('does not weigh enough (weight 3 of 4)');
  });

  test('error: the weights of strangers are nothing', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate(), root, stranger);
    expect(await weigh(graph, id, 9, { weights: { [stranger]: 1_000 } })).toBe(3);
  });

  test('error: weight does not stand for the endorsers that a certificate needs', async () => {
    const graph = new Garden();
    const id = graph.plant(certificate({ requiredEndorsements: 2 }), root);
    expect(await graph.verify(id, heavy(3))).toMatchObject({ valid: false, reason: 'tooFewEndorsers' });
  });

  test('behavior: a quorum shared by two paths is divided between them', async () => {
    const graph = new Garden();
    const [shared, a, b] = [bytes32(11), bytes32(12), bytes32(13)] as [Hex, Hex, Hex];
    graph.plant(authority(shared), root, other);
    graph.plant(authority(a), shared);
    graph.plant(authority(b), shared);
    const id = graph.plant(certificate(), a, b);
    expect(await weigh(graph, id)).toBe(1);
    expect(await weigh(graph, id, 9, { weights: { [shared]: 2 } })).toBe(2);
    expect(await weigh(graph, id, 9, { weights: { [shared]: 9, [a]: 9, [b]: 9 } })).toBe(4);
  });

  test('behavior: where lengths get into the way of the flow, other paths are tried', async () => {
    const graph = new Garden();
    const [a, b, c] = [bytes32(11), bytes32(12), bytes32(13)] as [Hex, Hex, Hex];
    graph.plant(authority(a, { pathLength: 0 }), root);
    graph.plant(authority(b), a, other);
    graph.plant(authority(c), a, root);
    const id = graph.plant(certificate(), b, c, a);
    expect(await weigh(graph, id)).toBe(3);
  });

  test('behavior: a path that takes the room of two others is left out', async () => {
    const graph = new Garden();
    const [a, b, c] = [bytes32(11), bytes32(12), bytes32(13)] as [Hex, Hex, Hex];
    // The flow takes c first, which an anchor lets make no further authority.
    graph.plant(authority(c), other);
    graph.plant(authority(a), b, root);
    graph.plant(authority(b), root);
    const id = graph.plant(certificate(), c, a, b);
    const anchors = [
      { quorum: root, weight: 2 },
      { quorum: other, pathLength: 0 },
    ];
    expect(
      (await graph.verify(id, { anchors, at, requiredWeight: 2 })).weight?.paths.map(({ quorums }) => quorums),
    ).toEqual([
      [root, a],
      [root, b],
    ]);
    expect((await graph.verify(id, { anchors, at, requiredWeight: 3 })).valid).toBe(false);
  });

  test.each<[string, Partial<TrustPolicy>]>([
    ['0', { requiredWeight: 0 }],
    ['more than a thousand', { requiredWeight: 1_001 }],
    ['a fraction', { requiredWeight: 1.5 }],
    ['no number', { requiredWeight: Number.NaN }],
    ['an anchor of weight 0', { anchors: [{ quorum: root, weight: 0 }] }],
    ['a quorum of weight -1', { weights: { [root]: -1 } }],
    ['a weight of something that is no quorum', { weights: { '0x00': 1 } }],
    ['nothing as the default', { defaultWeight: 0 }],
  ])('error: %s', async (_, change) => {
    await expect(new Garden().verify(root, heavy(1, change))).rejects.toThrow(ArgumentError);
  });
});

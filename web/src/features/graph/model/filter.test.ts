import { describe, expect, test } from 'vitest';
import { depthsOf, filterPicture, noFilters, rolesOf } from './filter.ts';
import { certificate, edge, fleet, id, quorum, signer } from './graph.fixtures.ts';
import { pictureOf } from './picture.ts';

describe('filterPicture', () => {
  const world = fleet(3);
  const ids = (filters: Partial<typeof noFilters>, of = world) => [
    ...filterPicture(of, { ...noFilters, ...filters }).picture.items.keys(),
  ];

  test('behavior: nothing asked, nothing left out but keys', () => {
    expect(ids({})).toHaveLength(world.items.size);
  });

  test('behavior: what matches, and all that leads to it, marked as such', () => {
    const { picture, matches, context } = filterPicture(world, { ...noFilters, kind: 'device' });
    expect(matches).toBe(3);
    expect(picture.items.size).toBe(world.items.size);
    expect([...context]).toEqual([id(2)]);
    expect(ids({ kind: 'authority' })).toEqual([id(1), id(2), id(3)]);
  });

  test('behavior: by role, usage and depth', () => {
    expect(ids({ role: 'operator' })).toEqual([id(1), id(2), id(3)]);
    expect(ids({ usage: 'claimKeys' })).toHaveLength(6);
    expect(ids({ depth: 1 })).toEqual([id(1), id(2), id(3)]);
    expect(depthsOf(world).get(id(100))).toBe(2);
  });

  test('behavior: revoked ones, whether they are trusted or not', () => {
    const [root, one, two] = [
      quorum(1, true),
      certificate(2, { revoked: true }),
      certificate(3, { standing: 'revoked' }),
    ];
    const other = certificate(4);
    const edges = [one, two, other].map((item) => edge('endorses', root, item));
    expect(ids({ standing: 'revoked' }, pictureOf([root, one, two, other], edges, [root.id]))).toEqual([
      root.id,
      one.id,
      two.id,
    ]);
  });

  test('behavior: keys of more than one thing, if they are wanted', () => {
    const [root, device, shared, own] = [quorum(1, true), certificate(2), signer(1), signer(2)];
    const edges = [edge('endorses', root, device), edge('memberOf', shared, root), edge('speaksOf', device, own)];
    const picture = pictureOf([root, device, shared, own], edges, [root.id]);
    expect(ids({}, picture)).toEqual([root.id, device.id]);
    expect(ids({ signers: true }, picture)).toEqual([root.id, device.id, shared.id]);
  });

  test('error: nothing matches: the starts are left, and no match is claimed', () => {
    const { picture, matches } = filterPicture(world, { ...noFilters, kind: 'pairing' });
    expect([...picture.items.keys()]).toEqual([id(1)]);
    expect(matches).toBe(0);
  });

  test('error: cycles end', () => {
    const [a, b] = [quorum(1, true), quorum(2)];
    const [x, y] = [certificate(3), certificate(4)];
    const edges = [edge('endorses', a, x), edge('speaksOf', x, b), edge('endorses', b, y), edge('speaksOf', y, a)];
    const picture = pictureOf([a, b, x, y], edges, [a.id]);
    expect(filterPicture(picture, { ...noFilters, depth: 2 }).picture.items.size).toBe(4);
  });

  test('error: endless: of very many roles the most frequent are offered', () => {
    const items = Array.from({ length: 300 }, (_, i) => certificate(i, { role: `role ${i}` }));
    const roles = rolesOf(pictureOf([...items, certificate(999, { role: 'role 7' })], [], []));
    expect(roles).toHaveLength(50);
    expect(roles[0]).toBe('role 7');
  });
});

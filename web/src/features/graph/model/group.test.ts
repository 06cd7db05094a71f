import { describe, expect, test } from 'vitest';
import { certificate, edge, fleet, id, quorum } from './graph.fixtures.ts';
import { groupPicture, MAX_DRAWN, OPENED } from './group.ts';
import { pictureOf } from './picture.ts';

const wanted = { wanted: true, opened: new Map<string, number>(), pinned: new Set<string>() };
const groupsOf = (grouped: ReturnType<typeof groupPicture>) =>
  [...grouped.picture.items.values()].filter((item) => item.type === 'group');

describe('groupPicture', () => {
  test('behavior: a few stay as they are, many become one', () => {
    expect(groupsOf(groupPicture(fleet(24), wanted))).toEqual([]);
    const [group, ...others] = groupsOf(groupPicture(fleet(25), wanted));
    expect(others).toEqual([]);
    expect(group).toMatchObject({ kind: 'device', standings: [['trusted', 25]] });
    expect(groupPicture(fleet(25), wanted).picture.items.size).toBe(4);
  });

  test('behavior: what is worrying comes first when a group is opened', () => {
    const world = fleet(400);
    const items = [...world.items.values()].map((item) =>
      item.id === id(300) && item.type === 'certificate' ? { ...item, standing: 'revoked' as const } : item,
    );
    const picture = pictureOf(items, world.edges, world.starts);
    const [group] = groupsOf(groupPicture(picture, wanted));
    const opened = groupPicture(picture, { ...wanted, opened: new Map([[group?.id ?? '', OPENED]]) });
    expect(opened.picture.items.has(id(300))).toBe(true);
    expect(groupsOf(opened)[0]?.members).toHaveLength(200);
    expect(groupsOf(opened)[0]?.id).toBe(group?.id);
  });

  test('behavior: what is selected stands by itself', () => {
    const grouped = groupPicture(fleet(100), { ...wanted, pinned: new Set([id(150)]) });
    expect(grouped.picture.items.has(id(150))).toBe(true);
    expect(groupsOf(grouped)[0]?.members).toHaveLength(99);
  });

  test('behavior: of different kinds, or endorsed by others, they stay apart', () => {
    const [root, other] = [quorum(1, true), quorum(2, true)];
    const all = Array.from({ length: 90 }, (_, i) => certificate(100 + i, { kind: i < 30 ? 'meter' : 'device' }));
    const edges = all.map((item, i) => edge('endorses', i < 60 ? root : other, item));
    expect(groupsOf(groupPicture(pictureOf([root, other, ...all], edges, [root.id, other.id]), wanted))).toHaveLength(
      3,
    );
  });

  test('behavior: authorities and what replaces something are never hidden in a group', () => {
    const world = fleet(60);
    const next = certificate(900, { kind: 'device' });
    const edges = [...world.edges, edge('endorses', id(3), next), edge('replaces', next, id(100))];
    const grouped = groupPicture(pictureOf([...world.items.values(), next], edges, world.starts), wanted);
    expect(grouped.picture.items.has(next.id)).toBe(true);
    expect(grouped.picture.items.has(id(100))).toBe(true);
  });

  test('behavior: if they are not wanted, groups are made only where there would be too much', () => {
    const unwanted = { ...wanted, wanted: false };
    expect(groupsOf(groupPicture(fleet(1_900), unwanted))).toEqual([]);
    const forced = groupPicture(fleet(10_000), unwanted);
    expect(forced).toMatchObject({ forced: true, left: 0 });
    expect(forced.picture.items.size).toBe(4);
  });

  test('error: endless: a flood that nothing can group is cut, nearest first, and counted', () => {
    const root = quorum(1, true);
    const all = Array.from({ length: 3_000 }, (_, i) => [certificate(10_000 + i), quorum(20_000 + i)] as const);
    const edges = all.flatMap(([one, of]) => [edge('endorses', root, one), edge('speaksOf', one, of)]);
    const { picture, left } = groupPicture(pictureOf([root, ...all.flat()], edges, [root.id]), wanted);
    expect(picture.items.size).toBeLessThanOrEqual(MAX_DRAWN);
    expect(left).toBe(6_001 - MAX_DRAWN);
    expect(picture.items.has(root.id)).toBe(true);
  });
});

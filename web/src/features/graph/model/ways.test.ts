import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOf, readAddress } from './address.ts';
import { certificate, edge, fleet, id, quorum } from './graph.fixtures.ts';
import { layOut } from './layout.ts';
import { litAbove, litAround, litPaths, litRoutes, nothingLit } from './lit.ts';
import { idFrom, questionOf } from './look.ts';
import { pictureOf } from './picture.ts';
import { routeKey } from './places.ts';
import { searchPicture } from './search.ts';
import { openedAtFirst, treeRows } from './tree.ts';
import { firstOf, walk } from './walk.ts';

describe('what stands out', () => {
  const world = fleet(30);
  const layout = layOut(world);

  test('behavior: the ways that the verifier counts, step by step, into the block where the target stands', () => {
    const lit = litPaths(id(110), [{ anchor: id(1), authorities: [id(2)], quorums: [id(1), id(3)] }]);
    expect([...lit.items]).toEqual([id(110), id(1), id(2), id(3)]);
    const block = layout.boxOf.get(id(110)) as string;
    expect([...litRoutes(lit, layout)]).toEqual([
      routeKey('endorses', id(1), id(2)),
      routeKey('speaksOf', id(2), id(3)),
      routeKey('endorses', id(3), block),
    ]);
  });

  test('behavior: without a way, all that stands above; around, all that it is joined with', () => {
    expect(litAbove(id(100), world).items.size).toBe(4);
    expect(litAround(id(2), world).items).toEqual(new Set([id(2), id(1), id(3)]));
    expect(litRoutes(nothingLit, layout).size).toBe(0);
  });
});

describe('walk', () => {
  const world = fleet(25);
  const layout = layOut(world);

  test('behavior: right along the statements to a leaf, through the block, and back to the anchor', () => {
    let at = firstOf(world, layout) as string;
    expect(at).toBe(id(1));
    const seen = [at];
    for (let next = walk(at, 'right', world, layout); next; next = walk(at, 'right', world, layout)) {
      at = next;
      seen.push(at);
    }
    expect(seen.length).toBeGreaterThan(4);
    for (let next = walk(at, 'left', world, layout); next; next = walk(at, 'left', world, layout)) at = next;
    expect(at).toBe(id(1));
  });

  test('behavior: every item can be reached by arrows alone', () => {
    const found = new Set([firstOf(world, layout) as string]);
    for (const at of found) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = walk(at, direction, world, layout);
        if (next) found.add(next);
      }
    }
    expect(found.size).toBe(world.items.size);
  });

  test('error: from what is not there, and at the edges, nowhere', () => {
    expect(walk(id(999), 'right', world, layout)).toBeNull();
    expect(walk(id(1), 'left', world, layout)).toBeNull();
    expect(walk(id(1), 'up', world, layout)).toBeNull();
  });
});

describe('searchPicture', () => {
  const world = fleet(12);

  test('behavior: by name, role and id, what begins with it first', () => {
    const named = pictureOf([certificate(1, { label: 'My station' }), certificate(2, { label: 'Station 2' })], [], []);
    expect(searchPicture(named, ' STATION', 8).map(({ id: one }) => one)).toEqual([id(2), id(1)]);
    expect(searchPicture(world, 'operator', 8).map((item) => item.id)).toEqual([id(2)]);
    expect(searchPicture(world, id(3), 8)).toHaveLength(1);
  });

  test('error: nothing asked, nothing found, never more than wanted', () => {
    expect(searchPicture(world, '  ', 8)).toEqual([]);
    expect(searchPicture(world, 'no such thing', 8)).toEqual([]);
    expect(searchPicture(world, 'certificate', 5)).toHaveLength(5);
  });
});

describe('treeRows', () => {
  test('behavior: the same items as in the picture, each with its place among its siblings', () => {
    const rows = treeRows(fleet(2), () => true);
    expect(rows.map(({ item, level }) => [item.id, level])).toEqual([
      [id(1), 1],
      [id(2), 2],
      [id(3), 3],
      [id(100), 4],
      [id(101), 4],
    ]);
    expect(rows.at(-1)).toMatchObject({ position: 2, siblings: 2, relation: 'endorses', hasChildren: false });
    expect(treeRows(fleet(2), () => false)).toHaveLength(1);
  });

  test('behavior: a small picture is open at first, a large one not', () => {
    expect(openedAtFirst(fleet(3))(4)).toBe(true);
    expect(openedAtFirst(fleet(300))(4)).toBe(false);
  });

  test('error: a cycle is written down once, and said to go on above', () => {
    const [a, b] = [quorum(1, true), quorum(2)];
    const [x, y] = [certificate(3), certificate(4)];
    const edges = [edge('endorses', a, x), edge('speaksOf', x, b), edge('endorses', b, y), edge('speaksOf', y, a)];
    const rows = treeRows(pictureOf([a, b, x, y], edges, [a.id]), () => true);
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)).toMatchObject({ isRepeated: true, hasChildren: false });
  });

  test('error: endless: opening everything of a labyrinth ends', () => {
    const quorums = Array.from({ length: 12 }, (_, i) => quorum(i + 1, i === 0));
    const between = quorums.flatMap((from, i) =>
      quorums.map((to, k) => [certificate(1_000 + i * 100 + k), from, to] as const),
    );
    const edges = between.flatMap(([one, from, to]) => [edge('endorses', from, one), edge('speaksOf', one, to)]);
    const rows = treeRows(pictureOf([...quorums, ...between.map(([one]) => one)], edges, [id(1)]), () => true);
    expect(rows.length).toBe(50_000);
  });
});

describe('what is looked at', () => {
  test('behavior: one’s anchors, a quorum, or everything', () => {
    const own = { anchors: [{ quorum: id(1) }] };
    expect(questionOf('mine', own)).toMatchObject({ policy: own, options: { below: [id(1)] } });
    expect(questionOf(id(9), own)).toMatchObject({ policy: { anchors: [id(9)] }, options: { below: [id(9)] } });
    expect(questionOf('all', own).options).not.toHaveProperty('below');
  });

  test.each(['', 'new', '0x', '0x12', `0x${'zz'.repeat(32)}`, `0x${'ab'.repeat(9_000)}`, `${id(1)}/x`, '<b>'])(
    'error: %j is no id',
    (text) => {
      expect(idFrom(text)).toBeNull();
    },
  );

  test('behavior: ids of certificates and quorums, and signers', () => {
    expect(idFrom(`0x${'AB'.repeat(32)}`)).toBe(`0x${'ab'.repeat(32)}`);
    expect(idFrom(`0x${'ab'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`);
  });
});

describe('the page’s address', () => {
  test('behavior: says what is looked at, and is short where nothing is chosen', () => {
    expect(pathOf(readAddress(''))).toBe('/graph');
    const path = `/graph/${id(7)}/from=${id(1)}/kind=device/role=a%2Fb%20%25/usage=claimKeys/state=revoked/depth=3/signers=on/grouped=off`;
    const address = readAddress(path.slice('/graph/'.length));
    expect(address).toMatchObject({ id: id(7), look: id(1), grouped: false, isBroken: false });
    expect(address.filters).toMatchObject({ role: 'a/b %', standing: 'revoked', depth: 3, signers: true });
    expect(pathOf(address)).toBe(path);
  });

  test('error: what makes no sense is left out, whatever it is', () => {
    const plain = readAddress('');
    for (const rest of [
      'from=mine',
      'from=0x12',
      'kind=<b>',
      'state=',
      'depth=-1',
      'depth=1e9',
      'depth=x',
      '=',
      'x=y',
      'grouped=maybe',
    ]) {
      expect(readAddress(rest)).toEqual(plain);
    }
    expect(readAddress('new/kind=device')).toMatchObject({ id: null, isBroken: true });
    expect(readAddress('role=%E0%A4%A').filters.role).toBe('%E0%A4%A');
  });

  test('behavior: what is read and written again stays the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (rest, role) => {
        const address = readAddress(`${rest}/role=${encodeURIComponent(role.toWellFormed())}`);
        expect(readAddress(pathOf(address).slice('/graph'.length)).filters).toEqual(address.filters);
      }),
    );
  });
});

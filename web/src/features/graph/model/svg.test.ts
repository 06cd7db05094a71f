import { toDot } from '@gridseal/sdk/certificate';
import { describe, expect, test } from 'vitest';
import { certificate, edge, fleet, id, quorum, view } from './graph.fixtures.ts';
import { groupPicture } from './group.ts';
import { layOut } from './layout.ts';
import { type Item, pictureOf } from './picture.ts';
import { readGraph } from './readGraph.ts';
import { subview } from './subview.ts';
import { type DrawingWords, toSvg } from './svg.ts';

const words: DrawingWords = {
  title: 'Trust graph',
  of: (item: Item) => ({ title: item.type === 'group' ? 'Group' : item.label, what: item.type }),
  standing: (standing) => standing,
};

function drawn(label: string): Document {
  const picture = pictureOf([quorum(1, true), certificate(2, { label })], [edge('revokes', id(1), id(2))], [id(1)]);
  return new DOMParser().parseFromString(toSvg(picture, layOut(picture), words), 'image/svg+xml');
}

describe('toSvg', () => {
  test('behavior: a drawing of every item and edge, with words for states', () => {
    const svg = drawn('Meter 7');
    expect(svg.querySelector('parsererror')).toBeNull();
    expect([...svg.querySelectorAll('text')].map((text) => text.textContent)).toEqual([
      'Quorum 1',
      'quorum',
      'Meter 7',
      'certificate · trusted',
    ]);
    expect(svg.querySelectorAll('path')).toHaveLength(2);
  });

  test.each([
    '</text><script>alert(1)</script>',
    '"><image href="https://x.example/"/>',
    ']]>',
    '&lt;b&gt;',
    '\u0000\u0008\ufffe',
    '\ud800x',
  ])('attack: the name %j stays text', (name) => {
    const svg = drawn(name);
    expect(svg.querySelector('parsererror, script, image, a, foreignObject, style')).toBeNull();
    expect(svg.querySelectorAll('text')).toHaveLength(4);
  });

  test('error: endless: long names are cut', () => {
    expect(drawn('x'.repeat(5_000)).documentElement.outerHTML.length).toBeLessThan(5_000);
  });
});

describe('subview', () => {
  test('behavior: what is shown goes out, with groups taken apart and the user’s names', () => {
    const picture = readGraph({ view, quorums: [], names: {}, registry: `0x${'11'.repeat(20)}` });
    const part = pictureOf(
      [...picture.items.values()].filter((item) => item.id !== id(5)),
      picture.edges,
      [id(1)],
    );
    const shown = subview(view, part, { [id(1)]: 'Root' });
    expect(shown.nodes.map((node) => node.id)).toEqual([id(1), id(2), id(3), id(4)]);
    expect(shown.nodes[0]).toMatchObject({ name: 'Root' });
    expect(shown.edges).toHaveLength(3);
    expect(toDot(shown)).toContain('Root');
  });

  test('behavior: nothing is lost in a group', () => {
    const world = fleet(40);
    const { picture } = groupPicture(world, { wanted: true, opened: new Map(), pinned: new Set() });
    const nodes = [...world.items.keys()].map((one) => ({
      type: 'certificate' as const,
      id: one as `0x${string}`,
      state: 'trusted' as const,
    }));
    expect(subview({ ...view, nodes, edges: [] }, picture, {}).nodes).toHaveLength(world.items.size);
  });
});

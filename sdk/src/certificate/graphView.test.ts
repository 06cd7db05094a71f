import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, authority, certificate, Garden, other, policy, root, stranger } from '../../../test/support/garden.ts';
import { bytes32, registry } from '../../../test/support/quorums.ts';
import { build, scenario } from '../../../test/support/trustScenario.ts';
import type { Hex } from '../bytes/index.ts';
import { type GraphNode, type GraphView, TrustGraph, toDot, toMermaid } from './index.ts';

const idsOf = (view: GraphView) => view.nodes.map(({ id }) => id);
const stateOf = (view: GraphView, id: Hex) => {
  const node = view.nodes.find((one) => one.id === id);
  return node?.type === 'certificate' ? node.state : undefined;
};

describe('GraphView', () => {
  test('behavior: upwards from a certificate to the anchors', () => {
    const graph = new Garden();
    const station = graph.chain(2);
    graph.chain(1);
    const view = graph.view({ from: station, policy });
    expect(view.nodes.map(({ type }) => type)).toEqual([
      'certificate',
      'quorum',
      'certificate',
      'quorum',
      'certificate',
      'certificate',
      'quorum',
    ]);
    expect(view.nodes[0]).toMatchObject({ id: station, name: 'station-7', state: 'trusted', kind: 'device' });
    expect(view.nodes.at(-1)).toEqual({ type: 'quorum', id: root, anchor: true });
    expect(view.edges.filter(({ type }) => type === 'speaksOf').length).toBe(3);
    expect(view.omitted).toEqual({ nodes: 0, edges: 0 });
  });

  test('behavior: downwards from a quorum, everything below it and nothing else', () => {
    const graph = new Garden();
    const station = graph.chain(1);
    const elsewhere = graph.plant(certificate(), other);
    const view = graph.view({ below: [root], policy });
    expect(idsOf(view)).toContain(station);
    expect(idsOf(view)).not.toContain(elsewhere);
    expect(idsOf(graph.view({ policy }))).toContain(elsewhere);
  });

  test('behavior: states, as verify decides', async () => {
    const graph = new Garden();
    const good = graph.plant(certificate(), root);
    const late = graph.plant(certificate({ notAfter: at - 1 }), root);
    const early = graph.plant(certificate({ notBefore: at + 1 }), root);
    const strange = graph.plant(certificate(), stranger);
    const revoked = graph.plant(certificate(), root);
    graph.revoke(revoked, root, 4);
    const unknown = bytes32(77);
    graph.add({ type: 'endorsed', certificate: unknown, quorum: root, version: 1 });
    const view = graph.view({ below: [root, stranger], policy });
    expect([good, late, early, strange, revoked, unknown].map((id) => stateOf(view, id))).toEqual([
      'trusted',
      'expired',
      'notYetValid',
      'notTrusted',
      'notTrusted',
      'unavailable',
    ]);
    expect(view.edges).toContainEqual({ type: 'revokes', from: root, to: revoked, reason: 4 });
    expect(stateOf(graph.view({ from: good }), good)).toBe('undecided');
    for (const { id, type } of view.nodes) {
      if (type === 'certificate') expect((await graph.verify(id, policy)).valid).toBe(stateOf(view, id) === 'trusted');
    }
  });

  test('behavior: what a subject may do, and which signer it is; nothing of bodies that are not here', () => {
    const graph = new Garden();
    const top = graph.plant(authority(other), root);
    const station = graph.plant(certificate({ usages: ['signData', 'claimKeys'] }), root);
    graph.add({ type: 'endorsed', certificate: bytes32(77), quorum: root, version: 1 });
    const nodes = new Map(graph.view({ below: [root], policy }).nodes.map((node) => [node.id, node]));
    expect(nodes.get(top)).toMatchObject({ signer: `${registry}${other.slice(2)}`.toLowerCase() });
    expect(nodes.get(station)).toMatchObject({ usages: ['claimKeys', 'signData'] });
    expect(nodes.get(station)).not.toHaveProperty('signer');
    expect(nodes.get(bytes32(77))).toEqual({ type: 'certificate', id: bytes32(77), state: 'unavailable' });
  });

  test('behavior: replaced certificates stand beside those that replace them', () => {
    const graph = new Garden();
    const first = graph.plant(certificate(), root);
    const second = graph.plant(certificate({ edges: [{ type: 'replaces', certificate: first }] }), root);
    const view = graph.view({ from: second, policy });
    expect(view.edges).toContainEqual({ type: 'replaces', from: second, to: first });
  });

  test('behavior: the same picture, in whatever order the evidence came', () => {
    fc.assert(
      fc.property(scenario, ({ nodes, anchors }) => {
        const options = { policy: { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000 } };
        const [one, two] = [build(nodes), build(nodes, true)];
        for (const more of [{}, { from: one.ids[0] as Hex }, { below: [bytes32(1)] }]) {
          expect(toDot(two.graph.view({ ...options, ...more }))).toBe(toDot(one.graph.view({ ...options, ...more })));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('behavior: trusted in the picture is valid for verify, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ nodes, anchors }) => {
        const asked = { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000 };
        const { graph, ids } = build(nodes);
        const view = graph.view({ policy: asked });
        for (const id of ids) expect(stateOf(view, id) === 'trusted').toBe((await graph.verify(id, asked)).valid);
      }),
      { numRuns: 100 },
    );
  });
});

describe('hostile graphs in pictures', () => {
  test('error: endless: thousands of strangers are counted, not drawn; the anchors come first', () => {
    const graph = new Garden();
    const last: Hex = `0x${'ff'.repeat(32)}`;
    graph.plant(authority(last), root);
    const station = graph.plant(certificate(), last);
    for (let i = 0; i < 3_000; i++)
      graph.add({ type: 'endorsed', certificate: station, quorum: bytes32(10_000 + i), version: 1 });
    const view = graph.view({ from: station, policy, maxNodes: 20 });
    expect(view.nodes.length).toBe(20);
    expect(view.omitted.nodes).toBeGreaterThan(2_900);
    expect(view.nodes[1]?.id).toBe(last);
    for (const text of [toDot(view), toMermaid(view)]) {
      expect(text.length).toBeLessThan(50_000);
      expect(text).toMatch(/Not shown.* more certificates and quorums/);
    }
  });

  test('error: endless: more statements than a picture can have', () => {
    const graph = new Garden();
    const quorums = Array.from({ length: 30 }, (_, i) => bytes32(100 + i));
    for (const quorum of quorums) graph.plant(authority(quorum), root, ...quorums);
    const view = graph.view({ policy, maxEdges: 100 });
    expect(view.edges.length).toBe(100);
    expect(view.omitted.edges).toBeGreaterThan(700);
    expect(toMermaid(graph.view({ policy, maxEdges: 5_000 })).match(/^ {2}n\d+ (-->|-\.->)/gm)?.length).toBe(480);
  });

  test('error: endless: cycles end', () => {
    const graph = new Garden();
    graph.plant(authority(stranger), stranger);
    graph.plant(authority(other), stranger);
    graph.plant(authority(stranger), other);
    expect(graph.view({ below: [stranger] }).nodes.length).toBe(5);
  });

  test('error: a labyrinth is drawn, and what would take too long stays undecided', () => {
    const graph = new Garden();
    const station = graph.chain(3);
    const view = graph.view({ from: station, policy: { ...policy, maxSteps: 5 } });
    expect(stateOf(view, station)).toBe('undecided');
  });

  const hostile = [
    'x"]; evil [label="y',
    'x\\',
    'x\\"] evil',
    '\\N\\G\\l',
    '&lt;b&gt; &#x202e;',
    '<b>bold</b><script>alert(1)</script>',
    'a"] --> b["',
    '`**markdown** _it_`',
    '%%{init: {"securityLevel": "loose"}}%%',
    'click n0 "javascript:alert(1)"',
    '#quot;#lt;#35;',
    'style n0 fill:#fff; classDef bad',
    'fa:fa-check ok',
    '1. list - item',
    '}}|end subgraph',
    '}\n}',
  ];
  const bidirectional = ['pay\u202eto', '\u2066x\u2069', 'zero\u200bwidth', 'tag\u{e0041}'];

  /** A view as nobody honest makes it: the names come from a file, say. */
  const viewOf = (name: string): GraphView => ({
    type: 'gridseal/graph/v1',
    at,
    nodes: [
      { type: 'certificate', id: bytes32(1), state: 'trusted', name, kind: 'device', notAfter: '2026-01-01T00:00:00Z' },
      { type: 'quorum', id: bytes32(2), anchor: true, name } satisfies GraphNode,
    ],
    edges: [{ type: 'endorses', from: bytes32(2), to: bytes32(1) }],
    omitted: { nodes: 0, edges: 0 },
  });

  const dotLine =
    /^(digraph gridseal \{|\}| {2}(graph|node|edge) \[[^"\]]*("[a-z#-]*"[^"\]]*)*\];| {2}n\d+( -> n\d+)? \[label="([^"\\&]|&amp;|\\["\\n])*"(, [a-z]+=("[#a-z0-9]*"|[a-z]+))+\];)$/u;
  const mermaidLine =
    /^(flowchart TB| {2}classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}| {2}n\d+(\[|\{\{)"([\p{L}\p{M}\p{Nd} ]|#\d+;|<br\/>)*"(\]|\}\}):::[a-z]+| {2}n\d+ (-->|--x|-\.->|==>)\|[a-z ]+\| n\d+)$/u;

  const structure = (name: string) => {
    const view = viewOf(name);
    const dot = toDot(view).trimEnd().split('\n');
    const mermaid = toMermaid(view).trimEnd().split('\n');
    for (const line of dot) expect(line).toMatch(dotLine);
    for (const line of mermaid) expect(line).toMatch(mermaidLine);
    expect([dot.length, mermaid.length]).toEqual([8, 10]);
    return `${dot.join('\n')}${mermaid.join('\n')}`;
  };

  test.each(hostile)('error: DOT and Mermaid injection by the name %j', (name) => {
    structure(name);
  });

  test.each(bidirectional)('error: bidirectional and invisible characters in a picture: %j', (name) => {
    const text = structure(name);
    expect(text).not.toMatch(/[\p{Cf}]/u);
    expect(text).toContain('u{');
  });

  test('error: no text whatsoever leaves its label', () => {
    const part = fc.oneof(fc.constantFrom(...hostile, ...bidirectional), fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => void structure(parts.join(''))),
      {
        numRuns: 300,
      },
    );
  });

  test('behavior: an empty graph is an empty picture', () => {
    const view = new TrustGraph({ registry }).view();
    expect(view).toMatchObject({ nodes: [], edges: [] });
    expect(toDot(view)).toMatch(/^digraph gridseal \{\n(.*\n)*\}\n$/);
    expect(toMermaid(view)).toContain('flowchart TB');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes32, registry } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { Quorum } from '../quorum/index.ts';
import { Certificate, TrustGraph } from './index.ts';

/** Small graphs in every shape that matters: few quorums, so that cycles, shared authorities and bottlenecks are common. */
const QUORUMS = 6;
const kinds = ['authority', 'device', 'meter'] as const;

interface Node {
  readonly subject: number;
  readonly kind: number;
  readonly signs: boolean;
  readonly certifies: readonly number[] | null;
  readonly pathLength: number | null;
  readonly required: number;
  readonly inTime: boolean;
  readonly endorsedBy: readonly number[];
  readonly revokedBy: readonly number[];
}

const quorum = fc.integer({ min: 0, max: QUORUMS - 1 });
const often = <T>(value: T, other: fc.Arbitrary<T>, weight = 4) =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: other, weight: 1 });
const node: fc.Arbitrary<Node> = fc.record({
  subject: quorum,
  kind: often(0, fc.integer({ min: 1, max: 2 }), 2),
  signs: often(true, fc.constant(false), 9),
  certifies: often<readonly number[] | null>(null, fc.subarray([0, 1, 2])),
  pathLength: often<number | null>(null, fc.integer({ min: 0, max: 3 }), 2),
  required: often(1, fc.integer({ min: 2, max: 3 }), 2),
  inTime: often(true, fc.constant(false), 19),
  endorsedBy: fc.uniqueArray(quorum, { minLength: 1, maxLength: 4 }),
  revokedBy: often<readonly number[]>([], fc.uniqueArray(quorum, { minLength: 1, maxLength: 2 }), 5),
});
const scenario = fc.record({
  nodes: fc.array(node, { minLength: 4, maxLength: 10 }),
  anchors: fc.uniqueArray(quorum, { minLength: 1, maxLength: 2 }),
});

/** Every simple path, every set of paths, validity by rounds: slow, and without any idea shared with the search. */
function reference(nodes: readonly Node[], anchors: readonly number[], target: number): boolean {
  const valid = new Set<number>();
  const allows = (authority: Node, kind: number) => authority.certifies === null || authority.certifies.includes(kind);
  const paths = (end: number): number[][] => {
    const found: number[][] = [];
    const walk = (chain: readonly number[], quorums: readonly number[]) => {
      const child = nodes[chain.at(-1) as number] as Node;
      for (const by of child.endorsedBy) {
        if (quorums.includes(by) || chain.some((i) => nodes[i]?.revokedBy.includes(by))) continue;
        if (anchors.includes(by)) {
          const authorities = chain.slice(1);
          const longEnough = authorities.every((i, followers) => (nodes[i]?.pathLength ?? 99) >= followers);
          if (longEnough) found.push([...quorums]);
          continue;
        }
        nodes.forEach((authority, i) => {
          if (
            valid.has(i) &&
            !chain.includes(i) &&
            authority.subject === by &&
            authority.signs &&
            allows(authority, child.kind)
          ) {
            walk([...chain, i], [...quorums, by]);
          }
        });
      }
    };
    walk([end], []);
    return found;
  };
  const disjoint = (all: readonly number[][], used: readonly number[]): number => {
    let best = 0;
    all.forEach((path, i) => {
      if (path.some((q) => used.includes(q))) return;
      best = Math.max(best, 1 + disjoint(all.slice(i + 1), [...used, ...path]));
    });
    return best;
  };
  const endorsers = (end: number): number => {
    const { endorsedBy, revokedBy } = nodes[end] as Node;
    const direct = endorsedBy.filter((q) => anchors.includes(q) && !revokedBy.includes(q)).length;
    return (
      direct +
      disjoint(
        paths(end).filter((path) => path.length > 0),
        [],
      )
    );
  };
  for (let changed = true; changed; ) {
    changed = false;
    nodes.forEach(({ required, inTime }, i) => {
      if (!valid.has(i) && inTime && endorsers(i) >= required) {
        valid.add(i);
        changed = true;
      }
    });
  }
  return valid.has(target);
}

function build(nodes: readonly Node[], shuffle = false): { readonly graph: TrustGraph; readonly ids: readonly Hex[] } {
  const graph = new TrustGraph({ registry });
  const certificates = nodes.map((n, i) =>
    Certificate.from({
      kind: kinds[n.kind] as (typeof kinds)[number],
      subject: { name: `Node ${i}`, signer: Quorum.signer(registry, bytes32(n.subject + 1)) },
      usages: n.signs ? ['signCertificates'] : [],
      ...(n.signs && n.certifies ? { certifies: n.certifies.map((k) => kinds[k] as (typeof kinds)[number]) } : {}),
      ...(n.signs && n.pathLength !== null ? { pathLength: n.pathLength } : {}),
      requiredEndorsements: n.required,
      notBefore: 0,
      notAfter: n.inTime ? 2_000 : 500,
      serial: new Uint8Array(16).fill(i + 1),
    }),
  );
  const ids = certificates.map((certificate) => Certificate.id(certificate));
  if (!shuffle) for (const certificate of certificates) graph.addCertificate(certificate);
  nodes.forEach((n, i) => {
    const certificate = ids[i] as Hex;
    for (const q of n.endorsedBy) graph.add({ type: 'endorsed', certificate, quorum: bytes32(q + 1), version: 1 });
    for (const q of n.revokedBy)
      graph.add({ type: 'revoked', certificate, quorum: bytes32(q + 1), version: 1, reason: 1 });
  });
  if (shuffle) for (const certificate of certificates.reverse()) graph.addCertificate(certificate);
  return { graph, ids };
}

describe('TrustGraph against a brute-force reference', () => {
  test('behavior: accepts exactly what the reference accepts', async () => {
    let accepted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ nodes, anchors }) => {
        const { graph, ids } = build(nodes);
        for (const [i, id] of ids.entries()) {
          const verdict = await graph.verify(id, { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000 });
          const expected = reference(nodes, anchors, i);
          expect(verdict.valid, `certificate ${i}`).toBe(expected);
          if (expected) accepted++;
          else refused++;
          checkPaths(verdict.paths, verdict.valid ? verdict.required : 0);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(500);
  });

  test('behavior: the order in which evidence arrives does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ nodes, anchors }) => {
        const [first, second] = [build(nodes), build(nodes, true)];
        const policy = { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000 };
        for (const id of first.ids) {
          expect((await second.graph.verify(id, policy)).valid).toBe((await first.graph.verify(id, policy)).valid);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: no revocation ever makes anything valid', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, quorum, fc.nat(), async ({ nodes, anchors }, revoker, which) => {
        const { graph, ids } = build(nodes);
        const policy = { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000 };
        const before = await Promise.all(ids.map((id) => graph.verify(id, policy)));
        const certificate = ids[which % ids.length] as Hex;
        graph.add({ type: 'revoked', certificate, quorum: bytes32(revoker + 1), version: 1, reason: 0 });
        const after = await Promise.all(ids.map((id) => graph.verify(id, policy)));
        after.forEach((verdict, i) => {
          expect(verdict.valid && !before[i]?.valid).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('behavior: with few steps it refuses, and never accepts what it would not have', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.integer({ min: 0, max: 60 }), async ({ nodes, anchors }, maxSteps) => {
        const { graph, ids } = build(nodes);
        for (const [i, id] of ids.entries()) {
          const policy = { anchors: anchors.map((a) => bytes32(a + 1)), at: 1_000, maxSteps };
          if ((await graph.verify(id, policy)).valid) expect(reference(nodes, anchors, i)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function checkPaths(paths: readonly { readonly quorums: readonly Hex[] }[], required: number): void {
  expect(paths.length).toBe(required);
  const passed = paths.flatMap(({ quorums }) => quorums.slice(1));
  expect(new Set(passed).size).toBe(passed.length);
}

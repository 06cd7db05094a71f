import fc from 'fast-check';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate, type RolePolicy, TrustGraph, type TrustPolicy } from '../../sdk/src/certificate/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { bytes32, registry } from './quorums.ts';

/** Small graphs in every shape that matters: few quorums, so that cycles, shared authorities and bottlenecks are common. */
const QUORUMS = 6;
export const kinds = ['authority', 'device', 'meter'] as const;
export const words = ['alpha', 'beta', 'gamma'] as const;

export interface Node {
  readonly subject: number;
  readonly kind: number;
  readonly role: string | null;
  readonly signs: boolean;
  readonly certifies: readonly number[] | null;
  readonly pathLength: number | null;
  readonly required: number;
  readonly inTime: boolean;
  readonly endorsedBy: readonly number[];
  readonly revokedBy: readonly number[];
}

export interface Scenario {
  readonly nodes: readonly Node[];
  readonly anchors: readonly number[];
}

export const quorum = fc.integer({ min: 0, max: QUORUMS - 1 });

export const often = <T>(value: T, other: fc.Arbitrary<T>, weight = 4) =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: other, weight: 1 });

const node: fc.Arbitrary<Node> = fc.record({
  subject: quorum,
  kind: often(0, fc.integer({ min: 1, max: 2 }), 2),
  role: fc.constantFrom(...words, 'delta', null),
  signs: often(true, fc.constant(false), 9),
  certifies: often<readonly number[] | null>(null, fc.subarray([0, 1, 2])),
  pathLength: often<number | null>(null, fc.integer({ min: 0, max: 3 }), 2),
  required: often(1, fc.integer({ min: 2, max: 3 }), 2),
  inTime: often(true, fc.constant(false), 19),
  endorsedBy: fc.uniqueArray(quorum, { minLength: 1, maxLength: 4 }),
  revokedBy: often<readonly number[]>([], fc.uniqueArray(quorum, { minLength: 1, maxLength: 2 }), 5),
});

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  nodes: fc.array(node, { minLength: 4, maxLength: 10 }),
  anchors: fc.uniqueArray(quorum, { minLength: 1, maxLength: 2 }),
});

const role = fc.record({
  title: fc.constant('role'),
  certifies: often([...kinds], fc.subarray([...kinds])),
  creates: often([...words], fc.subarray([...words]), 2),
});
const needs = fc.array(fc.constantFrom(...words), { maxLength: 3 });

/** Role policies that let most things through, so that what they forbid decides. */
export const rolePolicy: fc.Arbitrary<RolePolicy> = fc.record({
  name: fc.constant('test'),
  roles: fc.record({ alpha: role, beta: role, gamma: role }),
  anchorRole: fc.constantFrom(...words),
  requires: fc.record({ device: needs, meter: needs }),
});

/** The same anchors for the graph as for the reference, with the roles that they carry, if any. */
export function policyOf(scenario: Scenario, more: Partial<TrustPolicy> = {}): TrustPolicy {
  return { anchors: scenario.anchors.map((a) => bytes32(a + 1)), at: 1_000, ...more };
}

/** A graph of these certificates, and their ids. */
export function build(
  nodes: readonly Node[],
  shuffle = false,
): { readonly graph: TrustGraph; readonly ids: readonly Hex[] } {
  const graph = new TrustGraph({ registry });
  const certificates = nodes.map((n, i) =>
    Certificate.from({
      kind: kinds[n.kind] as (typeof kinds)[number],
      subject: {
        name: `Node ${i}`,
        ...(n.role === null ? {} : { role: n.role }),
        signer: Quorum.signer(registry, bytes32(n.subject + 1)),
      },
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

import { describe, expect, test } from 'vitest';
import { Quorum } from '../../quorum/index.ts';
import * as Certificate from '../certificate.ts';
import { TrustGraph } from '../index.ts';
import { publishedAnchors, quorumOfKey } from './anchors.ts';
import { type CoreKey, coreKeys, fundamentalQuorumOn } from './keys.ts';
import { chargingRoles } from './roleNames.ts';
import { chargingRolePolicy as roles } from './roles.ts';

const verifier = '0x00000000000000000000000000000000000000aa';
const registry = '0x00000000000000000000000000000000000000bb';
const at = 1_767_225_600;
const anchors = publishedAnchors(verifier, { withRoleAuthorities: true });

const keyOf = (role: CoreKey['role']) => coreKeys.find((key) => key.role === role) as CoreKey;
const meter = Certificate.from({
  kind: 'meter',
  subject: { name: 'Meter 4711' },
  usages: ['signData'],
  notBefore: at,
  notAfter: at,
  serial: new Uint8Array(16),
});

/** What a verifier with these anchors says, once the keys of these roles have endorsed the meter. */
async function verdict(by: readonly CoreKey['role'][], from = anchors) {
  const graph = new TrustGraph({ registry });
  graph.addCertificate(meter);
  for (const role of by) {
    const quorum = Quorum.id(quorumOfKey(keyOf(role), verifier));
    graph.add({ type: 'endorsed', certificate: Certificate.id(meter), quorum, version: 1 });
  }
  return graph.verify(Certificate.id(meter), { anchors: from, at, roles });
}

describe('the published keys as anchors', () => {
  test('behavior: the fundamental quorum, and if wanted the role authorities, each held to its role', () => {
    const root = { quorum: Quorum.id(fundamentalQuorumOn(verifier)) };
    expect(publishedAnchors(verifier)).toEqual([root]);
    expect(anchors[0]).toEqual(root);
    expect(anchors.slice(1).map((anchor) => anchor.roles)).toEqual(chargingRoles.map((role) => [role]));
    expect(new Set(anchors.map(({ quorum }) => quorum)).size).toBe(9);
  });

  test('behavior: another verifier contract makes other anchors', () => {
    const other = publishedAnchors(registry, { withRoleAuthorities: true }).map(({ quorum }) => quorum);
    expect(anchors.some(({ quorum }) => other.includes(quorum))).toBe(false);
  });

  test('behavior: a meter that its maker and the metrology authority have endorsed', async () => {
    expect((await verdict(['smartMeterManufacturer', 'metrologyAuthority'])).valid).toBe(true);
  });

  test('error: one of them alone, another role, or a verifier who trusts the root alone', async () => {
    expect((await verdict(['smartMeterManufacturer'])).valid).toBe(false);
    expect((await verdict(['smartMeterManufacturer', 'gridOperator'])).valid).toBe(false);
    const both = ['smartMeterManufacturer', 'metrologyAuthority'] as const;
    expect((await verdict(both, publishedAnchors(verifier))).valid).toBe(false);
  });
});

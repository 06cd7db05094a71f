import { beforeEach, describe, expect, test } from 'vitest';
import { at, authority, certificate, Garden, stranger } from '../../../test/support/garden.ts';
import { bytes32, registry } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { Quorum } from '../quorum/index.ts';
import { ChargingWorld, type TrustPolicy } from './index.ts';

const [oldRoot, newRoot, manufacturer] = [bytes32(1), bytes32(2), bytes32(3)] as [Hex, Hex, Hex];
const roles = ChargingWorld.chargingRolePolicy;
const from = (...anchors: readonly Hex[]): TrustPolicy => ({ anchors, at, roles });

const holder = (quorum: Hex, role: string) =>
  authority(quorum, { subject: { name: role, role, signer: Quorum.signer(registry, quorum) } });

describe('cross-signing while a root is replaced', () => {
  let graph: Garden;
  let station: Hex;
  const certificates = { old: '0x' as Hex, new: '0x' as Hex, manufacturer: '0x' as Hex };
  const say = (quorum: Hex, id: Hex) => graph.add({ type: 'endorsed', certificate: id, quorum, version: 1 });
  const valid = async (policy: TrustPolicy) => (await graph.verify(station, policy)).valid;
  const truth = async () => [
    await valid(from(oldRoot)),
    await valid(from(newRoot)),
    await valid(from(oldRoot, newRoot)),
  ];

  beforeEach(() => {
    graph = new Garden();
    certificates.manufacturer = graph.plant(holder(manufacturer, 'chargingStationManufacturer'), oldRoot);
    station = graph.plant(certificate({ subject: { name: 'station', role: 'chargingStation' } }), manufacturer);
    certificates.new = graph.plant(holder(newRoot, 'fundamentalQuorum'));
    certificates.old = graph.plant(holder(oldRoot, 'fundamentalQuorum'));
  });

  test('behavior: before the transition the old root alone leads to the station', async () => {
    expect(await truth()).toEqual([true, false, true]);
  });

  test('behavior: the new root endorses the old one: whoever has the new anchor keeps every path', async () => {
    say(newRoot, certificates.old);
    expect(await truth()).toEqual([true, true, true]);
    expect((await graph.verify(station, from(newRoot))).paths[0]?.quorums).toEqual([newRoot, oldRoot, manufacturer]);
  });

  test('behavior: the old root endorses the new one: whoever has the old anchor follows what is new', async () => {
    say(oldRoot, certificates.new);
    const later = graph.plant(holder(bytes32(4), 'chargingStationManufacturer'), newRoot);
    const made = graph.plant(certificate(), bytes32(4));
    expect((await graph.verify(later, from(oldRoot))).valid).toBe(true);
    expect((await graph.verify(made, from(oldRoot))).paths[0]?.quorums).toEqual([oldRoot, newRoot, bytes32(4)]);
  });

  test('behavior: both endorse each other, a cycle, and everybody has a path', async () => {
    say(oldRoot, certificates.new);
    say(newRoot, certificates.old);
    say(newRoot, certificates.manufacturer);
    expect(await truth()).toEqual([true, true, true]);
    // The cycle is no second way: no quorum stands in a path twice, and two roots in line are not two endorsers.
    expect(await valid({ ...from(oldRoot), requiredEndorsements: 2 })).toBe(false);
  });

  test('behavior: after the old root’s endorsements are revoked, the new root alone holds', async () => {
    say(oldRoot, certificates.new);
    say(newRoot, certificates.old);
    say(newRoot, certificates.manufacturer);
    for (const id of [certificates.manufacturer, certificates.new]) graph.revoke(id, oldRoot, 5);
    graph.revoke(certificates.old, newRoot, 4);
    expect(await truth()).toEqual([false, true, true]);
  });

  test('error: a root that was never endorsed again leads nowhere, though it endorses everything', async () => {
    say(stranger, certificates.manufacturer);
    graph.plant(holder(stranger, 'fundamentalQuorum'), stranger);
    expect(await valid(from(oldRoot))).toBe(true);
    graph.revoke(certificates.manufacturer, oldRoot);
    expect(await truth()).toEqual([false, false, false]);
  });

  test('error: a role authority makes itself the next root', async () => {
    say(manufacturer, certificates.new);
    const forged = graph.plant(holder(bytes32(4), 'metrologyAuthority'), newRoot);
    expect((await graph.verify(forged, from(oldRoot))).valid).toBe(false);
  });

  test('behavior: three roots, one after the other, lead from the first anchor to what the last one made', async () => {
    const third = bytes32(5);
    say(oldRoot, certificates.new);
    say(newRoot, certificates.old);
    graph.plant(holder(third, 'fundamentalQuorum'), newRoot);
    const made = graph.plant(holder(bytes32(4), 'gridOperator'), third);
    const verdict = await graph.verify(made, from(oldRoot));
    expect(verdict.paths[0]?.quorums).toEqual([oldRoot, newRoot, third]);
    graph.revoke(certificates.new, oldRoot);
    expect((await graph.verify(made, from(oldRoot))).valid).toBe(false);
    expect((await graph.verify(made, from(newRoot))).valid).toBe(true);
  });

  test('behavior: a certificate that replaces another is found across the transition', async () => {
    say(newRoot, certificates.manufacturer);
    const renewed = graph.plant(
      authority(manufacturer, {
        subject: {
          name: 'renewed',
          role: 'chargingStationManufacturer',
          signer: Quorum.signer(registry, manufacturer),
        },
        edges: [{ type: 'replaces', certificate: certificates.manufacturer }],
      }),
      newRoot,
    );
    expect(await graph.replacements(certificates.manufacturer, from(newRoot))).toEqual([renewed]);
    expect(await graph.replacements(certificates.manufacturer, from(oldRoot))).toEqual([]);
  });
});

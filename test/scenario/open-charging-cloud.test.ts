// A whole Open Charging Cloud is taken over: its certificates are verified as the original means them, said again in certificates
// of ours, and endorsed on chain by the same P-521 keys that had signed the originals. Its keys are fresh ones, as nobody but their
// owners has the published ones; what was published is verified by charging-world.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate, ChargingWorld, explain } from '../../sdk/src/certificate/index.ts';
import { OccCertificate, OccQuorum } from '../../sdk/src/certificate/occ/index.ts';
import { BelowThresholdError, createQuorum } from '../../sdk/src/chain/index.ts';
import { p521Signer } from '../../sdk/src/crypto/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type Cloud, type CloudMember, freshCloud } from '../support/openChargingCloud.ts';
import { type House, type Person, type RegistryWorld, startRegistryWorld } from '../support/registryWorld.ts';

const { chargingRolePolicy: roles } = ChargingWorld;

let world: RegistryWorld;
let cloud: Cloud;
let root: House;
/** What became of the role authorities, by role. */
const takenOver = new Map<string, { readonly house: House; readonly id: Hex; readonly person: Person }>();

const personOf = ({ name, privateKey }: CloudMember): Person => ({
  name,
  signer: p521Signer(privateKey, world.verifiers.p521),
});
const rootPeople = (...who: number[]) => who.map((i) => personOf(cloud.root[i] as CloudMember));
const houseOf = (name: string, definition: Quorum.Quorum): House => {
  const id = Quorum.id(definition);
  return { name, id, signer: Quorum.signer(world.on.registry, id) };
};
const verdictOf = async (certificate: Hex) =>
  (await world.graph()).verify(certificate, { anchors: [root.id], at: await world.now(), roles });

beforeAll(async () => {
  world = await startRegistryWorld();
  cloud = await freshCloud((await world.now()) - 3_600);
});

afterAll(() => world?.stop());

describe('an Open Charging Cloud', () => {
  test('is what two of its three keys have signed, by the rules of the original', async () => {
    const at = await world.now();
    for (const { certificate } of [...cloud.root, ...cloud.authorities]) {
      const verdict = OccCertificate.verify(certificate, { quorum: cloud.quorum, at });
      expect(verdict).toMatchObject({ valid: true, missing: 0, invalid: [] });
      expect(verdict.signed.map(({ name }) => name)).toEqual(['Fundamental quorum A', 'Fundamental quorum B']);
      expect(OccCertificate.verify(certificate, { quorum: OccQuorum.fundamental(), at }).valid).toBe(false);
    }
  });

  test('has its root as a quorum of the registry, by the same keys', async () => {
    const definition = OccQuorum.definition(cloud.quorum, world.verifiers.p521);
    root = houseOf('Fundamental quorum', definition);
    expect((await createQuorum(world.chain, testAccount(0), definition)).quorum).toBe(root.id);
    expect(await world.stateOf(root)).toMatchObject({ version: 1, threshold: 2 });
  });

  test('has its authorities as quorums of one, and certificates that everybody finds the same', async () => {
    const options = { verifiers: world.verifiers, asQuorumOf: world.on.registry };
    for (const member of cloud.authorities) {
      const { role, name, certificate: original } = member;
      const { certificates, lost } = OccCertificate.convert(original, { ...options, role });
      const [converted] = certificates;
      if (!converted?.quorum) throw new Error('there has to be a quorum of one');
      expect(OccCertificate.convert(original, { ...options, role }).certificates[0]?.id).toBe(converted.id);
      expect(lost.map(({ field }) => field)).toEqual(['description', 'signatures[0]', 'signatures[1]']);
      expect(converted.certificate.usages).toEqual(['revokeCertificates', 'signCertificates']);
      await createQuorum(world.chain, testAccount(0), converted.quorum);
      world.certificates.set(converted.id, converted.certificate);
      takenOver.set(role, { house: houseOf(name, converted.quorum), id: converted.id, person: personOf(member) });
    }
  });

  test('carries no trust over: its signatures are over other bytes', async () => {
    for (const { id } of takenOver.values()) expect((await verdictOf(id)).valid).toBe(false);
  });

  test('error: fewer than m compromised keys have no effect: one key of the root endorses nothing', async () => {
    const { id } = takenOver.get('metrologyAuthority') as { id: Hex };
    await expect(world.endorseBy(root, id, rootPeople(2))).rejects.toBeInstanceOf(BelowThresholdError);
    expect((await verdictOf(id)).valid).toBe(false);
  });

  test('is trusted once two of the same keys have endorsed it on chain', async () => {
    for (const { id } of takenOver.values()) {
      await world.endorseBy(root, id, rootPeople(0, 2));
      const verdict = await verdictOf(id);
      expect(verdict.valid, explain(verdict)).toBe(true);
    }
  });

  test('its authorities endorse a meter, for which two of them are needed', async () => {
    const meter = await world.write({ kind: 'meter', subject: { name: 'Meter 4711' }, usages: ['signData'] });
    for (const [role, enough] of [
      ['smartMeterManufacturer', false],
      ['metrologyAuthority', true],
    ] as const) {
      const { house, person } = takenOver.get(role) as { house: House; person: Person };
      await world.endorseBy(house, meter, [person]);
      const verdict = await verdictOf(meter);
      expect(verdict.valid, explain(verdict)).toBe(enough);
    }
  });

  test('a certificate that replaces another does so here, too', async () => {
    const { certificate: old, publicKey } = cloud.authorities[0] as CloudMember;
    const renewed = OccCertificate.from({
      publicKeys: [publicKey],
      usages: ['signCertificates'],
      owner: old.owner,
      notBefore: old.notBefore,
      notAfter: old.notAfter,
      replaces: [old['@id']],
    });
    const options = { verifiers: world.verifiers, asQuorumOf: world.on.registry, role: 'metrologyAuthority' };
    const [converted] = OccCertificate.convert(renewed, { ...options, replaced: [old] }).certificates;
    expect(converted?.certificate.edges).toEqual([
      { type: 'replaces', certificate: takenOver.get('metrologyAuthority')?.id },
    ]);
    expect(Certificate.id(converted?.certificate as Certificate.Certificate)).toBe(converted?.id);
  });
});

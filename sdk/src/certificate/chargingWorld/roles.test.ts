import { describe, expect, test } from 'vitest';
import { at, authority, certificate, Garden, root, stranger } from '../../../../test/support/garden.ts';
import { bytes32, registry } from '../../../../test/support/quorums.ts';
import type { Hex } from '../../bytes/index.ts';
import { Quorum } from '../../quorum/index.ts';
import { type CertificateKind, explain, rolePolicyFromJson } from '../index.ts';
import { chargingRolePolicy, chargingRoles } from './index.ts';

const policy = { anchors: [root], at, roles: chargingRolePolicy };
const [ptb, meterMaker, maker, operator, carMaker, plant] = [11, 12, 13, 14, 15, 16].map((n) => bytes32(n)) as [
  Hex,
  Hex,
  Hex,
  Hex,
  Hex,
  Hex,
];

/** An authority certificate with a role. */
const holder = (quorum: Hex, role: string | undefined) =>
  authority(quorum, {
    subject: { name: `Quorum ${role}`, ...(role ? { role } : {}), signer: Quorum.signer(registry, quorum) },
  });

/** The fundamental quorum and some of the eight role authorities. */
class World extends Garden {
  constructor() {
    super();
    this.plant(holder(ptb, 'metrologyAuthority'), root);
    this.plant(holder(meterMaker, 'smartMeterManufacturer'), root);
    this.plant(holder(maker, 'chargingStationManufacturer'), root);
    this.plant(holder(operator, 'chargingStationOperator'), root);
    this.plant(holder(carMaker, 'vehicleManufacturer'), root);
  }
  thing(kind: CertificateKind, role: string | undefined, ...endorsers: readonly Hex[]): Hex {
    return this.plant(certificate({ kind, subject: { name: 'a thing', ...(role ? { role } : {}) } }), ...endorsers);
  }
}

describe('the charging world', () => {
  test('behavior: a meter has the word of its manufacturer and of the metrology authority', async () => {
    const world = new World();
    const verdict = await world.verify(world.thing('meter', undefined, meterMaker, ptb), policy);
    expect(verdict).toMatchObject({
      valid: true,
      required: 2,
      found: 2,
      roles: [
        { role: 'smartMeterManufacturer', met: true, quorum: meterMaker },
        { role: 'metrologyAuthority', met: true, quorum: ptb },
      ],
    });
    expect(explain(verdict)).toContain(`✓ needs the metrology authority: endorsed by quorum ${ptb}`);
  });

  test('error: a meter whose calibration nobody confirms, and the reader is told whose word is missing', async () => {
    const world = new World();
    const verdict = await world.verify(world.thing('meter', undefined, meterMaker), policy);
    expect(verdict).toMatchObject({ valid: false, reason: 'missingRole', found: 1, required: 2 });
    expect(explain(verdict)).toContain('✗ needs the metrology authority: nobody endorsed');
    expect(explain(verdict)).toContain('✓ needs the smart meter manufacturer: endorsed by quorum');
    expect(JSON.parse(JSON.stringify(verdict)).roles[1]).toEqual({
      role: 'metrologyAuthority',
      title: 'metrology authority',
      met: false,
      reason: 'nobody',
    });
  });

  test.each<[CertificateKind, string | undefined, Hex, boolean]>([
    ['device', undefined, maker, true],
    ['device', 'chargingStation', maker, true],
    ['device', 'chargingStation', operator, true],
    ['device', 'vehicle', carMaker, true],
    ['secc', undefined, operator, true],
    ['device', 'vehicle', maker, false],
    ['device', 'chargingStation', carMaker, false],
    ['contract', undefined, maker, false],
    ['secc', undefined, maker, false],
    ['device', undefined, ptb, false],
    ['device', undefined, root, false],
    ['meter', undefined, root, false],
  ])('behavior: kind %s, role %s, by %s: %s', async (kind, role, by, valid) => {
    const world = new World();
    expect((await world.verify(world.thing(kind, role, by), policy)).valid).toBe(valid);
  });

  test('behavior: a role goes down from authority to authority', async () => {
    const world = new World();
    world.plant(holder(plant, 'chargingStationManufacturer'), maker);
    const verdict = await world.verify(world.thing('device', 'chargingStation', plant), policy);
    expect(verdict).toMatchObject({ valid: true, paths: [{ quorums: [root, maker, plant] }] });
  });

  test('behavior: an anchor may carry other roles than the root’s', async () => {
    const world = new World();
    const meter = world.thing('meter', undefined, meterMaker, stranger);
    const laboratory = { quorum: stranger, roles: ['metrologyAuthority'] };
    expect((await world.verify(meter, { ...policy, anchors: [root, laboratory] })).valid).toBe(true);
    // Held to its role, it makes no other authorities.
    const other = world.plant(holder(plant, 'gridOperator'), stranger);
    expect((await world.verify(other, { ...policy, anchors: [laboratory] })).valid).toBe(false);
  });

  test('behavior: a subject’s role can be asked for', async () => {
    const world = new World();
    const station = world.thing('device', 'chargingStation', maker);
    expect((await world.verify(station, { ...policy, role: 'chargingStation' })).valid).toBe(true);
    expect(await world.verify(station, { ...policy, role: 'vehicle' })).toMatchObject({ reason: 'wrongRole' });
  });

  test('behavior: all eight roles, each made by the fundamental quorum alone', async () => {
    for (const role of chargingRoles) {
      const world = new World();
      const id = world.plant(holder(plant, role), root);
      expect((await world.verify(id, policy)).valid).toBe(true);
      const below = world.plant(holder(bytes32(17), role), role === 'gridOperator' ? maker : operator);
      expect((await world.verify(below, policy)).valid, role).toBe(role === 'chargingStationOperator');
    }
  });
});

describe('role attacks', () => {
  test('error: role escalation: a manufacturer that calls itself a metrology authority', async () => {
    const world = new World();
    const claim = world.plant(holder(plant, 'metrologyAuthority'), meterMaker);
    const verdict = await world.verify(claim, policy);
    expect(verdict).toMatchObject({ valid: false, endorsers: [{ reason: 'roleNotAllowed' }] });
    expect((await world.verify(world.thing('meter', undefined, meterMaker, plant), policy)).valid).toBe(false);
  });

  test('error: role escalation: an authority that calls itself the fundamental quorum', async () => {
    const world = new World();
    world.plant(holder(plant, 'fundamentalQuorum'), operator);
    const role = world.plant(holder(bytes32(17), 'metrologyAuthority'), plant);
    expect((await world.verify(role, policy)).valid).toBe(false);
  });

  test('error: role escalation: a certificate of another kind that claims a role', async () => {
    const world = new World();
    const claims = { name: 'x', role: 'metrologyAuthority', signer: Quorum.signer(registry, plant) };
    world.plant(certificate({ kind: 'device', subject: claims, usages: ['signCertificates'] }), maker);
    expect((await world.verify(world.thing('meter', undefined, meterMaker, plant), policy)).valid).toBe(false);
  });

  test('error: one quorum with two roles is one endorser', async () => {
    const world = new World();
    world.plant(holder(meterMaker, 'metrologyAuthority'), root);
    const verdict = await world.verify(world.thing('meter', undefined, meterMaker), policy);
    expect(verdict).toMatchObject({ valid: false, reason: 'missingRole', found: 1 });
    expect(explain(verdict)).toContain('✗ needs the metrology authority: endorsed, but by no endorser of its own');
  });

  test('error: one anchor with two roles is one endorser', async () => {
    const world = new World();
    const both = { quorum: stranger, roles: ['metrologyAuthority', 'smartMeterManufacturer'] };
    const meter = world.thing('meter', undefined, stranger);
    expect((await world.verify(meter, { ...policy, anchors: [root, both] })).valid).toBe(false);
    world.add({ type: 'endorsed', certificate: meter, quorum: meterMaker, version: 1 });
    expect((await world.verify(meter, { ...policy, anchors: [root, both] })).valid).toBe(true);
  });

  test('error: two roles below one authority are not separate', async () => {
    const world = new World();
    const middle = bytes32(21);
    world.plant(holder(middle, 'fundamentalQuorum'), root);
    world.plant(holder(bytes32(22), 'metrologyAuthority'), middle);
    world.plant(holder(bytes32(23), 'smartMeterManufacturer'), middle);
    const meter = world.thing('meter', undefined, bytes32(22), bytes32(23));
    expect(await world.verify(meter, policy)).toMatchObject({ valid: false, reason: 'missingRole' });
  });

  test('error: two roles below one authority, and the role of another certificate of the same quorum', async () => {
    const world = new World();
    const [middle, laboratory, factory] = [bytes32(21), bytes32(22), bytes32(23)] as [Hex, Hex, Hex];
    world.plant(holder(middle, 'fundamentalQuorum'), root);
    world.plant(holder(laboratory, 'metrologyAuthority'), middle);
    world.plant(holder(laboratory, 'smartMeterManufacturer'), root);
    world.plant(holder(factory, 'smartMeterManufacturer'), middle);
    const meter = world.thing('meter', undefined, laboratory, factory);
    expect(await world.verify(meter, policy)).toMatchObject({ valid: false, reason: 'missingRole' });
  });

  /** Endorsers that the flow counts on, but whose paths are too long for an authority above them. */
  const tooLong = (world: World, role: string, quorum: Hex) => {
    const narrow = bytes32(30);
    const subject = { name: 'narrow', role, signer: Quorum.signer(registry, narrow) };
    world.plant(authority(narrow, { subject, pathLength: 0 }), root);
    world.plant(holder(quorum, role), narrow);
    return quorum;
  };

  test('error: one anchor with two roles, beside an endorser whose path is too long', async () => {
    const world = new World();
    const both = { quorum: stranger, roles: ['metrologyAuthority', 'smartMeterManufacturer'] };
    const meter = world.thing('meter', undefined, stranger, tooLong(world, 'metrologyAuthority', bytes32(31)));
    expect((await world.verify(meter, { ...policy, anchors: [root, both] })).valid).toBe(false);
  });

  test('behavior: where one path is too long, another endorser of the role is found', async () => {
    const world = new World();
    const short = { quorum: bytes32(32), pathLength: 0 };
    world.plant(holder(plant, 'smartMeterManufacturer'), short.quorum);
    const meter = world.thing('meter', undefined, plant, meterMaker, ptb);
    const verdict = await world.verify(meter, { ...policy, anchors: [root, short] });
    expect(verdict.roles?.map(({ quorum }) => quorum)).toEqual([meterMaker, ptb]);
  });

  test('error: an authority without a role, or with a word that is none, endorses nothing', async () => {
    for (const word of [undefined, 'constructor', 'hasOwnProperty', 'laboratory']) {
      const world = new World();
      world.plant(holder(plant, word), root);
      for (const kind of ['device', 'meter', 'authority'] as const) {
        expect((await world.verify(world.thing(kind, undefined, plant), policy)).valid).toBe(false);
      }
    }
  });

  test('error: the metrology authority takes its word back', async () => {
    const world = new World();
    const meter = world.thing('meter', undefined, meterMaker, ptb);
    world.revoke(meter, ptb);
    expect(await world.verify(meter, policy)).toMatchObject({ valid: false, reason: 'missingRole' });
  });

  test('error: an expired role is none', async () => {
    const world = new World();
    const late = authority(plant, {
      subject: { name: 'Laboratory', role: 'metrologyAuthority', signer: Quorum.signer(registry, plant) },
      notAfter: at - 1,
    });
    world.plant(late, root);
    expect((await world.verify(world.thing('meter', undefined, meterMaker, plant), policy)).valid).toBe(false);
  });
});

describe('role policies', () => {
  test('behavior: the charging world survives JSON', () => {
    expect(rolePolicyFromJson(JSON.parse(JSON.stringify(chargingRolePolicy)))).toEqual(chargingRolePolicy);
  });

  const good = { name: 'x', roles: { a: { title: 'a', certifies: [], creates: [] } }, anchorRole: 'a', requires: {} };

  test.each<[string, object]>([
    ['an anchor’s role that is none', { anchorRole: 'b' }],
    ['an anchor’s role that only objects have', { anchorRole: 'constructor' }],
    ['a required role that is none', { requires: { meter: ['b'] } }],
    ['a kind that is none', { requires: { stone: ['a'] } }],
    ['a created role that is none', { roles: { a: { title: 'a', certifies: [], creates: ['b'] } } }],
    ['a certified kind that is none', { roles: { a: { title: 'a', certifies: ['stone'], creates: [] } } }],
    ['a role that no certificate can claim', { roles: { ...good.roles, 'a b': good.roles.a } }],
    [
      'a role called __proto__',
      { roles: JSON.parse('{"a":{"title":"a","certifies":[],"creates":[]},"__proto__":{}}') },
    ],
    ['a kind called __proto__', { requires: JSON.parse('{"__proto__":["a"]}') }],
    ['seventeen required roles', { requires: { meter: Array.from({ length: 17 }, () => 'a') } }],
    ['no title', { roles: { a: { certifies: [], creates: [] } } }],
    ['another field', { more: 1 }],
    ['no name', { name: '' }],
  ])('error: %s', async (_, change) => {
    expect(() => rolePolicyFromJson({ ...good, ...change })).toThrow();
  });

  test('error: a policy that speaks of roles it does not define is no policy', async () => {
    const roles = { ...chargingRolePolicy, anchorRole: 'nobody' };
    await expect(new Garden().verify(root, { anchors: [root], at, roles })).rejects.toThrow('anchorRole');
  });

  test('error: an anchor’s roles without a role policy, or of another one', async () => {
    const anchors = [{ quorum: root, roles: ['king'] }];
    await expect(new Garden().verify(root, { anchors, at })).rejects.toThrow('anchors[0].roles');
    await expect(new Garden().verify(root, { ...policy, anchors })).rejects.toThrow('anchors[0].roles');
  });
});

// The root of the Open Charging Cloud's PKI on a chain: three P-521 keys of which two decide, eight role authorities, what these
// certify; a stolen key, and the move to keys that no quantum computer forges. After every step a station and a meter are asked
// for their paths, on chain and from a file.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatTimestamp, type Hex } from '../../sdk/src/bytes/index.ts';
import { ChargingWorld, explain } from '../../sdk/src/certificate/index.ts';
import { OccCertificate, OccQuorum } from '../../sdk/src/certificate/occ/index.ts';
import {
  BelowThresholdError,
  createQuorum,
  endorse,
  InvalidApprovalError,
  rotate,
  StaleVersionError,
} from '../../sdk/src/chain/index.ts';
import { createHome } from '../../sdk/src/cli/cli.fixtures.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { SigningKey } from '../../sdk/src/identity/index.ts';
import { PackedApprovals, Quorum, type QuorumState, TypedData } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import {
  type Draft,
  type House,
  type Person,
  type RegistryWorld,
  startRegistryWorld,
} from '../support/registryWorld.ts';

const { chargingRolePolicy: roles, chargingRoles } = ChargingWorld;
type Role = ChargingWorld.ChargingRole;

/** One of the eight: a quorum of one key, and the certificate that says what it is. */
interface Authority {
  readonly house: House;
  readonly person: Person;
  certificate: Hex;
}

/** The authorities that the station and the meter depend on. */
const onThePaths: readonly Role[] = ['chargingStationManufacturer', 'smartMeterManufacturer', 'metrologyAuthority'];

let world: RegistryWorld;
let root: House;
/** The owners of the fundamental keys, and whoever joins them. */
let people: Readonly<Record<'anna' | 'bela' | 'carl' | 'dora', Person>>;
let postQuantum: Readonly<Record<'anna' | 'bela' | 'dora', Person>>;
let stateOfDay: QuorumState;
const authorities = new Map<Role, Authority>();
let aurora: { readonly house: House; readonly person: Person };
let station: Hex;
let meter: Hex;
let fileFromBefore: Uint8Array;

const p521 = (name: string) => person(name, { algorithm: 'P-521', verifier: world.verifiers.p521 });
const slhDsa = (name: string) => person(name, { algorithm: 'SLH-DSA-SHA2-128s', verifier: world.verifiers.slhDsa });
async function person(name: string, choice: Parameters<typeof SigningKey.generate>[0]): Promise<Person> {
  return { name, signer: SigningKey.toSigner(await SigningKey.generate(choice, randomBytes)) };
}

const authorityOf = (role: Role) => authorities.get(role) as Authority;

/** Whether the root's word reaches a certificate: by the chain's events, and by a file that is made now. */
async function expectPath(certificate: Hex): Promise<void> {
  const policy = { anchors: [root.id], at: await world.now(), roles };
  const online = await (await world.graph()).verify(certificate, policy);
  expect(online.valid, explain(online)).toBe(true);
  const offline = await world.decide(await world.bundleOf(certificate), { anchors: [root.id], roles });
  expect(offline.valid, explain(offline.target)).toBe(true);
}

/** The device that was always offline still has what it was given in the beginning. */
async function expectPaths(): Promise<void> {
  await expectPath(station);
  await expectPath(meter);
  expect((await world.decide(fileFromBefore, { anchors: [root.id], roles })).valid).toBe(true);
}

/** The certificate of a role authority, again: the same quorum, endorsed by the root as it is now. */
async function renew(role: Role, by: readonly Person[]): Promise<void> {
  const authority = authorityOf(role);
  const edges = [{ type: 'replaces' as const, certificate: authority.certificate }];
  const next = await world.write({ ...authorityDraft(role, authority.house), edges });
  await world.endorseBy(root, next, by);
  authority.certificate = next;
}

const meterDraft: Draft = { kind: 'meter', subject: { name: 'Meter 4711' }, usages: ['signData'] };

function authorityDraft(role: Role, house: House) {
  const subject = { name: house.name, role, signer: house.signer };
  return { kind: 'authority' as const, subject, usages: ['signCertificates' as const] };
}

beforeAll(async () => {
  world = await startRegistryWorld();
  const [anna, bela, carl, dora] = await Promise.all(['Anna', 'Bela', 'Carl', 'Dora'].map(p521));
  people = { anna, bela, carl, dora } as typeof people;
});

afterAll(() => world?.stop());

describe('what was published', () => {
  test('three keys have signed each certificate of the original quorum; two would do', () => {
    for (const number of [1, 2, 3]) {
      const file = new URL(`../vectors/occ-fundamental-quorum-${number}.json`, import.meta.url);
      const certificate = OccCertificate.decode(new Uint8Array(readFileSync(file)));
      const at = Date.parse(certificate.notBefore) / 1_000;
      const verdict = OccCertificate.verify(certificate, { quorum: OccQuorum.fundamental(), at });
      expect(verdict).toMatchObject({ valid: true, threshold: 2, missing: 0, invalid: [] });
      expect(verdict.signed).toHaveLength(3);
    }
  });

  test('its keys, as they were published, are a quorum of this registry', async () => {
    const published = ChargingWorld.fundamentalQuorumOn(world.verifiers.p521);
    const { quorum } = await createQuorum(world.chain, testAccount(0), published);
    expect(quorum).toBe(Quorum.id(published));
    expect(Quorum.id(published)).toBe(Quorum.id(OccQuorum.definition(OccQuorum.fundamental(), world.verifiers.p521)));
  });
});

describe('the charging world', () => {
  test('two of three P-521 keys endorse the eight role authorities; one alone does not', async () => {
    root = await world.found('Fundamental quorum', [people.anna, people.bela, people.carl], { threshold: 2 });
    for (const role of chargingRoles) {
      const owner = await p521(roles.roles[role]?.title ?? role);
      const house = await world.found(owner.name, [owner], { threshold: 1 });
      const certificate = await world.write(authorityDraft(role, house));
      authorities.set(role, { house, person: owner, certificate });
    }
    const { certificate } = authorityOf('gridOperator');
    await expect(world.endorseBy(root, certificate, [people.anna])).rejects.toBeInstanceOf(BelowThresholdError);
    for (const authority of authorities.values()) {
      await world.endorseBy(root, authority.certificate, [people.anna, people.bela]);
      await expectPath(authority.certificate);
    }
  });

  test('these endorse a manufacturer, its station, and a meter that needs two of them', async () => {
    const stations = authorityOf('chargingStationManufacturer');
    const owner = await p521('Aurora Stations');
    aurora = { person: owner, house: await world.found(owner.name, [owner], { threshold: 1 }) };
    const manufacturer = await world.write(authorityDraft('chargingStationManufacturer', aurora.house));
    await world.endorseBy(stations.house, manufacturer, [stations.person]);
    await expectPath(manufacturer);

    const device = await person('station-7', { algorithm: 'P-256', verifier: world.verifiers.p256 });
    const subject = { name: device.name, role: 'chargingStation', signer: device.signer.signer };
    station = await world.write({ kind: 'device', subject, usages: ['claimKeys'] });
    await world.endorseBy(aurora.house, station, [aurora.person]);
    await expectPath(station);

    meter = await world.write(meterDraft);
    const [makers, metrology] = [authorityOf('smartMeterManufacturer'), authorityOf('metrologyAuthority')];
    await world.endorseBy(makers.house, meter, [makers.person]);
    const half = await (await world.graph()).verify(meter, { anchors: [root.id], at: await world.now(), roles });
    expect(half).toMatchObject({ valid: false, reason: 'missingRole' });
    await world.endorseBy(metrology.house, meter, [metrology.person]);
    fileFromBefore = await world.bundleOf(station);
    await expectPaths();
  });

  test('a station that somebody without the role endorses has no path', async () => {
    const wrong = await world.write({
      kind: 'device',
      subject: { name: 'station-8', role: 'chargingStation' },
      usages: ['claimKeys'],
    });
    const { house, person: owner } = authorityOf('roamingProvider');
    await world.endorseBy(house, wrong, [owner]);
    const verdict = await (await world.graph()).verify(wrong, { anchors: [root.id], at: await world.now(), roles });
    expect(verdict.valid).toBe(false);
  });
});

describe('one fundamental key is stolen', () => {
  test('the thief alone endorses nothing and replaces nobody', async () => {
    const { carl, dora } = people;
    const forged = await world.write(authorityDraft('metrologyAuthority', aurora.house));
    await expect(world.endorseBy(root, forged, [carl])).rejects.toBeInstanceOf(BelowThresholdError);
    const takeover = world.rotateTo(root, [carl, dora], { old: [carl], new: [carl, dora] });
    await expect(takeover).rejects.toBeInstanceOf(BelowThresholdError);
    await expectPaths();
  });

  test('the two others put a new key in its place; no station or meter loses its path', async () => {
    const { anna, bela, carl, dora } = people;
    const before = await world.stateOf(root);
    const forged = await world.write(authorityDraft('metrologyAuthority', aurora.house));
    const message = { certificate: forged, quorum: root.id, version: 1, deadline: (await world.now()) + 3_600 };
    const collected = await world.packUnchecked(
      before,
      [bela, carl],
      TypedData.digest({ action: 'endorse', ...world.on, message }),
    );

    await world.rotateTo(root, [anna, bela, dora], { old: [anna, bela], new: [anna, dora] });
    await expectOnlinePaths();
    // What was collected before the rotation, with the stolen key's approval, is worth nothing after it.
    const late = endorse(world.chain, testAccount(0), { ...message, approvals: collected });
    await expect(late).rejects.toBeInstanceOf(InvalidApprovalError);
    await expect(world.endorseBy(root, forged, [carl])).rejects.toBeInstanceOf(BelowThresholdError);

    for (const role of onThePaths) {
      await renew(role, [anna, dora]);
      await expectOnlinePaths();
    }
    await expectPaths();
  });

  test('a rotation that names the version from before is too late', async () => {
    const { bela, carl } = people;
    const members = [...Quorum.from({ members: [bela, carl].map(({ signer }) => signer), threshold: 2 }).members];
    const rules = { members, threshold: 2, revocationThreshold: 2 };
    const message = { quorum: root.id, version: 1, ...rules, deadline: (await world.now()) + 3_600 };
    const signed = await world.packUnchecked(
      rules,
      [bela, carl],
      TypedData.digest({ action: 'rotate', ...world.on, message }),
    );
    const sent = rotate(world.chain, testAccount(0), { ...message, oldApprovals: signed, newApprovals: signed });
    await expect(sent).rejects.toBeInstanceOf(StaleVersionError);
  });
});

/** Between the first and the last renewal a file cannot prove everything, but the chain does at every moment. */
async function expectOnlinePaths(): Promise<void> {
  const graph = await world.graph();
  const policy = { anchors: [root.id], at: await world.now(), roles };
  for (const certificate of [station, meter]) {
    const verdict = await graph.verify(certificate, policy);
    expect(verdict.valid, explain(verdict)).toBe(true);
  }
  expect((await world.decide(fileFromBefore, { anchors: [root.id], roles })).valid).toBe(true);
}

describe('the move to post-quantum keys', () => {
  test('one key after the other is replaced by an SLH-DSA key', async () => {
    const { anna, bela, dora } = people;
    const [a, b, d] = await Promise.all(['Anna', 'Bela', 'Dora'].map(slhDsa));
    postQuantum = { anna: a, bela: b, dora: d } as typeof postQuantum;
    await world.rotateTo(root, [postQuantum.anna, bela, dora], { old: [anna, bela], new: [postQuantum.anna, bela] });
    await expectOnlinePaths();
    const two = [postQuantum.anna, postQuantum.bela];
    await world.rotateTo(root, [...two, dora], { old: [postQuantum.anna, dora], new: two });
    await expectOnlinePaths();
    stateOfDay = await world.rotateTo(root, Object.values(postQuantum), {
      old: two,
      new: [...two.slice(1), postQuantum.dora],
    });
    expect(stateOfDay).toMatchObject({ version: 5, threshold: 2 });
    await expectOnlinePaths();
  });

  test('the role authorities get new certificates', async () => {
    for (const role of chargingRoles) {
      await renew(role, [postQuantum.bela, postQuantum.dora]);
      await expectOnlinePaths();
    }
    await expectPaths();
  });

  test('an authority moves, too; what it has endorsed stays endorsed, and gets a new certificate for those without a connection', async () => {
    const [makers, metrology] = [authorityOf('smartMeterManufacturer'), authorityOf('metrologyAuthority')];
    const next = await slhDsa(metrology.person.name);
    await world.rotateTo(metrology.house, [next], { old: [metrology.person], new: [next] });
    await expectOnlinePaths();
    // A file cannot tell what the old key has said from what its thief writes now.
    const policy = { anchors: [root.id], roles };
    expect((await world.decide(await world.bundleOf(meter), policy)).valid).toBe(false);
    expect((await world.decide(await world.bundleOf(meter), { ...policy, superseded: 'accept' })).valid).toBe(true);

    const edges = [{ type: 'replaces' as const, certificate: meter }];
    const renewed = await world.write({ ...meterDraft, edges });
    await world.endorseBy(makers.house, renewed, [makers.person]);
    await world.endorseBy(metrology.house, renewed, [next]);
    await expectOnlinePaths();
    meter = renewed;
    await expectPaths();
  });

  test('the command decides the same of a file, with no connection', async () => {
    await using home = await createHome();
    for (const [name, certificate] of Object.entries({ station, meter })) {
      writeFileSync(home.file(name), await world.bundleOf(certificate));
      // A chain that makes a block for each transaction runs ahead of the clock.
      const when = ['--at', formatTimestamp(await world.now())];
      const trust = ['--anchor', root.id, '--chain-id', String(world.on.chainId), '--roles', 'charging', ...when];
      const { code, data, stderr } = await home.json(['certificate', 'verify', home.file(name), ...trust]);
      expect(code, `${stderr}${JSON.stringify(data)}`).toBe(0);
      expect(data).toMatchObject({ valid: true, online: false, target: { certificate } });
      const stranger = ['--anchor', aurora.house.id, ...trust.slice(2)];
      expect((await home.json(['certificate', 'verify', home.file(name), ...stranger])).code).toBe(4);
    }
  });

  test('the old keys, all of them together, endorse nothing any more', async () => {
    const { anna, bela, carl, dora } = people;
    const forged = await world.write(authorityDraft('metrologyAuthority', aurora.house));
    const message = { certificate: forged, quorum: root.id, version: 2, deadline: (await world.now()) + 3_600 };
    const digest = TypedData.digest({ action: 'endorse', ...world.on, message });
    for (const pair of [
      [anna, bela],
      [carl, dora],
    ]) {
      const signed = pair.map(async ({ signer }, index) => ({ index, signature: await signer.sign(digest) }));
      const approvals = PackedApprovals.encode(await Promise.all(signed));
      const sent = endorse(world.chain, testAccount(0), { ...message, approvals });
      await expect(sent).rejects.toBeInstanceOf(InvalidApprovalError);
    }
  });

  test('a history that broken P-521 keys rewrite convinces nobody who has seen the root on chain', async () => {
    const thief = await p521('Thief');
    const draft = authorityDraft('metrologyAuthority', aurora.house);
    const forged = await world.forge(root, [people.anna, people.bela], thief, draft);
    const policy = { anchors: [root.id], roles };
    expect((await world.decide(forged, policy)).valid).toBe(true);
    const honest = await world.decide(await world.bundleOf(station), { ...policy, pins: [stateOfDay] });
    expect(honest.valid).toBe(true);
    const pinned = await world.decide(forged, { ...policy, pins: [stateOfDay] });
    expect(pinned.valid).toBe(false);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatTimestamp, type Hex } from '../../sdk/src/bytes/index.ts';
import { announceFor, chainTime, latestOf, quorumOf, withdrawFor } from '../../sdk/src/chain/index.ts';
import { signerId } from '../../sdk/src/delivery/subject/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Approval, type QuorumState, TypedData } from '../../sdk/src/quorum/index.ts';
import type { Admin } from '../../sdk/src/roles/admin/index.ts';
import { type Device, readEnrolmentRequest } from '../../sdk/src/roles/device/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type DeviceWorld, eventsOf, startDeviceWorld, type TestDevice } from '../support/deviceWorld.ts';
import { foundOffice, type Office, packed, people, rotateOffice } from '../support/quorumOffice.ts';

let world: DeviceWorld;
let staff: ReturnType<typeof people>;
let office: Office;
let station: TestDevice;
let device: Device;
let configuration: string;

const issue = (text: string) => (admin: Admin) => {
  const files = [{ path: 'secret', content: new TextEncoder().encode(text), mode: '0600' }];
  return admin.issue({ to: { device: station.id }, credential: { kind: 'files', files }, ttlSeconds: 86_400 });
};

/** Goes on with the one thing that is pending. */
const resume = async (admin: Admin) => {
  const [id] = await admin.pending.list();
  return admin.resume(id as Hex);
};

const state = async () => (await quorumOf(world.chain, office.id)) as QuorumState;
const deviceFile = () => readFileSync(path.join(station.stateDirectory, 'device.json'), 'utf8');

beforeAll(async () => {
  world = await startDeviceWorld();
  staff = people(world);
  office = await foundOffice(world, [staff.ada, staff.ben, staff.cleo]);
  station = await world.enrol('station-7', { authorities: [{ signer: office.signer, trust: 'pinned' }] });
  const admin = await office.open();
  await admin.devices.enrol(Enrolment.encode(await readEnrolmentRequest(station.stateDirectory)), {});
  device = await station.open();
  configuration = deviceFile();
}, 120_000);

afterAll(() => world?.stop());

describe('two of three administrators issue together', () => {
  test('issuing stops for the manifests and for the announcement; two approval files a time let it go on', async () => {
    const manifests = await office.proposalOf(issue('first'));
    expect(path.basename(manifests)).toMatch(/^manifests-/);
    await office.approve(staff.ada, manifests);
    expect(await office.proposalOf(resume)).toBe(manifests);
    await office.approve(staff.ben, manifests);
    const announcement = await office.proposalOf(resume);
    expect(path.basename(announcement)).toMatch(/^announce-/);
    expect(eventsOf(await device.poll())).toEqual([]);
    await office.approve(staff.cleo, announcement);
    expect(await office.proposalOf(resume)).toBe(announcement);
    await office.approve(staff.ada, announcement);
    const { entry } = await resume(await office.open());
    expect(entry).toMatchObject({ epoch: 1, authority: signerId(office.signer) });
    expect(eventsOf(await device.poll())).toContain('installed 1');
    expect(station.installed()).toBe('first');
  });

  test('a withdrawal stops once, and what the members approve is what is sent', async () => {
    const visit = { device: station.id };
    const revoke = (admin: Admin) => admin.revoke({ to: visit, channel: 'files', epoch: 1 });
    const proposal = await office.proposalOf(revoke);
    await world.node.mine(1, 10);
    await office.approve(staff.ben, proposal);
    expect(await office.proposalOf(revoke)).toBe(proposal);
    await office.approve(staff.cleo, proposal);
    expect(await revoke(await office.open())).toMatchObject({ outcome: 'done' });
    expect(eventsOf(await device.poll())).toContain('removed');
    expect(station.installed()).toBeNull();
  });
});

describe('Ada’s key is stolen', () => {
  /** What members sign when the quorum, at a version, is to approve a digest. */
  function approvalDigest(version: number, digest: Hex): Hex {
    const { addresses, chainId } = world.chain;
    const message = { quorum: office.id, version, digest };
    return TypedData.digest({ action: 'approve', chainId, registry: addresses.quorumRegistry, message });
  }

  /** What whoever has the key can make alone. */
  async function alone(digest: Hex): Promise<Hex> {
    const { version, members } = await state();
    return packed(members, [staff.ada], approvalDigest(version, digest));
  }

  const refused = { errorName: 'KeyAnnouncementsInvalidSignature' };

  async function announcement(epoch: number) {
    const { timestamp } = await chainTime(world.chain);
    const { subject } = (await device.channels())[0] as { subject: Hex };
    const validity = { notBefore: timestamp - 60, notAfter: timestamp + 600 };
    const digest = `0x${'ab'.repeat(32)}` as const;
    return {
      subject,
      epoch,
      digest,
      kind: 5,
      codec: 0,
      ...validity,
      authority: office.signer,
      deadline: timestamp + 600,
    };
  }

  const domain = () => ({ chainId: world.chain.chainId, announcements: world.chain.addresses.keyAnnouncements });

  test('attack: fewer than m compromised keys have no effect: it announces and withdraws nothing', async () => {
    const message = await announcement(2);
    const signature = await alone(TypedData.digest({ ...domain(), action: 'announce', message }));
    await expect(announceFor(world.chain, testAccount(7), { ...message, signature })).rejects.toMatchObject(refused);
    const { authority, subject, deadline } = message;
    const withdrawal = { authority, subject, epoch: 2, deadline };
    const given = await alone(TypedData.digest({ ...domain(), action: 'withdraw', message: withdrawal }));
    await expect(withdrawFor(world.chain, testAccount(7), { ...withdrawal, signature: given })).rejects.toMatchObject(
      refused,
    );
    const pair = { authority: signerId(office.signer), subject };
    expect(await latestOf(world.chain, pair)).toMatchObject({ epoch: 1, withdrawnEpoch: 1 });
  });

  test('attack: fewer than m compromised keys have no effect: it rotates nobody out, and nobody in', async () => {
    const { ada, ben, cleo, dora } = staff;
    const take = (old: readonly (typeof ada)[], next: readonly (typeof ada)[]) =>
      rotateOffice(world, office.id, [ada, dora, cleo], { old, new: next });
    await expect(take([ada], [ada, dora])).rejects.toMatchObject({ name: expect.stringContaining('BelowThreshold') });
    // Two of the old, and of the new only one: nobody is rotated into keys that nobody has shown to hold.
    await expect(take([ben, cleo], [ada])).rejects.toMatchObject({ name: expect.stringContaining('BelowThreshold') });
    expect(await state()).toMatchObject({ version: 1 });
  });

  test('attack: fewer than m compromised keys have no effect: it holds nobody up with a signature that is none', async () => {
    const manifests = await office.proposalOf(issue('second'));
    const good = await office.approve(staff.ada, manifests);
    office.leave('Ada-broken.json', Approval.encode({ ...good, signature: `0x${'11'.repeat(65)}` }));
    office.leave('Ada-again.json', Approval.encode(good));
    expect(await office.proposalOf(resume)).toBe(manifests);
    await office.approve(staff.ben, manifests);
    const next = await office.proposalOf(resume);
    await office.approve(staff.ben, next);
    await office.approve(staff.cleo, next);
    // Both have approved, and nobody has sent it yet: the thief is faster noticed than the announcement is sent.
    expect(path.basename(next)).toMatch(/^announce-/);
  });

  test('the others rotate her out: the old threshold and the new one have signed', async () => {
    const { ben, cleo, dora } = staff;
    await rotateOffice(world, office.id, [ben, cleo, dora], { old: [ben, cleo], new: [cleo, dora] });
    const { version, members } = await state();
    expect(version).toBe(2);
    expect(members.map(({ signer }) => signer)).not.toContain(staff.ada.signer.signer.toLowerCase());
  });

  test('attack: approvals collected before the rotation are refused, by the office and by the chain', async () => {
    const proposal = await office.proposalOf(resume);
    expect(path.basename(proposal)).toMatch(/^manifests-/);
    const message = await announcement(2);
    const digest = TypedData.digest({ ...domain(), action: 'announce', message });
    const { members } = await state();
    const { ada, ben, cleo } = staff;
    const before = [ada, ben, cleo].map(({ signer }) => ({ signer: signer.signer.toLowerCase() as Hex, weight: 1 }));
    // Ben and Cleo are members in both versions: it is the version alone that does not fit. Ada is one no more.
    const collected = [
      await packed(members, [ben, cleo], approvalDigest(1, digest)),
      await packed(before, [ada, ben], approvalDigest(1, digest)),
      await packed(before, [ada, ben], approvalDigest(2, digest)),
    ];
    for (const signature of collected) {
      await expect(announceFor(world.chain, testAccount(7), { ...message, signature })).rejects.toMatchObject(refused);
    }
  });

  test('attack: the old key counts nowhere: with Ada’s and one good signature there is still one missing', async () => {
    const proposal = await office.proposalOf(resume);
    await office.approve(staff.ada, proposal);
    await office.approve(staff.cleo, proposal);
    const error = await resume(await office.open()).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ shortMessage: 'has approvals of weight 1, and needs 2' });
  });

  test('issuing goes on where it had stopped: the same authority, and no device was touched', async () => {
    const proposal = await office.proposalOf(resume);
    await office.approve(staff.dora, proposal);
    const announced = await office.proposalOf(resume);
    await office.approve(staff.dora, announced);
    await office.approve(staff.ben, announced);
    const { entry } = await resume(await office.open());
    expect(entry).toMatchObject({ epoch: 2, authority: signerId(office.signer) });
    expect(eventsOf(await device.poll())).toContain('installed 2');
    expect(station.installed()).toBe('second');
    expect(deviceFile()).toBe(configuration);
  });

  test('what was announced before a rotation and is fetched after it is refused: it has to be issued again', async () => {
    const manifests = await office.proposalOf(issue('third'));
    for (const person of [staff.ben, staff.cleo]) await office.approve(person, manifests);
    const announced = await office.proposalOf(resume);
    for (const person of [staff.ben, staff.cleo]) await office.approve(person, announced);
    await resume(await office.open());
    const { ada, ben, cleo, dora } = staff;
    await rotateOffice(world, office.id, [ada, ben, dora], { old: [ben, cleo], new: [ben, dora] });
    const { events } = await device.poll();
    expect(events).toMatchObject([{ type: 'refused', epoch: 3, code: 'VERIFICATION' }]);
    expect(station.installed()).toBe('second');
    const again = await office.proposalOf(issue('third, again'));
    for (const person of [ben, dora]) await office.approve(person, again);
    const next = await office.proposalOf(resume);
    for (const person of [ben, dora]) await office.approve(person, next);
    await resume(await office.open());
    expect(eventsOf(await device.poll())).toContain('installed 4');
  });

  test('work that waited longer than its messages are good is proposed anew, not lost', async () => {
    const { ben, dora } = staff;
    const manifests = await office.proposalOf(issue('late'));
    for (const person of [ben, dora]) await office.approve(person, manifests);
    const announced = await office.proposalOf(resume);
    for (const person of [ben, dora]) await office.approve(person, announced);
    await world.node.mine(2, 4_000);
    const renewed = await office.proposalOf(resume);
    expect(renewed).not.toBe(announced);
    for (const person of [ben, dora]) await office.approve(person, renewed);
    const { entry } = await resume(await office.open());
    expect(entry.epoch).toBe(5);
    expect(formatTimestamp(entry.notAfter)).toMatch(/Z$/);
    expect(eventsOf(await device.poll())).toContain('installed 5');
  });
});

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { chainTime } from '../../sdk/src/chain/index.ts';
import type { ServiceKey } from '../../sdk/src/credential/publicKeys/index.ts';
import { createTlsRequest, generateTlsKeys } from '../../sdk/src/credential/tls/index.ts';
import { randomBytes, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Admin, keyAuthority, type PublishInput } from '../../sdk/src/roles/admin/index.ts';
import { readEnrolmentRequest } from '../../sdk/src/roles/device/index.ts';
import { fileMarks, readPublicKeys } from '../../sdk/src/roles/service/index.ts';
import { testAccount } from '../support/anvil.ts';
import {
  alarmsOf,
  type DeviceWorld,
  eventsOf,
  openAdmin,
  startDeviceWorld,
  type TestDevice,
} from '../support/deviceWorld.ts';
import { foundOffice, people } from '../support/quorumOffice.ts';
import { authoritySigner } from '../support/serviceWorld.ts';

let world: DeviceWorld;
let station: TestDevice;
let key: ServiceKey;

const publication = (change: Partial<PublishInput> = {}): PublishInput => ({
  group: 'backend',
  services: [{ name: 'billing', keys: [key] }],
  ttlSeconds: 600,
  ...change,
});

beforeAll(async () => {
  world = await startDeviceWorld();
  station = await world.enrol('station-7');
  const { timestamp } = await chainTime(world.chain);
  const validity = { notBefore: timestamp - 60, notAfter: timestamp + 86_400 };
  key = { use: 'sign', algorithm: 'Ed25519', publicKey: randomBytes(32), ...validity };
  await world.admin.tlsAuthorities.create('services', { commonName: 'Services', ...validity, random: randomBytes });
}, 120_000);

afterAll(() => world?.stop());

describe('publishing public keys', () => {
  test('behavior: a quorum’s publication stops once, survives a restart, and goes on with approval files', async () => {
    const { ada, ben, cleo } = people(world);
    const office = await foundOffice(world, [ada, ben, cleo]);
    const proposal = await office.proposalOf((admin) => admin.publishKeys(publication()));
    const resume = async (admin: Admin) => admin.resume((await admin.publications.list())[0] as Hex);
    await office.approve(ada, proposal);
    expect(await office.proposalOf(resume)).toBe(proposal);
    await office.approve(cleo, proposal);
    const admin = await office.open();
    await expect(resume(admin)).resolves.toMatchObject({ entry: { kind: 'publicKeys', epoch: 1, group: 'backend' } });
    expect(await admin.publications.list()).toEqual([]);
    const marks = fileMarks(path.join(world.directory, 'marks'));
    const pinned = { authority: office.signer, trust: 'pinned', group: 'backend', marks } as const;
    const { directory } = await readPublicKeys({ chain: world.chain, store: world.store, ...pinned });
    expect(directory.services).toMatchObject([{ name: 'billing', epoch: 1 }]);
  });

  test('behavior: a second administrator’s home goes on with the epochs of the chain', async () => {
    await world.admin.publishKeys(publication());
    const home = path.join(world.directory, 'other-home');
    mkdirSync(home, { mode: 0o700 });
    const other = await openAdmin(home, world.chain, world.store);
    expect((await other.publishKeys(publication())).entry.epoch).toBe(2);
  });

  test.each([
    ['ttl', { ttlSeconds: 0 }],
    ['ttl', { ttlSeconds: 1.5 }],
    ['group', { group: '' }],
    ['channel', { channel: 'Public Keys' }],
  ])('error: %s', async (field, change) => {
    await expect(world.admin.publishKeys(publication(change))).rejects.toMatchObject({ code: 'ARGUMENT', field });
  });

  test('error: services that are none, or stand there twice; nothing is stored, and nothing waits', async () => {
    const [service] = publication().services as [PublishInput['services'][number]];
    for (const services of [
      [{ ...service, name: 'Billing' }],
      [service, service],
      [{ ...service, keys: [] }],
      [{ ...service, keys: [{ ...key, publicKey: randomBytes(31) }] }],
      [{ ...service, keys: [{ ...key, notAfter: key.notBefore - 1 }] }],
    ]) {
      await expect(world.admin.publishKeys(publication({ services }))).rejects.toMatchObject({ code: 'ARGUMENT' });
    }
    expect(await world.admin.publications.list()).toEqual([]);
  });
});

describe('two authorities issue to one device', () => {
  test('behavior: who knows of the other seals to the key that the other’s claim has named', async () => {
    const wallet = testAccount(6);
    const other = keyAuthority(secp256k1Signer(wallet.getHdKey().privateKey as Uint8Array));
    const authorities = [authoritySigner, other.signer].map((signer, i) => {
      return { signer, trust: 'pinned', folder: `authority-${i}` };
    });
    const shared = await world.enrol('shared', { authorities });
    const { chain, store } = world;
    const open = (home: string, otherAuthorities: readonly Hex[]) => {
      const parts = { chain, store, authority: other, account: wallet, random: randomBytes, otherAuthorities };
      return Admin.open({ ...parts, home: path.join(world.directory, home) });
    };
    const issue = async (admin: Admin) => {
      await admin.devices.enrol(Enrolment.encode(await readEnrolmentRequest(shared.stateDirectory)), {});
      const files = [{ path: 'secret', content: new Uint8Array(3) }];
      await admin.issue({ to: { device: shared.id }, credential: { kind: 'files', files }, ttlSeconds: 600 });
    };
    await world.issue(shared, 'by the first');
    const device = await shared.open();
    await device.poll();
    await world.relay(device);
    await device.poll();
    await issue(await open('unaware', []));
    expect(alarmsOf(await device.poll())).toEqual(['sealed-to-other-key']);
    await issue(await open('aware', [authoritySigner]));
    expect(eventsOf(await device.poll())).toContain('installed 2');
  });
});

describe('issuing', () => {
  const to = () => ({ device: station.id });
  const tls = { kind: 'tls', issuer: 'services', names: { dns: ['station-7.example'] } } as const;

  test('error: what cannot be issued leaves nothing pending', async () => {
    const { admin } = world;
    const ttlSeconds = 600;
    const unknown: Hex = `0x${'77'.repeat(32)}`;
    await expect(admin.issue({ to: { device: unknown }, credential: tls, ttlSeconds })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      admin.issue({ to: { group: 'north', devices: [] }, credential: tls, ttlSeconds }),
    ).rejects.toMatchObject({ field: 'group' });
    await expect(admin.issue({ to: to(), credential: tls, ttlSeconds: -1 })).rejects.toMatchObject({ field: 'ttl' });
    await expect(admin.issue({ to: to(), credential: tls, ttlSeconds, channel: 'A b' })).rejects.toMatchObject({
      field: 'channel',
    });
    await expect(admin.issue({ to: to(), credential: { ...tls, issuer: 'nobody' }, ttlSeconds })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    await expect(admin.issue({ to: to(), credential: tls, ttlSeconds: 10 * 86_400 })).rejects.toMatchObject({
      field: 'notAfter',
    });
    expect(await admin.pending.list()).toEqual([]);
  });

  test('error: one signing request is not for a group of devices', async () => {
    const second = await world.enrol('station-8');
    const request = await createTlsRequest(await generateTlsKeys('P-256'), tls.names);
    const group = { group: 'north', devices: [station.id, second.id] };
    await expect(
      world.admin.issue({ to: group, credential: { ...tls, request }, ttlSeconds: 600 }),
    ).rejects.toMatchObject({ field: 'request' });
  });

  test('error: nothing to resume, nothing to revoke', async () => {
    await expect(world.admin.resume(`0x${'00'.repeat(32)}`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.admin.revoke({ to: to(), channel: 'visit' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('error: a device cannot be enrolled again with other keys, nor by a request that somebody has changed', async () => {
    const request = await readEnrolmentRequest(station.stateDirectory);
    const bytes = Enrolment.encode(request);
    expect((await world.admin.devices.enrol(bytes, {})).id).toBe(station.id);
    const changed = Enrolment.encode({ ...request, name: 'station-9' });
    await expect(world.admin.devices.enrol(changed, {})).rejects.toMatchObject({ field: 'enrolment.proof' });
  });
});

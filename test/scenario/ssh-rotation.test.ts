import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import type { Issued } from '../../sdk/src/roles/admin/index.ts';
import { alarmsOf, type DeviceWorld, startDeviceWorld } from '../support/deviceWorld.ts';
import { hasSshd, openSession, type SshSession, ssh } from '../support/sshd.ts';
import { type SshPlace, startSshPlace, welcome } from '../support/sshStation.ts';

const denied = { status: 255, stdout: '', stderr: expect.stringContaining('Permission denied') };

describe.skipIf(!hasSshd)('a charging station’s sshd lives on what Gridseal delivers', () => {
  let world: DeviceWorld;
  let place: SshPlace;
  let session: SshSession;
  /** The first certificate, as somebody has copied it from the laptop. */
  let copied: string;
  let first: Issued;

  beforeAll(async () => {
    world = await startDeviceWorld();
    place = await startSshPlace(world);
    copied = path.join(world.directory, 'copied-cert.pub');
  }, 120_000);

  afterAll(async () => {
    session?.child.kill('SIGKILL');
    await place?.sshd.stop();
    await world?.stop();
  });

  const stillThere = async (word: string) => expect(await session.ask(word)).toBe(`got ${word}`);

  test('the technician has no certificate yet, and is not let in', async () => {
    expect(place.sshd.check()).toBeNull();
    expect(await ssh(place.login())).toMatchObject(denied);
  });

  test('she logs in with the certificate that her laptop has received, and stays logged in', async () => {
    first = await place.admit('users');
    copyFileSync(place.login().certificate as string, copied);
    expect(await ssh(place.login())).toMatchObject(welcome);
    expect(place.sshd.log()).toContain(`serial ${first.entry.serials[0]}`);
    session = openSession(place.login({ command: 'while read line; do echo "got $line"; done' }));
    await stillThere('one');
  });

  test('her laptop knows the station by its certificate, and believes no other name', async () => {
    const wrong = await ssh(place.login({ host: 'station-8.example' }));
    expect(wrong).toMatchObject({ status: 255, stderr: expect.stringContaining('Host key verification failed') });
    const elsewhere = await ssh(place.login({ host: 'station-7.elsewhere' }));
    expect(elsewhere).toMatchObject({ status: 255, stderr: expect.stringContaining('Host key verification failed') });
  });

  test('while the user authority rotates, both are trusted: nobody is locked out', async () => {
    await world.admin.sshAuthorities.create('users-2', randomBytes);
    await place.trust(['users', 'users-2']);
    expect(await ssh(place.login())).toMatchObject(welcome);
    await place.admit('users-2');
    expect(await ssh(place.login())).toMatchObject(welcome);
    expect(await ssh(place.login({ certificate: copied }))).toMatchObject(welcome);
    await stillThere('two');
  });

  test('the first certificate is revoked: once the list is there, the copy is refused, the new one is not', async () => {
    await world.admin.revoke({ to: { device: place.laptop.id }, channel: 'ssh-user', epoch: first.entry.epoch });
    await place.laptopDevice.poll();
    expect(await ssh(place.login())).toMatchObject(welcome);
    expect(await ssh(place.login({ certificate: copied }))).toMatchObject(welcome);
    await place.trust(['users', 'users-2'], first.entry.serials);
    expect(await ssh(place.login({ certificate: copied }))).toMatchObject(denied);
    expect(place.sshd.log()).toMatch(/revoked/);
    expect(await ssh(place.login())).toMatchObject(welcome);
    await stillThere('three');
  });

  test('the old authority is dropped: what it has signed opens nothing, revoked or not', async () => {
    const late = await world.admin.sshAuthorities.get('users');
    expect(late.name).toBe('users');
    await place.admit('users', 600, 'visit');
    const visit = path.join(place.laptop.root, 'visit', 'current', 'id_ed25519-cert.pub');
    expect(await ssh(place.login({ certificate: visit }))).toMatchObject(welcome);
    await place.trust(['users-2']);
    expect(await ssh(place.login({ certificate: visit }))).toMatchObject(denied);
    expect(await ssh(place.login())).toMatchObject(welcome);
    await stillThere('four');
  });

  test('the host’s certificate is renewed; sshd shows the new one after the reload', async () => {
    const file = path.join(place.station.root, 'ssh-host', 'current', 'ssh_host_ed25519_key-cert.pub');
    const before = readFileSync(file, 'utf8');
    await place.nameHost();
    const after = readFileSync(file, 'utf8');
    expect(after).not.toBe(before);
    const shown = execFileSync('ssh-keyscan', ['-c', '-T', '20', '-p', String(place.sshd.port), '127.0.0.1'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(shown).toContain(after.split(' ')[1]);
    expect(await ssh(place.login())).toMatchObject(welcome);
    await stillThere('five');
  });

  test('a configuration that sshd refuses is rolled back by its check, and the service goes on', async () => {
    const conf = path.join(place.station.root, 'sshd', 'current', '50-gridseal.conf');
    await place.configure('MaxAuthTries 4\n');
    expect(readFileSync(conf, 'utf8')).toBe('MaxAuthTries 4\n');
    const reloads = place.sshd.log().split('Received SIGHUP').length;
    const { events } = await place.configure('MaxAuthTries perhaps\n');
    expect(events).toMatchObject([{ type: 'refused', epoch: 2, code: 'INSTALL_ROLLED_BACK' }]);
    expect(readFileSync(conf, 'utf8')).toBe('MaxAuthTries 4\n');
    expect(place.sshd.log().split('Received SIGHUP').length).toBe(reloads);
    expect(place.sshd.check()).toBeNull();
    expect(await ssh(place.login())).toMatchObject(welcome);
    const next = await place.configure('MaxAuthTries 5\n');
    expect(alarmsOf(next)).toEqual([]);
    expect(readFileSync(conf, 'utf8')).toBe('MaxAuthTries 5\n');
    expect(await ssh(place.login())).toMatchObject(welcome);
  });

  test('the session that she opened at the beginning has survived all of it, and ends when she says so', async () => {
    await stillThere('six');
    session.child.stdin?.end();
    expect((await session.ended).status).toBe(0);
    expect(place.sshd.log().split('Received SIGHUP').length - 1).toBe(6);
  });
});

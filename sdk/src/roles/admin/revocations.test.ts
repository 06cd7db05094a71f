import { writeFileSync } from 'node:fs';
import path from 'node:path';
import 'reflect-metadata';
import { X509Crl } from '@peculiar/x509';
import { describe, expect, test } from 'vitest';
import { randomBytes as random } from '../../crypto/index.ts';
import { folder, issuedEntry, now, secretStore, validity } from './admin.fixtures.ts';
import { AdminHome } from './home.ts';
import { Revocations } from './revocations.ts';
import { SshAuthorities } from './sshAuthorities.ts';
import { TlsAuthorities } from './tlsAuthorities.ts';

async function setUp() {
  const home = folder();
  const { store } = await secretStore();
  const [ssh, tls] = [new SshAuthorities(store), new TlsAuthorities(store)];
  await ssh.create('users', random);
  await tls.create('users', { commonName: 'Users', ...validity, random });
  const revocations = new Revocations(new AdminHome(home));
  const serialsOf = async () => {
    const { entries } = new X509Crl(await revocations.crl(tls, 'users', validity));
    return entries.map(({ serialNumber }) => serialNumber);
  };
  return { home, ssh, tls, revocations, serialsOf };
}

describe('Revocations', () => {
  test('behavior: an empty list is a list', async () => {
    const { revocations, ssh, serialsOf } = await setUp();
    expect(await revocations.krl(ssh, now)).toMatchObject({ version: 0n, certificates: [] });
    expect(await serialsOf()).toEqual([]);
  });

  test('behavior: serials of SSH and of TLS authorities go onto lists of their own, also under one name', async () => {
    const { revocations, ssh, serialsOf } = await setUp();
    await revocations.revoke(issuedEntry({ serials: ['17', '4711'] }), now);
    await revocations.revoke(issuedEntry({ kind: 'tls', serials: [`0x40${'ab'.repeat(15)}`] }), now);
    const { version, certificates } = await revocations.krl(ssh, now);
    expect(version).toBe(2n);
    expect(certificates.map(({ serials }) => serials.map(({ from }) => from))).toEqual([[17n, 4711n]]);
    expect(await serialsOf()).toEqual([`40${'ab'.repeat(15)}`]);
  });

  test('behavior: revoking again changes nothing, and the version grows only with the list', async () => {
    const { revocations, ssh } = await setUp();
    for (let i = 0; i < 3; i++) await revocations.revoke(issuedEntry({ serials: ['17'] }), now);
    expect(await revocations.krl(ssh, now)).toMatchObject({
      version: 1n,
      certificates: [{ serials: [{ from: 17n }] }],
    });
  });

  test('behavior: what no authority has signed is on no list', async () => {
    const { revocations, ssh } = await setUp();
    await revocations.revoke(issuedEntry({ kind: 'files', issuer: null, serials: ['17'] }), now);
    expect(await revocations.krl(ssh, now)).toMatchObject({ version: 0n, certificates: [] });
  });

  test('behavior: what has ended by itself leaves the lists a day later, and no sooner', async () => {
    const { revocations, ssh } = await setUp();
    await revocations.revoke(issuedEntry({ serials: ['17'], notAfter: now }), now);
    await revocations.revoke(issuedEntry({ serials: ['18'], notAfter: now + 10 }), now);
    const listed = async (time: number) =>
      (await revocations.krl(ssh, time)).certificates.flatMap(({ serials }) => serials.map(({ from }) => from));
    expect(await listed(now + 86_400)).toEqual([17n, 18n]);
    expect(await listed(now + 86_401)).toEqual([18n]);
    expect(await listed(now + 86_411)).toEqual([]);
  });

  test('behavior: a list of an earlier version without TLS is read', async () => {
    const { revocations, ssh, home } = await setUp();
    const old = '{"ssh":[{"issuer":"users","serial":"5"}],"type":"gridseal/revocations/v1","version":7}';
    writeFileSync(path.join(home, 'revocations.json'), old);
    expect(await revocations.krl(ssh, now)).toMatchObject({ version: 7n, certificates: [{ serials: [{ from: 5n }] }] });
  });

  test.each([
    ['', 'revocations.json'],
    ['{"ssh":[],"type":"other","version":0}', 'revocations.json'],
    ['{"ssh":[{"issuer":"users","serial":"x"}],"type":"gridseal/revocations/v1","version":1}', 'revocations.json'],
    [
      '{"ssh":[],"tls":[{"issuer":"a","serial":"12","time":0}],"type":"gridseal/revocations/v1","version":1}',
      'revocations.json',
    ],
  ])('error: a damaged file stops everything, instead of un-revoking: %s', async (text, field) => {
    const { revocations, ssh, home } = await setUp();
    writeFileSync(path.join(home, 'revocations.json'), text);
    await expect(revocations.krl(ssh, now)).rejects.toMatchObject({ field: expect.stringContaining(field) });
    await expect(revocations.revoke(issuedEntry({ serials: ['1'] }), now)).rejects.toThrow();
  });

  test('error: an authority that is not there any more', async () => {
    const { revocations, ssh, tls } = await setUp();
    await revocations.revoke(issuedEntry({ issuer: 'gone', serials: ['1'] }), now);
    await expect(revocations.krl(ssh, now)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(revocations.crl(tls, 'gone', validity)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

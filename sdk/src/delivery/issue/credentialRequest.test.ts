import { describe, expect, test } from 'vitest';
import { utf8Decode } from '../../bytes/index.ts';
import {
  ed25519PrivateKey,
  parseCertificate,
  parsePrivateKey,
  sshSigner,
  verifyCertificate,
} from '../../credential/ssh/index.ts';
import { randomBytes as random } from '../../crypto/index.ts';
import { type CredentialRequest, makeCredential } from './credentialRequest.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';
import { deviceWith, now, validity } from './issue.fixtures.ts';

const ca = ed25519PrivateKey(random(32), 'users');
const authority = sshSigner(ca);
const bare = deviceWith('sign');
const sshKey = { use: 'sshUser', algorithm: 'Ed25519', publicKey: random(32) } as const;
const station: EnrolledDevice = { ...bare, enrolment: { ...bare.enrolment, keys: [sshKey] } };
const login = { kind: 'sshUser', authority, principals: ['technician'] } as const;

const make = (request: CredentialRequest, device = station) => makeCredential(request, device, { random, ...validity });

async function certificateOf(request: CredentialRequest) {
  const { files } = await make(request);
  const file = files.find(({ path }) => path.endsWith('-cert.pub'));
  return parseCertificate(utf8Decode(file?.content as Uint8Array));
}

describe('makeCredential', () => {
  test('behavior: certifies the device’s own SSH key: no private key travels', async () => {
    const { files, serials } = await make(login);
    expect(files.map(({ path }) => path)).toEqual(['id_ed25519-cert.pub']);
    const certificate = await certificateOf(login);
    expect(certificate).toMatchObject({ type: 'user', keyId: 'station-7', principals: ['technician'], ...validity });
    expect(verifyCertificate(certificate, { authorities: [ca.publicKey], time: now, type: 'user' }).valid).toBe(true);
    expect(serials).toHaveLength(1);
  });

  test('behavior: what servers log can be said otherwise, and a host’s certificate is a host’s', async () => {
    expect(await certificateOf({ ...login, keyId: 'service visit 4711' })).toMatchObject({
      keyId: 'service visit 4711',
    });
    const host = { ...station, enrolment: { ...station.enrolment, keys: [{ ...sshKey, use: 'sshHost' as const }] } };
    const { files } = await make({ kind: 'sshHost', authority, principals: ['station-7.example'] }, host);
    expect(files.map(({ path }) => path)).toEqual(['ssh_host_ed25519_key-cert.pub']);
  });

  test('behavior: a key that is made here travels with the files, for its owner alone', async () => {
    const { files } = await make({ ...login, keys: 'server' }, bare);
    expect(files.map(({ path, mode }) => `${path} ${mode}`)).toEqual([
      'id_ed25519 0600',
      'id_ed25519.pub 0644',
      'id_ed25519-cert.pub 0644',
    ]);
    expect(parsePrivateKey(utf8Decode(files[0]?.content as Uint8Array)).publicKey).toBeTruthy();
  });

  test('behavior: files as they are', async () => {
    const content = Uint8Array.of(7);
    const { files } = await make({ kind: 'files', files: [{ path: 'api.token', content }] });
    expect(files).toMatchObject([{ path: 'api.token', mode: '0600', content }]);
  });

  test('error: a device that enrolled no key of this use', async () => {
    await expect(make(login, bare)).rejects.toMatchObject({ code: 'NOT_FOUND', field: `device ${bare.id}` });
    const host = { kind: 'sshHost', authority, principals: ['a.example'] } as const;
    await expect(make(host)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each<[string, CredentialRequest]>([
    ['principals', { ...login, principals: [] }],
    ['principals', { ...login, principals: ['a,b'] }],
    ['files', { kind: 'files', files: [] }],
    ['files[0].path', { kind: 'files', files: [{ path: '../x', content: Uint8Array.of(1) }] }],
    ['files[0].mode', { kind: 'files', files: [{ path: 'x', mode: '9999', content: Uint8Array.of(1) }] }],
  ])('error: %s', async (field, request) => {
    await expect(make(request)).rejects.toMatchObject({ code: 'ARGUMENT', field: expect.stringContaining(field) });
  });
});

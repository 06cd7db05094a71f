import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTlsAuthority, createTlsRequest, generateTlsKeys } from '../../credential/tls/index.ts';
import { randomBytes as random } from '../../crypto/index.ts';
import { deviceWith, validity } from './issue.fixtures.ts';
import { makeTlsCredential, type TlsCredentialRequest } from './tlsCredential.ts';

const names = { dns: ['station-7.example'] };

async function make(change: Partial<TlsCredentialRequest> = {}, device = deviceWith()) {
  const keys = await generateTlsKeys('P-256');
  const authority = await createTlsAuthority({ commonName: 'Services', keys, ...validity, random });
  const request = { kind: 'tls', authority, names, ...change } as const;
  const credential = await makeTlsCredential(request, device, { random, ...validity });
  const file = (path: string) => credential.files.find((candidate) => candidate.path === path)?.content;
  return { credential, file, leaf: new X509Certificate(Buffer.from(file('tls.crt') as Uint8Array)), device };
}

describe('makeTlsCredential', () => {
  test('behavior: certifies the enrolled key, and no private key travels', async () => {
    const { credential, leaf, device } = await make();
    const { x, y } = leaf.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([
      Buffer.of(4),
      Buffer.from(x as string, 'base64url'),
      Buffer.from(y as string, 'base64url'),
    ]);
    expect(new Uint8Array(point)).toEqual(device.enrolment.keys[0]?.publicKey);
    expect(credential.files.map(({ path }) => path)).toEqual(['tls.crt', 'tls-ca.crt']);
    expect(credential.serials).toEqual([`0x${leaf.serialNumber.toLowerCase()}`]);
  });

  test('behavior: certifies the key of a signing request, for the names that it asks for', async () => {
    const keys = await generateTlsKeys('Ed25519');
    const allowed = { dns: ['station-7.example', 'other.example'] };
    const { leaf, credential } = await make({ names: allowed, request: await createTlsRequest(keys, names) });
    expect(leaf.subjectAltName).toBe('DNS:station-7.example');
    expect(leaf.publicKey.asymmetricKeyType).toBe('ed25519');
    expect(credential.files).toHaveLength(2);
  });

  test('behavior: a key that is made here comes with the certificate, for its owner alone', async () => {
    const { credential } = await make({ keys: 'server', usages: ['client'], commonName: 'Station 7' });
    expect(credential.files.map(({ path, mode }) => `${path} ${mode}`)).toContain('tls.key 0600');
  });

  test('behavior: a key that is made here, of the algorithm that is asked for', async () => {
    const { leaf } = await make({ keys: 'server', algorithm: 'ML-DSA-65' });
    expect(leaf.publicKey.asymmetricKeyType).toBe('ml-dsa-65');
    await expect(make({ algorithm: 'ML-DSA-65' })).rejects.toMatchObject({ code: 'ARGUMENT', field: 'algorithm' });
  });

  test('attack: a signing request that asks for another’s name', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('P-256'), { dns: ['billing.example'] });
    await expect(make({ request: pem })).rejects.toMatchObject({ code: 'VERIFICATION', field: 'request.dns[0]' });
  });

  test('attack: a signing request whose signature is of another key', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('P-256'), names);
    const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64');
    der[der.length - 1] = (der[der.length - 1] as number) ^ 1;
    const broken = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    await expect(make({ request: broken })).rejects.toMatchObject({ field: 'request' });
  });

  test('error: no enrolled key, a request together with a key from here', async () => {
    await expect(make({}, deviceWith('sign'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(make({ keys: 'server', request: 'x' })).rejects.toMatchObject({ code: 'ARGUMENT', field: 'request' });
    await expect(make({ request: 'x' })).rejects.toMatchObject({ code: 'DECODE', field: 'request' });
  });

  test('error: no name, a name that is none, no usage', async () => {
    await expect(make({ names: {} })).rejects.toMatchObject({ field: 'names' });
    await expect(make({ names: { dns: ['a b'] } })).rejects.toMatchObject({ field: 'dns[0]' });
    await expect(make({ usages: [] })).rejects.toMatchObject({ field: 'usages' });
  });
});

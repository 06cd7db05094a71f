import { createServer, connect as tlsConnect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { createTlsAuthority, ownCertificate } from './authority.ts';
import type { IssueTlsOptions } from './issue.ts';
import { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
import { createTlsRequest, verifyTlsRequest } from './request.ts';
import { authorities, issue, names, now, random, text, validity } from './tls.fixtures.ts';

describe('certificates', () => {
  test('behavior: from a verified request only certificates travel', async () => {
    const { issuing } = await authorities();
    const pem = await createTlsRequest(await generateTlsKeys('P-256'), names);
    const verified = await verifyTlsRequest(pem, names);
    expect(verified).toMatchObject({ algorithm: 'P-256', names: { ...names, uri: [] } });
    const credential = await issue(
      { key: { publicKey: verified.publicKey }, names: verified.names, path: 'api/tls' },
      issuing,
    );
    expect(credential.files.map((file) => [file.path, file.mode])).toEqual([
      ['api/tls.crt', '0644'],
      ['api/tls-ca.crt', '0644'],
    ]);
    expect(credential.serials[0]).toMatch(/^0x[4-7][0-9a-f]{31}$/);
  });

  test('behavior: a key made by the authority comes with mode 0600', async () => {
    const credential = await issue();
    expect(credential.files.map((file) => [file.path, file.mode])).toContainEqual(['tls.key', '0600']);
    const key = await parseTlsPrivateKey(text(credential, 'tls.key'), 'P-256');
    expect(await formatTlsPrivateKey(key)).toBe(text(credential, 'tls.key'));
  });

  test.each<[string, Partial<IssueTlsOptions>]>([
    ['names', { names: {} }],
    ['dns[0]', { names: { dns: ['UPPER.example'] } }],
    ['dns[0]', { names: { dns: ['a b'] } }],
    ['dns[1]', { names: { dns: ['ok', 'a.*.b'] } }],
    ['dns[0]', { names: { dns: ['$(id).example'] } }],
    ['dns[0]', { names: { dns: [`${'a'.repeat(64)}.example`] } }],
    ['ip[0]', { names: { ip: ['256.0.0.1'] } }],
    ['ip[0]', { names: { ip: ['1.2.3'] } }],
    ['ip[0]', { names: { ip: ['::1]/x'] } }],
    ['uri[0]', { names: { uri: ['no scheme'] } }],
    ['commonName', { commonName: '' }],
    ['commonName', { commonName: 'a\nb' }],
    ['commonName', { commonName: 'a'.repeat(65) }],
    ['notAfter', { notAfter: now + 1_000_000 }],
    ['notBefore', { notBefore: now - 1_000_000 }],
    ['serial', { serial: '00' }],
    ['serial', { serial: 'ff' }],
    ['serial', { serial: '../x' }],
    ['usages', { usages: [] }],
    ['key.publicKey', { key: { publicKey: new Uint8Array(60) } }],
    ['files[0].path', { path: '../tls' }],
  ])('error: %s that cannot be right', async (field, change) => {
    const attempt = issue(change);
    await expect(attempt).rejects.toThrow(ArgumentError);
    await expect(attempt).rejects.toMatchObject({ field });
  });

  test('error: a common name is a text, not a list of names', async () => {
    const certificate = await createTlsAuthority({
      commonName: 'A, O=Bank+CN=B',
      keys: await generateTlsKeys('P-256'),
      ...validity,
      random,
    });
    expect(ownCertificate(certificate).subjectName.toJSON()).toEqual([{ CN: ['A, O=Bank+CN=B'] }]);
  });

  test('error: keys of RSA or other curves', async () => {
    const rsa = {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    };
    const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
    await expect(issue({ key: { keys } })).rejects.toMatchObject({ field: 'key.keys' });
    const curve = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, true, ['sign', 'verify']);
    await expect(createTlsRequest(curve, names)).rejects.toMatchObject({ field: 'keys' });
    await expect(createTlsAuthority({ commonName: 'x', keys: curve, ...validity, random })).rejects.toMatchObject({
      field: 'keys',
    });
  });

  test('error: a private key that is broken says nothing of itself', async () => {
    const pem = await formatTlsPrivateKey((await generateTlsKeys('P-256')).privateKey);
    for (const broken of [
      '',
      pem.slice(0, 100),
      `${pem}${pem}`,
      pem.replace('PRIVATE', 'PUBLIC'),
      pem.replace('MI', 'MA'),
    ]) {
      await expect(parseTlsPrivateKey(broken, 'P-256')).rejects.toThrow(/^privateKey: [A-Za-z0-9 ,-]{1,70}$/);
    }
    await expect(parseTlsPrivateKey(pem, 'Ed25519')).rejects.toThrow(DecodeError);
  });
});

describe('a TLS connection', () => {
  test.each<TlsAlgorithm>(['P-256', 'Ed25519', 'ML-DSA-65'])(
    'behavior: both sides authenticate with %s',
    async (algorithm) => {
      const { issuing } = await authorities(algorithm);
      const keys = await generateTlsKeys(algorithm);
      const credential = await issue({ key: { keys }, names: { dns: ['station-7.example'] } }, issuing);
      const own = {
        key: text(credential, 'tls.key'),
        cert: text(credential, 'tls.crt'),
        ca: text(credential, 'tls-ca.crt'),
      };
      const server = createServer({ ...own, requestCert: true, rejectUnauthorized: true }, (socket) =>
        socket.end('welcome'),
      );
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      const connect = (servername: string) =>
        new Promise<string>((resolve, reject) => {
          const socket = tlsConnect({ ...own, port, host: '127.0.0.1', servername });
          socket.once('data', (data) => resolve(data.toString()));
          socket.once('error', reject);
        });
      expect(await connect('station-7.example')).toBe('welcome');
      await expect(connect('station-8.example')).rejects.toThrow(/does not match/);
    },
  );
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, connect as tlsConnect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomBytes } from '../../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import type { Credential } from '../credential.ts';
import type { TlsAlgorithm } from './algorithms.ts';
import { createTlsAuthority, ownCertificate, type TlsAuthority } from './authority.ts';
import { type IssueTlsOptions, issueTls } from './issue.ts';
import { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
import { createTlsRequest, type VerifiedTlsRequest, verifyTlsRequest } from './request.ts';
import { issueTlsRevocations } from './revocation.ts';
import { Extension, Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from './x509.ts';

const random = randomBytes;
const now = Math.floor(Date.now() / 1000);
const validity = { notBefore: now - 60, notAfter: now + 3600 };
const names = { dns: ['station-7.example', '*.station-7.example'], ip: ['192.0.2.7', '2001:db8::7'] };
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const text = (credential: Credential, path: string) =>
  new TextDecoder().decode(credential.files.find((file) => file.path === path)?.content);

async function authorities(algorithm: TlsAlgorithm = 'P-256') {
  const long = { notBefore: now - 3600, notAfter: now + 86_400 };
  const rootKeys = await generateTlsKeys(algorithm);
  const root = await createTlsAuthority({ commonName: 'Root', keys: rootKeys, pathLength: 1, ...long, random });
  const keys = await generateTlsKeys(algorithm);
  return { root, issuing: await createTlsAuthority({ commonName: 'Issuing', keys, issuer: root, ...long, random }) };
}

async function issue(change: Partial<IssueTlsOptions> = {}, authority?: TlsAuthority): Promise<Credential> {
  const keys = await generateTlsKeys('P-256');
  return issueTls({
    authority: authority ?? (await authorities()).issuing,
    key: { keys },
    names,
    ...validity,
    random,
    ...change,
  });
}

function openssl(files: Record<string, string>, ...args: string[]): { status: number | null; out: string } {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-tls-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' });
    return { status, out: `${stdout}${stderr}` };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

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

describe('requests', () => {
  test('error: a name that the device may not have', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('Ed25519'), names);
    const attempt = verifyTlsRequest(pem, { dns: ['station-7.example'], ip: names.ip });
    await expect(attempt).rejects.toThrow(VerificationError);
    await expect(attempt).rejects.toMatchObject({ field: 'request.dns[1]' });
    await expect(verifyTlsRequest(pem, {})).rejects.toMatchObject({ field: 'request.dns[0]' });
  });

  test('error: no proof of possession: each byte changed', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('P-256'), { dns: ['a.example'] });
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const toPem = (bytes: Uint8Array) =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    expect((await verifyTlsRequest(toPem(der), { dns: ['a.example'] })).algorithm).toBe('P-256');
    // SEQUENCE (3 bytes of header) of the signed SEQUENCE (3 bytes of header, or 2) and its signature.
    const signedSize = 3 + (der[4] === 0x81 ? 3 + (der[5] as number) : 2 + (der[4] as number));
    const publicKey = Buffer.from((await verifyTlsRequest(toPem(der), { dns: ['a.example'] })).publicKey.rawData);
    for (let i = 0; i < der.length; i++) {
      const changed = Uint8Array.from(der);
      changed[i] = (changed[i] as number) ^ 1;
      const result = await verifyTlsRequest(toPem(changed), { dns: ['a.example'] }).catch((error: unknown) => error);
      // Outside of what is signed, a few bits are ignored by the parser; what is read never differs.
      if (result instanceof Error) expect(result).toBeInstanceOf(BaseError);
      else
        expect([i >= signedSize, Buffer.from((result as VerifiedTlsRequest).publicKey.rawData)], `byte ${i}`).toEqual([
          true,
          publicKey,
        ]);
      await expect(verifyTlsRequest(toPem(der.subarray(0, i)), { dns: ['a.example'] })).rejects.toThrow(DecodeError);
    }
    await expect(verifyTlsRequest(toPem(Buffer.concat([der, Buffer.of(0)])), names)).rejects.toThrow(/its own length/);
    await expect(verifyTlsRequest(pem + pem, names)).rejects.toThrow(/not one certificate request/);
    await expect(verifyTlsRequest(`x${pem}`, names)).rejects.toThrow(DecodeError);
  });

  test('error: asks to be an authority, for other kinds of names, or for none', async () => {
    const keys = await generateTlsKeys('P-256');
    const make = (extensions: Extension[]) =>
      Pkcs10CertificateRequestGenerator.create({
        keys,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        extensions,
      });
    const dns = new SubjectAlternativeNameExtension([{ type: 'dns', value: 'a.example' }]);
    const authority = new Extension('2.5.29.19', true, Uint8Array.of(0x30, 0x03, 0x01, 0x01, 0xff));
    const email = new SubjectAlternativeNameExtension([
      { type: 'dns', value: 'a.example' },
      { type: 'email', value: 'a@b' },
    ]);
    for (const extensions of [[dns, authority], [email], [], [dns, dns]]) {
      const attempt = verifyTlsRequest((await make(extensions)).toString('pem'), { dns: ['a.example'] });
      await expect(attempt).rejects.toThrow(DecodeError);
      await expect(attempt).rejects.toMatchObject({ field: 'request.extensions' });
    }
  });
});

describe.skipIf(!hasOpenssl)('against openssl', () => {
  test.each<TlsAlgorithm>(['P-256', 'P-384', 'Ed25519'])(
    'behavior: verify -x509_strict accepts a chain of %s',
    async (algorithm) => {
      const { root, issuing } = await authorities(algorithm);
      const keys = await generateTlsKeys(algorithm);
      for (const change of [{}, { commonName: 'Station 7' }]) {
        const credential = await issue({ key: { keys }, ...change }, issuing);
        const files = { leaf: text(credential, 'tls.crt'), chain: issuing.chain[0] ?? '', root: root.chain[0] ?? '' };
        for (const purpose of ['sslserver', 'sslclient']) {
          const { out } = openssl(
            files,
            'verify',
            '-x509_strict',
            '-purpose',
            purpose,
            '-verify_hostname',
            'station-7.example',
            '-CAfile',
            'root',
            '-untrusted',
            'chain',
            'leaf',
          );
          expect(out).toBe('leaf: OK\n');
        }
        expect(
          openssl(
            files,
            'verify',
            '-x509_strict',
            '-verify_ip',
            '192.0.2.7',
            '-CAfile',
            'root',
            '-untrusted',
            'chain',
            'leaf',
          ).status,
        ).toBe(0);
        expect(
          openssl(
            files,
            'verify',
            '-verify_hostname',
            'other.example',
            '-CAfile',
            'root',
            '-untrusted',
            'chain',
            'leaf',
          ).status,
        ).toBe(2);
      }
    },
  );

  test('error: a leaf is no authority, and an authority below path length 0 is none either', async () => {
    const { root, issuing } = await authorities();
    const keys = await generateTlsKeys('P-256');
    const below = await createTlsAuthority({ commonName: 'Below', keys, issuer: issuing, ...validity, random });
    const credential = await issue({}, below);
    const files = { leaf: text(credential, 'tls.crt'), chain: below.chain.join(''), root: root.chain[0] ?? '' };
    expect(openssl(files, 'verify', '-x509_strict', '-CAfile', 'root', '-untrusted', 'chain', 'leaf').out).toContain(
      'path length',
    );
  });

  test('behavior: a usage that was not given is refused', async () => {
    const { root, issuing } = await authorities();
    const credential = await issue({ usages: ['client'] }, issuing);
    const files = { leaf: text(credential, 'tls.crt'), chain: issuing.chain[0] ?? '', root: root.chain[0] ?? '' };
    const verify = (purpose: string) =>
      openssl(files, 'verify', '-purpose', purpose, '-CAfile', 'root', '-untrusted', 'chain', 'leaf').status;
    expect([verify('sslclient'), verify('sslserver')]).toEqual([0, 2]);
  });

  test('behavior: the requests of openssl are verified, ours are by openssl', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gridseal-tls-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const pem = execFileSync(
      'openssl',
      [
        'req',
        '-new',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        'k',
        '-subj',
        '/CN=x',
        '-addext',
        'subjectAltName=DNS:a.example,IP:192.0.2.1',
      ],
      { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    expect((await verifyTlsRequest(pem, { dns: ['a.example'], ip: ['192.0.2.1'] })).names).toEqual({
      dns: ['a.example'],
      ip: ['192.0.2.1'],
      uri: [],
    });
    const ours = await createTlsRequest(await generateTlsKeys('P-384'), names);
    const { out } = openssl({ r: ours }, 'req', '-in', 'r', '-verify', '-noout', '-text');
    expect(out).toContain('DNS:station-7.example');
    expect(out).toMatch(/verify OK/i);
  });

  test('behavior: a revocation list refuses what it names, and nothing else', async () => {
    const { root, issuing } = await authorities();
    const [bad, good] = [await issue({}, issuing), await issue({}, issuing)];
    const list = async (authority: TlsAuthority, revoked: string[]) =>
      issueTlsRevocations({
        authority,
        number: 300,
        ...validity,
        revoked: revoked.map((serial) => ({ serial, time: now, reason: 'keyCompromise' })),
      });
    const crls = (await list(issuing, [...bad.serials])) + (await list(root, []));
    const verify = (credential: Credential) =>
      openssl(
        { leaf: text(credential, 'tls.crt'), chain: issuing.chain[0] ?? '', root: root.chain[0] ?? '', crls },
        'verify',
        '-x509_strict',
        '-crl_check_all',
        '-CRLfile',
        'crls',
        '-CAfile',
        'root',
        '-untrusted',
        'chain',
        'leaf',
      );
    expect(verify(bad).out).toContain('certificate revoked');
    expect(verify(good).out).toBe('leaf: OK\n');
    await expect(list(issuing, ['xyz'])).rejects.toMatchObject({ field: 'revoked[0].serial' });
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

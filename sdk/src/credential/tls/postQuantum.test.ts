import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, connect as tlsConnect } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl35, openssl35 } from '../../../../test/support/openssl35.ts';
import { ArgumentError, BaseError, VerificationError } from '../../errors/index.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { certifyTlsAuthority, createTlsAuthority, type TlsAuthority } from './authority.ts';
import { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
import { createTlsRequest, verifyTlsAuthorityRequest, verifyTlsRequest } from './request.ts';
import { issueTlsRevocations } from './revocation.ts';
import { authorities, issue, names, now, random, recentOpenssl, text, validity } from './tls.fixtures.ts';

const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'station-7.example'];
const chainFiles = ['-CAfile', 'root', '-untrusted', 'chain', 'leaf'];

async function filesOf(issuing: TlsAuthority, leafAlgorithm: TlsAlgorithm) {
  const credential = await issue({ key: { keys: await generateTlsKeys(leafAlgorithm) } }, issuing);
  const chain = issuing.chain.slice(0, -1).join('');
  return { leaf: text(credential, 'tls.crt'), chain, root: issuing.chain.at(-1) ?? '' };
}

describe.skipIf(!hasOpenssl35)('against OpenSSL 3.5', () => {
  test.each<[root: TlsAlgorithm, issuing: TlsAlgorithm, leaf: TlsAlgorithm]>([
    ['ML-DSA-44', 'ML-DSA-44', 'ML-DSA-44'],
    ['ML-DSA-65', 'ML-DSA-65', 'ML-DSA-65'],
    ['ML-DSA-87', 'ML-DSA-87', 'ML-DSA-87'],
    ['SLH-DSA-SHA2-128s', 'ML-DSA-65', 'ML-DSA-65'],
    ['SLH-DSA-SHA2-128s', 'ML-DSA-65', 'P-256'],
    ['SLH-DSA-SHA2-128s', 'SLH-DSA-SHA2-128s', 'ML-DSA-44'],
    ['P-384', 'ML-DSA-87', 'Ed25519'],
  ])('behavior: verify -x509_strict accepts %s over %s over %s', async (root, issuing, leaf) => {
    const files = await filesOf((await authorities(issuing, root)).issuing, leaf);
    expect(recentOpenssl(files, ...strict, ...chainFiles).out).toBe('leaf: OK\n');
    expect(recentOpenssl(files, ...strict.slice(0, -1), 'other.example', ...chainFiles).status).toBe(2);
  });

  test('error: a chain below another root of the same name', async () => {
    const [one, other] = [await authorities('ML-DSA-44'), await authorities('ML-DSA-44')];
    const files = { ...(await filesOf(one.issuing, 'ML-DSA-44')), root: other.root.chain[0] ?? '' };
    expect(recentOpenssl(files, ...strict, ...chainFiles).status).toBe(2);
  });

  test('behavior: an authority of domains certifies these alone', async () => {
    const terms = { ...validity, random, pathLength: 0, nameConstraints: { dns: ['station-7.example'] } };
    const keys = await generateTlsKeys('ML-DSA-65');
    const root = await createTlsAuthority({ commonName: 'Constrained', keys, ...terms });
    const verify = async (change: object) => {
      const credential = await issue({ key: { keys: await generateTlsKeys('ML-DSA-65') }, ...change }, root);
      const files = { leaf: text(credential, 'tls.crt'), root: root.chain[0] ?? '' };
      return recentOpenssl(files, 'verify', '-x509_strict', '-CAfile', 'root', 'leaf').out;
    };
    expect(await verify({ names: { dns: ['station-7.example', 'api.station-7.example'] } })).toBe('leaf: OK\n');
    expect(await verify({ names: { dns: ['station-8.example'] } })).toContain('permitted subtree violation');
    expect(await verify({ names: { dns: ['station-7.example'], ip: ['192.0.2.7'] } })).toContain('excluded subtree');
    expect(await verify({ names: { dns: ['station-7.example'], ip: ['2001:db8::7'] } })).toContain('excluded subtree');
    for (const dns of [[], ['*.example'], ['A'], ['a b']]) {
      const attempt = createTlsAuthority({ commonName: 'x', keys, ...terms, nameConstraints: { dns } });
      await expect(attempt).rejects.toThrow(ArgumentError);
    }
  });

  test('behavior: times are written as RFC 5280 wants them before and after 2050', async () => {
    const keys = await generateTlsKeys('ML-DSA-44');
    const long = { notBefore: now - 60, notAfter: Date.UTC(2061, 4, 6, 7, 8, 9) / 1000 };
    const root = await createTlsAuthority({ commonName: 'Long', keys, ...long, random });
    const { out } = recentOpenssl({ root: root.chain[0] ?? '' }, 'asn1parse', '-in', 'root');
    expect(out).toMatch(/UTCTIME +:\d{12}Z\n.*GENERALIZEDTIME +:20610506070809Z/);
    expect(
      recentOpenssl({ root: root.chain[0] ?? '' }, 'verify', '-x509_strict', '-CAfile', 'root', 'root').status,
    ).toBe(0);
  });

  test.each<TlsAlgorithm>(['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87', 'SLH-DSA-SHA2-128s'])(
    'behavior: requests and keys of %s go both ways',
    async (algorithm) => {
      const directory = mkdtempSync(join(tmpdir(), 'gridseal-pq-'));
      onTestFinished(() => rmSync(directory, { recursive: true }));
      const [key, csr] = [join(directory, 'key.pem'), join(directory, 'csr.pem')];
      const made = ['req', '-new', '-newkey', algorithm, '-nodes', '-keyout', key, '-out', csr, '-subj', '/CN=x'];
      expect(recentOpenssl({}, ...made, '-addext', 'subjectAltName=DNS:a.example').status).toBe(0);
      const pem = readFileSync(csr, 'utf8');
      const verified = await verifyTlsRequest(pem, { dns: ['a.example'] });
      expect(verified).toMatchObject({ algorithm, names: { dns: ['a.example'] } });
      const ours = await parseTlsPrivateKey(readFileSync(key, 'utf8'), algorithm);
      const written = await formatTlsPrivateKey(ours);
      const files = { ours: written, theirs: readFileSync(key, 'utf8') };
      const publicKey = (file: string) => recentOpenssl(files, 'pkey', '-in', file, '-pubout').out;
      expect(publicKey('ours')).toBe(publicKey('theirs'));
      const request = await createTlsRequest(await generateTlsKeys(algorithm), names);
      expect(recentOpenssl({ request }, 'req', '-in', 'request', '-verify', '-noout').out).toMatch(/verify OK/i);
    },
  );

  test('behavior: an authority whose key is elsewhere is certified from the request of openssl', async () => {
    const { root } = await authorities('ML-DSA-65', 'SLH-DSA-SHA2-128s');
    const directory = mkdtempSync(join(tmpdir(), 'gridseal-pq-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const [key, csr] = [join(directory, 'key.pem'), join(directory, 'csr.pem')];
    recentOpenssl({}, 'req', '-new', '-newkey', 'ML-DSA-87', '-nodes', '-keyout', key, '-out', csr, '-subj', '/CN=x');
    const { publicKey, algorithm } = await verifyTlsAuthorityRequest(readFileSync(csr, 'utf8'));
    expect(algorithm).toBe('ML-DSA-87');
    const chain = await certifyTlsAuthority({ issuer: root, publicKey, commonName: 'Plant 2', ...validity, random });
    const privateKey = await parseTlsPrivateKey(readFileSync(key, 'utf8'), algorithm);
    const files = await filesOf({ chain, privateKey }, 'ML-DSA-44');
    expect(recentOpenssl(files, ...strict, ...chainFiles).out).toBe('leaf: OK\n');
  });

  test('behavior: a revocation list signed with ML-DSA refuses what it names', async () => {
    const { root } = await authorities('ML-DSA-65');
    const credential = await issue({ key: { keys: await generateTlsKeys('ML-DSA-65') } }, root);
    const list = (revoked: readonly string[]) =>
      issueTlsRevocations({
        authority: root,
        number: 1,
        ...validity,
        revoked: revoked.map((serial) => ({ serial, time: now })),
      });
    const verify = (crl: string) =>
      recentOpenssl(
        { leaf: text(credential, 'tls.crt'), root: root.chain[0] ?? '', crl },
        ...['verify', '-x509_strict', '-crl_check', '-CRLfile', 'crl', '-CAfile', 'root', 'leaf'],
      ).out;
    expect(verify(await list([]))).toBe('leaf: OK\n');
    expect(verify(await list(credential.serials))).toContain('certificate revoked');
  });
});

describe('post-quantum keys', () => {
  test('behavior: ML-DSA keys are stored as their seed (RFC 9881, section 6)', async () => {
    const { privateKey } = await generateTlsKeys('ML-DSA-65');
    const pem = await formatTlsPrivateKey(privateKey);
    expect(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64').length).toBe(54);
    expect(await formatTlsPrivateKey(await parseTlsPrivateKey(pem, 'ML-DSA-65'))).toBe(pem);
  });

  test('error: no proof of possession: bytes of the request changed', async () => {
    for (const algorithm of ['ML-DSA-44', 'SLH-DSA-SHA2-128s'] as const) {
      const pem = await createTlsRequest(await generateTlsKeys(algorithm), { dns: ['a.example'] });
      const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
      for (let at = 0; at < der.length; at += 97) {
        const changed = Uint8Array.from(der);
        changed[at] = (changed[at] as number) ^ 1;
        const body = Buffer.from(changed).toString('base64');
        const broken = `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----\n`;
        await expect(verifyTlsRequest(broken, { dns: ['a.example'] }), `byte ${at}`).rejects.toThrow(BaseError);
        await expect(verifyTlsAuthorityRequest(broken), `byte ${at}`).rejects.toThrow(BaseError);
      }
      await expect(verifyTlsAuthorityRequest('')).rejects.toMatchObject({ field: 'request' });
    }
  });

  test('error: another’s key under the signature of one’s own', async () => {
    const [mine, theirs] = [await generateTlsKeys('ML-DSA-44'), await generateTlsKeys('ML-DSA-44')];
    const mixed = { publicKey: theirs.publicKey, privateKey: mine.privateKey };
    const pem = await createTlsRequest(mixed, { dns: ['a.example'] });
    await expect(verifyTlsRequest(pem, { dns: ['a.example'] })).rejects.toThrow(VerificationError);
    await expect(verifyTlsAuthorityRequest(pem)).rejects.toThrow(VerificationError);
  });

  test('error: an SLH-DSA key is for authorities, not for TLS', async () => {
    const keys = await generateTlsKeys('SLH-DSA-SHA2-128s');
    await expect(issue({ key: { keys } })).rejects.toMatchObject({ field: 'key.keys' });
    const { publicKey } = await verifyTlsRequest(await createTlsRequest(keys, { dns: ['a'] }), { dns: ['a'] });
    await expect(issue({ key: { publicKey } })).rejects.toMatchObject({ field: 'key.publicKey' });
  });

  test('error: a private key of another algorithm, or cut, says nothing of itself', async () => {
    const pem = await formatTlsPrivateKey((await generateTlsKeys('SLH-DSA-SHA2-128s')).privateKey);
    await expect(parseTlsPrivateKey(pem, 'ML-DSA-65')).rejects.toThrow(/^privateKey: [A-Za-z0-9 ,-]{1,70}$/);
    const seed = await formatTlsPrivateKey((await generateTlsKeys('ML-DSA-44')).privateKey);
    await expect(parseTlsPrivateKey(seed, 'ML-DSA-65')).rejects.toThrow(/^privateKey: [A-Za-z0-9 ,-]{1,70}$/);
    await expect(parseTlsPrivateKey(`${seed.slice(0, 60)}\n-----END PRIVATE KEY-----\n`, 'ML-DSA-44')).rejects.toThrow(
      BaseError,
    );
  });
});

describe('a post-quantum TLS 1.3 connection', () => {
  test('behavior: ML-DSA-65 below an SLH-DSA root, with X25519MLKEM768, both sides authenticated', async () => {
    const { issuing } = await authorities('ML-DSA-65', 'SLH-DSA-SHA2-128s');
    const credential = await issue(
      { key: { keys: await generateTlsKeys('ML-DSA-65') }, names: { dns: ['station-7.example'] } },
      issuing,
    );
    const own = {
      key: text(credential, 'tls.key'),
      cert: text(credential, 'tls.crt'),
      ca: text(credential, 'tls-ca.crt'),
      minVersion: 'TLSv1.3',
      ecdhCurve: 'X25519MLKEM768',
      sigalgs: 'mldsa65',
    } as const;
    const server = createServer({ ...own, requestCert: true, rejectUnauthorized: true }, (socket) => socket.end('hi'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const connect = (change: object) =>
      new Promise<string>((resolve, reject) => {
        const socket = tlsConnect({ ...own, port, host: '127.0.0.1', servername: 'station-7.example', ...change });
        socket.once('data', (data) => {
          resolve(`${socket.getProtocol()} ${socket.getPeerX509Certificate()?.publicKey.asymmetricKeyType} ${data}`);
        });
        socket.once('error', reject);
      });
    expect(await connect({})).toBe('TLSv1.3 ml-dsa-65 hi');
    await expect(connect({ servername: 'station-8.example' })).rejects.toThrow(/does not match/);
    // Downgrade: a client that has only classical key exchange or signatures gets no connection.
    await expect(connect({ ecdhCurve: 'X25519' })).rejects.toThrow(/alert|handshake/i);
    await expect(connect({ sigalgs: 'ecdsa_secp256r1_sha256' })).rejects.toThrow();
  });

  test.skipIf(!hasOpenssl35)('behavior: the client of OpenSSL 3.5 connects to a server of Node', async () => {
    const { root, issuing } = await authorities('ML-DSA-65', 'SLH-DSA-SHA2-128s');
    const key = { keys: await generateTlsKeys('ML-DSA-65') };
    const credential = await issue({ key, names: { dns: ['station-7.example'] } }, issuing);
    const server = createServer({ key: text(credential, 'tls.key'), cert: text(credential, 'tls.crt') }, (socket) =>
      socket.resume(),
    );
    server.on('tlsClientError', () => undefined);
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const folder = mkdtempSync(join(tmpdir(), 'gridseal-pq-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'root.pem'), root.chain[0] ?? '');
    const connect = (name: string) => {
      const verify = ['-CAfile', join(folder, 'root.pem'), '-verify_return_error', '-verify_hostname', name];
      const to = ['-connect', `127.0.0.1:${port}`, '-servername', name, '-groups', 'X25519MLKEM768', '-brief'];
      // Not in the same thread as the server: that would wait for itself.
      const client = promisify(execFile)(openssl35 ?? 'openssl', ['s_client', ...to, ...verify], { encoding: 'utf8' });
      // It hangs up when there is nothing more to send.
      client.child.stdin?.end();
      return client;
    };
    const { stderr } = await connect('station-7.example');
    expect(stderr).toMatch(/TLSv1\.3[\s\S]*mldsa65[\s\S]*Verification: OK[\s\S]*X25519MLKEM768/);
    await expect(connect('station-8.example')).rejects.toThrow(/hostname mismatch/i);
  });
});

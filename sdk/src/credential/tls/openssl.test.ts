import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Credential } from '../credential.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { createTlsAuthority, type TlsAuthority } from './authority.ts';
import { generateTlsKeys } from './keys.ts';
import { createTlsRequest, verifyTlsRequest } from './request.ts';
import { issueTlsRevocations } from './revocation.ts';
import { authorities, hasOpenssl, issue, names, now, openssl, random, text, validity } from './tls.fixtures.ts';

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

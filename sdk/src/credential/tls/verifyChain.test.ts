import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl35 } from '../../../../test/support/openssl35.ts';
import { createTlsAuthority, type TlsAuthority } from './authority.ts';
import { issueTls } from './issue.ts';
import { generateTlsKeys } from './keys.ts';
import { readPem } from './pem.ts';
import { authorities, issue, names, now, random, recentOpenssl, text, validity } from './tls.fixtures.ts';
import { verifyTlsChain } from './verifyChain.ts';
import type { TlsLeafDemand } from './verifyLeaf.ts';

const demand: TlsLeafDemand = { at: now, usage: 'server', name: 'station-7.example' };
const der = (pem: string) => readPem(pem, 'CERTIFICATE', 'pem');
const rootOf = (authority: TlsAuthority) => der(authority.chain.at(-1) ?? '');

/** A leaf below `authority`, with the certificates in between. */
async function chainBelow(authority: TlsAuthority, change: object = {}) {
  return der(text(await issue(change, authority), 'tls.crt'));
}

const problemOf = async (...given: Parameters<typeof verifyTlsChain>) => {
  const verdict = await verifyTlsChain(...given);
  return verdict.valid ? null : `${verdict.problem} ${verdict.index}`;
};

describe.skipIf(!hasOpenssl35)('chains of OpenSSL', () => {
  /** Root, issuing authority and leaf, all made by the program. */
  function made(root: string, issuing: string, leaf: string, extra: { issuing?: string; leaf?: string } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'gridseal-chain-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = (name: string) => join(folder, name);
    const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
    writeFileSync(file('ca.ext'), `${ca}${extra.issuing ?? ''}`);
    writeFileSync(
      file('leaf.ext'),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:*.example,IP:2001:db8::7\n${extra.leaf ?? ''}`,
    );
    const run = (...args: string[]) => expect(recentOpenssl({}, ...args).out).not.toMatch(/error/i);
    const key = (name: string, algorithm: string) =>
      algorithm === 'P-256'
        ? run('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file(`${name}.key`))
        : run('genpkey', '-algorithm', algorithm, '-out', file(`${name}.key`));
    for (const [name, algorithm] of Object.entries({ root, issuing, leaf })) key(name, algorithm);
    const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    const selfSigned = ['req', '-x509', '-new', '-key', file('root.key'), '-subj', '/CN=Root/O=Ö', '-utf8', ...usage];
    run(...selfSigned, '-days', '2', '-out', file('root.pem'));
    for (const [name, above] of [
      ['issuing', 'root'],
      ['leaf', 'issuing'],
    ] as const) {
      run('req', '-new', '-key', file(`${name}.key`), '-subj', `/CN=${name}`, '-out', file(`${name}.csr`));
      const signer = ['-CA', file(`${above}.pem`), '-CAkey', file(`${above}.key`)];
      const extensions = file(name === 'leaf' ? 'leaf.ext' : 'ca.ext');
      run(
        'x509',
        '-req',
        '-in',
        file(`${name}.csr`),
        ...signer,
        '-extfile',
        extensions,
        '-days',
        '1',
        '-out',
        file(`${name}.pem`),
      );
    }
    const [a, b, c] = ['leaf', 'issuing', 'root'].flatMap((name) => der(readFileSync(file(`${name}.pem`), 'utf8')));
    return { chain: [a, b] as Uint8Array[], root: c as Uint8Array };
  }

  test.each([
    ['SLH-DSA-SHA2-128s', 'ML-DSA-65', 'ML-DSA-65'],
    ['ML-DSA-87', 'ML-DSA-44', 'P-256'],
    ['P-256', 'ED25519', 'ML-DSA-87'],
  ])('behavior: %s over %s over %s', async (root, issuing, leaf) => {
    const one = made(root, issuing, leaf);
    const later = { ...demand, at: Math.floor(Date.now() / 1000) + 60 };
    expect(await problemOf(one.chain, [one.root], later)).toBeNull();
    expect(await problemOf([...one.chain, one.root], [one.root], { ...later, name: '2001:DB8:0::7' })).toBeNull();
    expect(await problemOf(one.chain, [one.root], { ...later, name: 'a.b.example' })).toBe('wrongName 0');
    expect(await problemOf(one.chain, [one.root], { ...later, usage: 'client' })).toBe('wrongUsage 0');
  });

  test('error: name constraints, purposes, and critical extensions that nobody here knows', async () => {
    const later = { ...demand, at: Math.floor(Date.now() / 1000) + 60 };
    const limits: [string, string | null][] = [
      ['nameConstraints=critical,permitted;DNS:example', null],
      ['nameConstraints=critical,permitted;DNS:other.example', 'nameNotAllowed 1'],
      ['nameConstraints=critical,excluded;DNS:example', 'nameNotAllowed 1'],
      ['nameConstraints=critical,excluded;IP:2001:db8:0:0:0:0:0:0/ffff:ffff:0:0:0:0:0:0', 'nameNotAllowed 1'],
      ['nameConstraints=critical,permitted;IP:192.0.2.0/255.255.255.0', 'nameNotAllowed 1'],
      ['nameConstraints=critical,permitted;email:example', 'malformed 1'],
      ['1.2.3.4=critical,ASN1:NULL', 'malformed 1'],
      ['extendedKeyUsage=clientAuth', 'wrongUsage 1'],
      ['extendedKeyUsage=clientAuth,serverAuth', null],
      ['extendedKeyUsage=anyExtendedKeyUsage', null],
      ['1.2.3.4=ASN1:NULL', null],
    ];
    for (const [issuing, problem] of limits) {
      const one = made('ED25519', 'ED25519', 'ED25519', { issuing });
      expect(await problemOf(one.chain, [one.root], later), issuing).toBe(problem);
    }
    const one = made('ED25519', 'ED25519', 'ED25519', { leaf: '1.2.3.4=critical,ASN1:NULL' });
    expect(await problemOf(one.chain, [one.root], later)).toBe('malformed 0');
  });
});

describe('verifyTlsChain', () => {
  test('behavior: our own, with and without its root', async () => {
    const { issuing } = await authorities('ML-DSA-65', 'SLH-DSA-SHA2-128s');
    const chain = await chainBelow(issuing);
    expect(await problemOf(chain, rootOf(issuing), demand)).toBeNull();
    expect(await problemOf([...chain, ...rootOf(issuing)], rootOf(issuing), demand)).toBeNull();
    expect(await problemOf(chain, [...rootOf((await authorities()).issuing), ...rootOf(issuing)], demand)).toBeNull();
  });

  test('error: each part left out, doubled, or of another', async () => {
    const { issuing } = await authorities();
    const [leaf, authority] = (await chainBelow(issuing)) as [Uint8Array, Uint8Array];
    const roots = rootOf(issuing);
    const other = (await authorities()).issuing;
    const [otherAuthority] = der(other.chain[0] ?? '') as [Uint8Array];
    expect(await problemOf([], roots, demand)).toBe('malformed 0');
    expect(await problemOf([leaf], roots, demand)).toBe('unknownRoot 0');
    expect(await problemOf([leaf, authority], [], demand)).toBe('unknownRoot 1');
    expect(await problemOf([leaf, authority], rootOf(other), demand)).toBe('unknownRoot 1');
    expect(await problemOf([leaf, otherAuthority], rootOf(other), demand)).toBe('wrongSignature 1');
    expect(await problemOf([leaf, leaf, authority], roots, demand)).toBe('noAuthority 1');
    expect(await problemOf([leaf, authority, authority], roots, demand)).toBe('pathTooLong 2');
    expect(await problemOf([authority], roots, demand)).toBe('anAuthority 0');
    expect(await problemOf([leaf], [leaf], demand)).toBe('unknownRoot 0');
    expect(await problemOf(new Array(18).fill(leaf), roots, demand)).toBe('tooLong 17');
  });

  test('error: times, a usage or a name that it is not for', async () => {
    const { issuing } = await authorities();
    const chain = await chainBelow(issuing);
    const roots = rootOf(issuing);
    expect(await problemOf(chain, roots, { ...demand, at: validity.notBefore - 1 })).toBe('notYetValid 0');
    expect(await problemOf(chain, roots, { ...demand, at: validity.notAfter + 1 })).toBe('expired 0');
    expect(await problemOf(chain, roots, { ...demand, at: Number.NaN })).toBe('notYetValid 0');
    expect(await problemOf(await chainBelow(issuing, { usages: ['client'] }), roots, demand)).toBe('wrongUsage 0');
    for (const name of ['station-8.example', 'example', '', '192.0.2.8', '2001:db8::8', 'a.b.station-7.example']) {
      expect(await problemOf(chain, roots, { ...demand, name }), name).toBe('wrongName 0');
    }
    for (const name of ['STATION-7.example.', 'a.station-7.example', '192.0.2.7', '2001:0db8::0007']) {
      expect(await problemOf(chain, roots, { ...demand, name }), name).toBeNull();
    }
  });

  test('error: an authority below path length 0, an authority that has expired, a name that it may not certify', async () => {
    const { root, issuing } = await authorities('Ed25519');
    const terms = { ...validity, random, commonName: 'Below' };
    const keys = await generateTlsKeys('Ed25519');
    const below = await createTlsAuthority({ ...terms, keys, issuer: issuing });
    expect(await problemOf(await chainBelow(below), rootOf(root), demand)).toBe('pathTooLong 2');
    const short = await createTlsAuthority({ ...terms, keys, issuer: root, notAfter: now + 3600 });
    const chain = await chainBelow(short, { notAfter: now + 3600 });
    expect(await problemOf(chain, rootOf(root), { ...demand, at: now + 3600 })).toBeNull();
    const constrained = await createTlsAuthority({
      ...terms,
      keys,
      issuer: root,
      nameConstraints: { dns: ['station-8.example'] },
    });
    expect(await problemOf(await chainBelow(constrained), rootOf(root), demand)).toBe('nameNotAllowed 1');
    const allowed = { names: { dns: ['api.station-8.example'] } };
    const wanted = { ...demand, name: 'api.station-8.example' };
    expect(await problemOf(await chainBelow(constrained, allowed), rootOf(root), wanted)).toBeNull();
    const ip = { names: { dns: ['station-8.example'], ip: ['192.0.2.7'] } };
    expect(await problemOf(await chainBelow(constrained, ip), rootOf(root), wanted)).toBe('wrongName 0');
    expect(await problemOf(await chainBelow(constrained, ip), rootOf(root), { ...wanted, name: null })).toBe(
      'nameNotAllowed 1',
    );
  });

  test('error: hostile DER gives a verdict: every byte changed, every truncation', async () => {
    const { issuing } = await authorities('Ed25519');
    const keys = await generateTlsKeys('Ed25519');
    const options = { authority: issuing, key: { keys }, names, ...validity, random };
    const [leaf, ...rest] = der(text(await issueTls(options), 'tls.crt')) as [Uint8Array, ...Uint8Array[]];
    for (let at = 0; at < leaf.length; at++) {
      const changed = Uint8Array.from(leaf);
      changed[at] = (changed[at] as number) ^ 0x41;
      expect((await verifyTlsChain([changed, ...rest], rootOf(issuing), demand)).valid, `byte ${at}`).toBe(false);
      expect((await verifyTlsChain([leaf.subarray(0, at), ...rest], rootOf(issuing), demand)).valid).toBe(false);
    }
    const long = new Uint8Array(70_000).fill(0x30);
    expect(await problemOf([long, ...rest], rootOf(issuing), demand)).toBe('malformed 0');
    expect(await problemOf([Uint8Array.of(...leaf, 0), ...rest], rootOf(issuing), demand)).toBe('malformed 0');
  });
});

import { describe, expect, test } from 'vitest';
import { DecodeError, VerificationError } from '../../errors/index.ts';
import { adoptTlsChain, createTlsAuthorityRequest } from './adoptChain.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { certifyTlsAuthority, createTlsAuthority, ownCertificate, type TlsAuthority } from './authority.ts';
import { generateTlsKeys } from './keys.ts';
import { readPem } from './pem.ts';
import { verifyTlsAuthorityRequest } from './request.ts';
import { issue, now, random, text, validity } from './tls.fixtures.ts';
import { verifyTlsChain } from './verifyChain.ts';

const options = { at: now, random };

async function root(algorithm: TlsAlgorithm, change: object = {}): Promise<TlsAuthority> {
  const keys = await generateTlsKeys(algorithm);
  return createTlsAuthority({ commonName: 'Elsewhere', keys, ...validity, random, ...change });
}

/** What comes back from an authority elsewhere, as DER with the root. */
async function certified(authority: TlsAuthority, issuer: TlsAuthority, change: object = {}): Promise<Uint8Array[]> {
  const { publicKey } = await verifyTlsAuthorityRequest(await createTlsAuthorityRequest(authority));
  const terms = { issuer, publicKey, commonName: 'Services', ...validity, random, ...change };
  return [...readPem((await certifyTlsAuthority(terms)).join(''), 'CERTIFICATE', 'chain')];
}

describe('adoptTlsChain', () => {
  test('behavior: a root elsewhere certifies the key that is here, which then issues below it', async () => {
    const [offline, here] = [await root('SLH-DSA-SHA2-128s', { pathLength: 1 }), await root('ML-DSA-65')];
    const change = { nameConstraints: { dns: ['station-7.example'] } };
    const adopted = await adoptTlsChain(here, await certified(here, offline, change), options);
    expect(adopted.chain).toHaveLength(2);
    expect(ownCertificate(adopted).subject).toBe('CN=Services');
    const names = { dns: ['station-7.example'] };
    const leaf = readPem(text(await issue({ names }, adopted), 'tls.crt'), 'CERTIFICATE', 'leaf');
    const roots = readPem(offline.chain[0] ?? '', 'CERTIFICATE', 'root');
    const demand = { at: now, usage: 'server', name: 'station-7.example' } as const;
    expect((await verifyTlsChain(leaf, roots, demand)).valid).toBe(true);
  });

  test('behavior: an authority may go back to being a root', async () => {
    const here = await root('Ed25519');
    const own = readPem(here.chain[0] ?? '', 'CERTIFICATE', 'own');
    expect((await adoptTlsChain(here, own, options)).chain).toEqual(here.chain);
  });

  test('error: the chain of another key, of another root, in another order, or cut short', async () => {
    const [offline, here, other] = [
      await root('P-256', { pathLength: 1 }),
      await root('Ed25519'),
      await root('Ed25519'),
    ];
    const [own, above] = (await certified(here, offline)) as [Uint8Array, Uint8Array];
    const stranger = readPem((await root('P-256')).chain[0] ?? '', 'CERTIFICATE', 'root')[0] as Uint8Array;
    for (const chain of [await certified(other, offline), [own, stranger], [above, own], [own], []]) {
      await expect(adoptTlsChain(here, chain, options)).rejects.toThrow(VerificationError);
    }
    await expect(adoptTlsChain(here, [own, above], { at: validity.notAfter + 1, random })).rejects.toMatchObject({
      field: 'chain[0]',
    });
    for (const [i, der] of [own, above].entries()) {
      const cut = [own, above].map((one, j) => (i === j ? der.subarray(0, 40) : one));
      await expect(adoptTlsChain(here, cut, options)).rejects.toThrow(DecodeError);
    }
  });

  test('error: a leaf is no authority', async () => {
    const here = await root('P-256');
    const leaf = readPem(text(await issue({}, here), 'tls.crt'), 'CERTIFICATE', 'leaf');
    const own = readPem(here.chain[0] ?? '', 'CERTIFICATE', 'own');
    await expect(adoptTlsChain(here, [...leaf, ...own], options)).rejects.toMatchObject({ field: 'chain[0]' });
  });
});

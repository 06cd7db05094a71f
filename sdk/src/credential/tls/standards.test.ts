import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasOpenssl35 } from '../../../../test/support/openssl35.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { readTlsFacts } from './facts.ts';
import { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
import { readPem } from './pem.ts';
import { issue, now, recentOpenssl, text, validity } from './tls.fixtures.ts';
import { verifyTlsChain } from './verifyChain.ts';

interface Vectors {
  readonly authorities: readonly { algorithm: TlsAlgorithm; certificate: string; privateKey: string }[];
  readonly otherForms: { readonly both: string; readonly expanded: string };
  readonly badKeys: Readonly<Record<string, string>>;
}

/** The examples of RFC 9881 and RFC 9909. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/x509-standards.json', import.meta.url), 'utf8'),
) as Vectors;
const [smallest] = vectors.authorities as [Vectors['authorities'][0]];
const der = (pem: string) => readPem(pem, 'CERTIFICATE', 'pem');

/** A leaf that the standard's authority issues with the standard's key. */
async function leafBelow(certificate: string, privateKey: CryptoKey) {
  const keys = await generateTlsKeys('Ed25519');
  return text(await issue({ key: { keys } }, { chain: [certificate], privateKey }), 'tls.crt');
}

describe('the examples of the standards', () => {
  test.each(vectors.authorities)('behavior: certificate and key of $algorithm', async (vector) => {
    const { algorithm, certificate, privateKey } = vector;
    const [root] = der(certificate) as [Uint8Array];
    expect(readTlsFacts(root)).toMatchObject({ algorithm, authority: true });
    const key = await parseTlsPrivateKey(privateKey, algorithm);
    expect(await formatTlsPrivateKey(key)).toBe(privateKey);
    const leaf = await leafBelow(certificate, key);
    const demand = { at: now, usage: 'server', name: 'station-7.example' } as const;
    expect(await verifyTlsChain(der(leaf), [root], demand)).toMatchObject({ valid: true });
    if (!hasOpenssl35) return;
    const verify = recentOpenssl({ leaf, root: certificate }, 'verify', '-CAfile', 'root', 'leaf');
    expect(verify.out).toBe('leaf: OK\n');
  });

  test('behavior: the other forms of an ML-DSA key sign alike', async () => {
    const [root] = der(smallest.certificate) as [Uint8Array];
    for (const form of Object.values(vectors.otherForms)) {
      const key = await parseTlsPrivateKey(form, 'ML-DSA-44');
      const leaf = await leafBelow(smallest.certificate, key);
      const demand = { at: validity.notAfter, usage: 'client', name: null } as const;
      expect((await verifyTlsChain(der(leaf), [root], demand)).valid).toBe(true);
    }
    const both = await parseTlsPrivateKey(vectors.otherForms.both, 'ML-DSA-44');
    expect(await formatTlsPrivateKey(both)).toBe(smallest.privateKey);
  });

  test.each(Object.entries(vectors.badKeys))('error: bad key %s of RFC 9881', async (_number, pem) => {
    await expect(parseTlsPrivateKey(pem, 'ML-DSA-44')).rejects.toThrow(/^privateKey: [A-Za-z0-9 ,-]{1,70}$/);
  });

  test('error: a bit of the signature of each certificate', async () => {
    for (const { certificate } of vectors.authorities) {
      const [root] = der(certificate) as [Uint8Array];
      const changed = Uint8Array.from(root);
      changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
      const { certificate: read } = readTlsFacts(changed);
      expect(read.rawData.byteLength).toBe(root.length);
      const demand = { at: now, usage: 'server', name: null } as const;
      expect((await verifyTlsChain([changed], [root], demand)).valid).toBe(false);
    }
  });
});

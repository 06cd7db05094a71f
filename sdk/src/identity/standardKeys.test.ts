import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodePem, toHex } from '../bytes/index.ts';
import { publicKeyOf } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';

/** The examples of RFC 9881, appendix C, and of RFC 9909 (docs/spec/x509.md). */
interface Standards {
  readonly authorities: readonly {
    readonly algorithm: string;
    readonly certificate: string;
    readonly privateKey: string;
  }[];
  readonly otherForms: { readonly both: string; readonly expanded: string };
  readonly badKeys: Readonly<Record<string, string>>;
}
const file = new URL('../../../test/vectors/x509-standards.json', import.meta.url);
const { authorities, otherForms, badKeys } = JSON.parse(readFileSync(file, 'utf8')) as Standards;

describe('the private keys of the standards', () => {
  test.each(authorities)('vector: $algorithm', async ({ algorithm, certificate, privateKey }) => {
    const key = await PrivateKeyPem.decode(privateKey);
    expect(key.algorithm).toBe(algorithm);
    expect(decodePem(PrivateKeyPem.encode(key), ['PRIVATE KEY'], 'key')).toEqual(
      decodePem(privateKey, ['PRIVATE KEY'], 'key'),
    );
    const { bytes } = decodePem(certificate, ['CERTIFICATE'], 'certificate');
    expect(toHex(bytes)).toContain(toHex(publicKeyOf(key.algorithm, key.privateKey)).slice(2));
  });

  test('vector: a seed with its expanded key, and the expanded key alone', async () => {
    const [first] = authorities;
    expect(await PrivateKeyPem.decode(otherForms.both)).toEqual(await PrivateKeyPem.decode(first?.privateKey ?? ''));
    await expect(PrivateKeyPem.decode(otherForms.expanded)).rejects.toThrow('is an expanded key without its seed');
  });

  test.each(Object.entries(badKeys))('vector: the bad key %s', async (_, pem) => {
    await expect(PrivateKeyPem.decode(pem)).rejects.toThrow(DecodeError);
  });
});

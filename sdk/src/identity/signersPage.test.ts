import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Hex, toHex } from '../bytes/index.ts';
import {
  keyAlgorithms,
  offChainAlgorithms,
  offChainVerifier,
  p521Signer,
  signatureAlgorithms,
  signerOf,
  verifySignature,
} from '../crypto/index.ts';
import { PublicKeyPem } from './publicKeyPem.ts';

const page = readFileSync(new URL('../../../docs/spec/signers.md', import.meta.url), 'utf8');
const [, text = ''] = /^```json\n([\s\S]*?)^```$/m.exec(page) ?? [];
const example = JSON.parse(text) as Record<'publicKey', string> &
  Record<'verifier' | 'signer' | 'digest' | 'signature', Hex>;

describe('docs/spec/signers.md', () => {
  test('behavior: its example is one', async () => {
    const { verifier, signer, digest, signature } = example;
    const { algorithm, publicKey } = PublicKeyPem.decode(example.publicKey);
    expect(algorithm).toBe('P-521');
    expect(signerOf({ algorithm: 'P-521', verifier }, publicKey)).toBe(signer);
    expect(verifySignature({ signer, digest, signature, verifiers: { p521: verifier } })).toBe(true);
    const made = p521Signer(Uint8Array.from([0, ...new Uint8Array(65).fill(1)]), verifier);
    expect([made.signer, toHex(made.publicKey)]).toEqual([signer, toHex(publicKey)]);
    expect(await made.sign(digest)).toBe(signature);
  });

  test('behavior: it lists the reserved addresses, and the sizes', () => {
    for (const algorithm of offChainAlgorithms) {
      expect(page).toContain(`| ${algorithm} | \`${offChainVerifier(algorithm)}\` |`);
    }
    const grouped = (value: number) => value.toLocaleString('en');
    for (const algorithm of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87', 'SLH-DSA-SHA2-128s'] as const) {
      expect(page).toContain(grouped(signatureAlgorithms[algorithm].signatureSize));
      expect(page).toContain(grouped(20 + (keyAlgorithms[algorithm].publicKeySizes[0] ?? 0)));
    }
  });
});

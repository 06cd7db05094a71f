import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';
import { sha256Hex } from './hash.ts';
import { stripHints } from './p521/index.ts';
import { type P521Hash, p521Signer, withHints } from './p521.ts';
import { verifySignature } from './verifySignature.ts';

const privateKey = Uint8Array.from([0, ...new Uint8Array(65).fill(7)]);
const verifier: Hex = `0x${'a2'.repeat(20)}`;
const digest = sha256Hex(Uint8Array.of(1));
const check = (signer: Hex, signature: Hex, hash: P521Hash = 'SHA-512') =>
  verifySignature({
    signer,
    digest,
    signature,
    verifiers: hash === 'SHA-512' ? { p521: verifier } : { p521Sha256: verifier },
  });

describe('P-521 signatures with hints, off chain', () => {
  test.each(['SHA-512', 'SHA-256'] as const)('behavior: accepted, and r ‖ s alone as well, %s', async (hash) => {
    const signer = p521Signer(privateKey, verifier, hash);
    const hinted = withHints(signer, hash);
    expect([hinted.signer, hinted.algorithm]).toEqual([signer.signer, 'P-521']);
    const signature = await hinted.sign(digest);
    expect(signature.length).toBeGreaterThan(2 + 2 * 20_000);
    expect(check(signer.signer, signature, hash)).toBe(true);
    expect(toHex(stripHints(fromHex(signature)))).toBe(await signer.sign(digest));
    // 133 bytes of key are the same key.
    expect(check(`${verifier}04${signer.signer.slice(42)}`, signature, hash)).toBe(true);
  });

  test('attack: hint malleability: other hints are not accepted here, only perhaps by the chain', async () => {
    const { signer, sign } = withHints(p521Signer(privateKey, verifier));
    const bytes = fromHex(await sign(digest));
    for (const at of [132, 133, 200, 1_188, 1_200, 9_999, bytes.length - 1]) {
      expect(check(signer, toHex(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))))).toBeNull();
    }
    for (const size of [133, 200, bytes.length - 1]) expect(check(signer, toHex(bytes.subarray(0, size)))).toBeNull();
    expect(check(signer, toHex(Uint8Array.from([...bytes, 0])))).toBeNull();
  });

  test('error: hints behind a signature that is none', async () => {
    const { signer, sign } = withHints(p521Signer(privateKey, verifier));
    const bytes = fromHex(await sign(digest));
    for (const at of [5, 65, 70, 131]) {
      expect(check(signer, toHex(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))))).toBe(false);
    }
  });

  test('error: a signer of another hash, or of nothing', async () => {
    const signer = p521Signer(privateKey, verifier, 'SHA-256');
    await expect(withHints(signer).sign(digest)).rejects.toThrow(VerificationError);
    await expect(withHints({ ...signer, sign: async () => '0x' }).sign(digest)).rejects.toThrow(DecodeError);
  });
});

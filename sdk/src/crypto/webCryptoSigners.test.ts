import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../errors/index.ts';
import { sha256Hex } from './hash.ts';
import { signerOf } from './publicKeys.ts';
import { verifySignature } from './verifySignature.ts';
import { webCryptoEd25519Signer, webCryptoP256Signer, webCryptoP521Signer } from './webCryptoSigners.ts';

const { subtle } = crypto;
const p521: Hex = `0x${'a2'.repeat(20)}`;
const webAuthn: Hex = `0x${'a3'.repeat(20)}`;
const digest = sha256Hex(Uint8Array.of(1));
const onCurve = (namedCurve: string) =>
  subtle.generateKey({ name: 'ECDSA', namedCurve }, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;
const onEdwards = () => subtle.generateKey('Ed25519', false, ['sign', 'verify']) as Promise<CryptoKeyPair>;

describe('webCryptoP521Signer', () => {
  test.each(['SHA-512', 'SHA-256'] as const)('behavior: signs with a key that cannot be exported, %s', async (hash) => {
    const pair = await onCurve('P-521');
    const verifiers = hash === 'SHA-512' ? { p521 } : { p521Sha256: p521 };
    const signer = await webCryptoP521Signer(pair, p521, hash);
    expect(signer.signer).toBe(signerOf({ algorithm: 'P-521', verifier: p521 }, signer.publicKey));
    expect(signer.algorithm).toBe('P-521');
    for (let i = 0; i < 8; i++) {
      const signature = await signer.sign(digest);
      expect(verifySignature({ signer: signer.signer, digest, signature, verifiers })).toBe(true);
    }
    await expect(subtle.exportKey('pkcs8', pair.privateKey)).rejects.toThrow();
  });

  test('error: keys of another curve or algorithm, the halves swapped, a key that may not sign', async () => {
    const [pair, other, edwards] = await Promise.all([onCurve('P-521'), onCurve('P-256'), onEdwards()]);
    for (const bad of [
      other,
      edwards,
      { ...pair, privateKey: other.privateKey },
      { ...pair, publicKey: other.publicKey },
      { privateKey: pair.publicKey, publicKey: pair.privateKey },
      { ...pair, publicKey: pair.privateKey },
    ]) {
      await expect(webCryptoP521Signer(bad, p521)).rejects.toThrow(ArgumentError);
    }
    const agree = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-521' }, false, ['deriveBits']);
    await expect(webCryptoP521Signer(agree as CryptoKeyPair, p521)).rejects.toThrow('is no private P-521 key');
    await expect(webCryptoP521Signer(pair, '0x12')).rejects.toThrow('verifier: has 1 bytes');
  });

  test('error: halves that are no pair, a digest that is none', async () => {
    const [one, two] = await Promise.all([onCurve('P-521'), onCurve('P-521')]);
    const signer = await webCryptoP521Signer({ privateKey: one.privateKey, publicKey: two.publicKey }, p521);
    await expect(signer.sign(digest)).rejects.toThrow(VerificationError);
    await expect((await webCryptoP521Signer(one, p521)).sign('0x00')).rejects.toThrow(DecodeError);
  });
});

describe('webCryptoP256Signer', () => {
  test('behavior: signs what the contract of passkeys accepts, with a key that cannot be exported', async () => {
    const pair = await onCurve('P-256');
    const signer = await webCryptoP256Signer(pair, webAuthn);
    expect(signer.signer).toBe(signerOf({ algorithm: 'P-256', verifier: webAuthn }, signer.publicKey));
    expect(signer.algorithm).toBe('P-256');
    for (let i = 0; i < 8; i++) {
      const signature = await signer.sign(digest);
      const asked = { signer: signer.signer, digest, signature };
      expect(verifySignature({ ...asked, verifiers: { webAuthn } })).toBe(true);
      expect(verifySignature({ ...asked, verifiers: { p256: webAuthn } })).toBe(false);
      const other = sha256Hex(Uint8Array.of(2));
      expect(verifySignature({ ...asked, digest: other, verifiers: { webAuthn } })).toBe(false);
    }
    await expect(subtle.exportKey('pkcs8', pair.privateKey)).rejects.toThrow();
  });

  test('error: keys of another curve, halves that are no pair, a digest that is none', async () => {
    const [one, two, other] = await Promise.all([onCurve('P-256'), onCurve('P-256'), onCurve('P-521')]);
    await expect(webCryptoP256Signer(other, webAuthn)).rejects.toThrow('is no private P-256 key');
    await expect(webCryptoP256Signer({ ...one, publicKey: other.publicKey }, webAuthn)).rejects.toThrow(ArgumentError);
    await expect(webCryptoP256Signer(one, '0x12')).rejects.toThrow('verifier: has 1 bytes');
    const signer = await webCryptoP256Signer({ privateKey: one.privateKey, publicKey: two.publicKey }, webAuthn);
    await expect(signer.sign(digest)).rejects.toThrow(VerificationError);
    await expect((await webCryptoP256Signer(one, webAuthn)).sign('0x00')).rejects.toThrow(DecodeError);
  });
});

describe('webCryptoEd25519Signer', () => {
  test('behavior: signs with a key that cannot be exported', async () => {
    const signer = await webCryptoEd25519Signer(await onEdwards());
    const signature = await signer.sign(digest);
    expect(signer.signer).toBe(signerOf({ algorithm: 'Ed25519' }, signer.publicKey));
    expect(verifySignature({ signer: signer.signer, digest, signature })).toBe(true);
  });

  test('error: keys of another algorithm, halves that are no pair', async () => {
    const [one, two, curve] = await Promise.all([onEdwards(), onEdwards(), onCurve('P-521')]);
    await expect(webCryptoEd25519Signer(curve)).rejects.toThrow('is no private Ed25519 key');
    await expect(webCryptoEd25519Signer({ ...one, publicKey: curve.publicKey })).rejects.toThrow(
      'is no public Ed25519',
    );
    const signer = await webCryptoEd25519Signer({ privateKey: one.privateKey, publicKey: two.publicKey });
    await expect(signer.sign(digest)).rejects.toThrow('privateKey: is not the private half');
  });
});

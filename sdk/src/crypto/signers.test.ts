import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { hashMessage, recoverAddress as viemRecover } from 'viem';
import { privateKeyToAccount, sign as viemSign } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { sha256Hex } from './hash.ts';
import { isKeyAlgorithm, keyAlgorithms } from './keyAlgorithms.ts';
import { p256Signer, verifyP256 } from './p256.ts';
import { verifySignature } from './verifySignature.ts';
import { addressOf, recoverAddress, secp256k1Signer } from './wallet.ts';

const verifier = `0x${'ab'.repeat(20)}` as const;
const digest = sha256Hex(Uint8Array.of(1));
const privateKey = fromHex('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const wallet = secp256k1Signer(privateKey);
const device = p256Signer(privateKey, verifier);

const bigint = (value: Uint8Array) => BigInt(toHex(value));
const bytes32 = (value: bigint) => fromHex(`0x${value.toString(16).padStart(64, '0')}`);

/** The other signature of the same message: (r, n − s). */
function malleate(signature: Hex, order: bigint): Uint8Array {
  const bytes = fromHex(signature);
  const twin = concat(bytes.subarray(0, 32), bytes32(order - bigint(bytes.subarray(32, 64))), bytes.subarray(64));
  if (twin.length === 65) twin[64] = 55 - (twin[64] as number);
  return twin;
}

describe('secp256k1Signer', () => {
  test('vector: address of a well-known test key', () => {
    expect(wallet.signer).toBe('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
    expect(addressOf(wallet.publicKey)).toBe(wallet.signer);
    expect(addressOf(secp256k1.getPublicKey(privateKey, false))).toBe(wallet.signer);
  });

  test('behavior: the same bytes as viem, which recovers the address', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (bytes) => {
        const hash = toHex(bytes);
        const signature = await wallet.sign(hash);
        expect(signature).toBe(await viemSign({ hash, privateKey: toHex(privateKey), to: 'hex' }));
        expect((await viemRecover({ hash, signature })).toLowerCase()).toBe(wallet.signer);
        expect(recoverAddress(bytes, fromHex(signature))).toBe(wallet.signer);
      }),
      { numRuns: 20 },
    );
  });

  test('behavior: agrees with a wallet that signs a message', async () => {
    const account = privateKeyToAccount(toHex(privateKey));
    const signature = await account.signMessage({ message: 'hello' });
    expect(verifySignature({ signer: wallet.signer, digest: hashMessage('hello'), signature })).toBe(true);
  });

  test('error: no private key, and the message does not show it', () => {
    for (const key of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31).fill(1)]) {
      expect(() => secp256k1Signer(key)).toThrow('privateKey: is not a secp256k1 private key');
      expect(() => p256Signer(key, verifier)).toThrow('privateKey: is not a P-256 private key');
    }
    expect(() => secp256k1Signer(new Uint8Array(32).fill(255))).not.toThrow('ff');
  });

  test('error: a digest of another size', async () => {
    for (const bad of ['0x', '0x00', `${digest}00`, 'digest'] as Hex[]) {
      await expect(wallet.sign(bad)).rejects.toThrow(DecodeError);
      await expect(device.sign(bad)).rejects.toThrow(DecodeError);
    }
  });
});

describe('p256Signer', () => {
  test('behavior: the signer is verifier ‖ x ‖ y, and OpenSSL knows the key', () => {
    expect(device.signer).toBe(toHex(concat(fromHex(verifier), device.publicKey.subarray(1))));
    const [x, y, d] = [device.publicKey.subarray(1, 33), device.publicKey.subarray(33), privateKey].map((part) =>
      Buffer.from(part).toString('base64url'),
    ) as [string, string, string];
    const openssl = createPublicKey(createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' }));
    expect(openssl.export({ format: 'jwk' })).toMatchObject({ x, y });
  });

  test('behavior: OpenSSL verifies what it can hash itself', async () => {
    const message = Uint8Array.of(1, 2, 3);
    const signature = fromHex(await device.sign(sha256Hex(message)));
    const key = { kty: 'EC', crv: 'P-256', ...coordinates(device.publicKey) };
    const openssl = createPublicKey({ key, format: 'jwk' });
    expect(verify('sha256', message, { key: openssl, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });

  test('behavior: s is in the lower half', async () => {
    const order = p256.Point.CURVE().n;
    for (let i = 0; i < 16; i++) {
      const signature = fromHex(await device.sign(sha256Hex(Uint8Array.of(i))));
      expect(signature).toHaveLength(64);
      expect(bigint(signature.subarray(32)) <= order >> 1n).toBe(true);
    }
  });

  test('error: the verifier is no address', () => {
    expect(() => p256Signer(privateKey, '0x1234')).toThrow('verifier: has 2 bytes where 20 are expected');
  });
});

function coordinates(publicKey: Uint8Array) {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return { x: text(publicKey.subarray(1, 33)), y: text(publicKey.subarray(33)) };
}

describe('verifySignature, wallets', () => {
  const check = (signature: Hex, signer = wallet.signer) =>
    verifySignature({ signer, digest, signature, keyWallet: true });

  test('behavior: accepts 65 bytes and the compact 64 of EIP-2098', async () => {
    const signature = await wallet.sign(digest);
    const compact = fromHex(signature).slice(0, 64);
    if (signature.endsWith('1c')) compact[32] = (compact[32] as number) | 0x80;
    expect(check(signature)).toBe(true);
    expect(check(toHex(compact))).toBe(true);
    expect(check(signature, wallet.signer.toUpperCase().replace('0X', '0x') as Hex)).toBe(true);
  });

  test('behavior: null where the wallet may be a contract, which only the chain can ask', async () => {
    const signature = await secp256k1Signer(new Uint8Array(32).fill(7)).sign(digest);
    expect(verifySignature({ signer: wallet.signer, digest, signature })).toBeNull();
    expect(check(signature)).toBe(false);
    expect(verifySignature({ signer: wallet.signer, digest, signature: '0x' })).toBeNull();
  });

  test('attack: high s', async () => {
    const signature = await wallet.sign(digest);
    const twin = malleate(signature, secp256k1.Point.CURVE().n);
    const recovered = concat(Uint8Array.of((twin[64] as number) - 27), twin.subarray(0, 64));
    expect(addressOf(secp256k1.recoverPublicKey(recovered, fromHex(digest), { prehash: false }))).toBe(wallet.signer);
    expect(check(toHex(twin))).toBe(false);
  });

  test('attack: ecrecover zero', () => {
    const zero = `0x${'00'.repeat(20)}` as const;
    for (const v of ['1b', '1c', '00', '1d']) {
      expect(check(`0x${'00'.repeat(64)}${v}`, zero)).toBe(false);
      expect(check(`0x${'ff'.repeat(64)}${v}`, zero)).toBe(false);
    }
    expect(check(`0x${'00'.repeat(64)}`, zero)).toBe(false);
  });

  test('error: v other than 27 and 28', async () => {
    const signature = await wallet.sign(digest);
    for (const v of ['00', '01', '1a', '1d', '25', 'ff']) {
      expect(check(`${signature.slice(0, 130)}${v}` as Hex)).toBe(false);
    }
    const other = signature.endsWith('1b') ? '1c' : '1b';
    expect(check(`${signature.slice(0, 130)}${other}` as Hex)).toBe(false);
  });

  test('error: every changed byte, every length', async () => {
    const signature = fromHex(await wallet.sign(digest));
    for (let i = 0; i < signature.length; i++) {
      expect(check(toHex(signature.map((byte, at) => (at === i ? byte ^ 0x40 : byte))))).toBe(false);
      // 64 bytes are the compact form: there the bit of v may happen to be right.
      if (i !== 64) expect(check(toHex(signature.subarray(0, i)))).toBe(false);
    }
    expect(check(toHex(concat(signature, Uint8Array.of(0))))).toBe(false);
  });

  test('error: another digest', async () => {
    const signature = await wallet.sign(digest);
    const other = sha256Hex(Uint8Array.of(2));
    expect(verifySignature({ signer: wallet.signer, digest: other, signature, keyWallet: true })).toBe(false);
  });
});

describe('verifySignature, P-256', () => {
  const verifiers = { p256: verifier };
  const check = (signature: Hex, signer = device.signer) => verifySignature({ signer, digest, signature, verifiers });

  test('behavior: accepts, whatever stands after the 64 bytes, as the verifier contract does', async () => {
    const signature = await device.sign(digest);
    expect(check(signature)).toBe(true);
    expect(check(`${signature}1b`)).toBe(true);
    const shouted = device.signer.toUpperCase().replace('0X', '0x') as Hex;
    expect(check(signature, shouted)).toBe(true);
  });

  test('behavior: null for a verifier that is not known', async () => {
    const signature = await device.sign(digest);
    expect(verifySignature({ signer: device.signer, digest, signature })).toBeNull();
    const other = { p256: `0x${'cd'.repeat(20)}` } as const;
    expect(verifySignature({ signer: device.signer, digest, signature, verifiers: other })).toBeNull();
  });

  test('attack: high s', async () => {
    const signature = await device.sign(digest);
    expect(check(toHex(malleate(signature, p256.Point.CURVE().n)))).toBe(false);
  });

  test('error: r and s out of range, zeros, short', () => {
    const order = p256.Point.CURVE().n;
    const one = bytes32(1n);
    for (const [r, s] of [
      [bytes32(0n), one],
      [one, bytes32(0n)],
      [bytes32(order), one],
      [one, bytes32(order)],
      [bytes32(2n ** 256n - 1n), one],
    ] as const) {
      expect(verifyP256(device.publicKey.subarray(1), fromHex(digest), concat(r, s))).toBe(false);
    }
    expect(check('0x')).toBe(false);
  });

  test('error: a key off the curve, the point at infinity, another length', async () => {
    const signature = await device.sign(digest);
    expect(check(signature, `${verifier}${'00'.repeat(64)}`)).toBe(false);
    expect(check(signature, `${device.signer.slice(0, -2)}00` as Hex)).toBe(false);
    expect(check(signature, `${device.signer}00`)).toBe(false);
    expect(check(signature, device.signer.slice(0, -2) as Hex)).toBe(false);
  });

  test('error: every changed byte', async () => {
    const signature = fromHex(await device.sign(digest));
    for (let i = 0; i < signature.length; i++) {
      expect(check(toHex(signature.map((byte, at) => (at === i ? byte ^ 0x40 : byte))))).toBe(false);
      expect(check(toHex(signature.subarray(0, i)))).toBe(false);
    }
  });
});

describe('verifySignature, input', () => {
  test('error: a signer of fewer than 20 bytes is none', () => {
    expect(verifySignature({ signer: '0x', digest, signature: '0x' })).toBe(false);
    expect(verifySignature({ signer: '0x1234', digest, signature: '0x' })).toBe(false);
  });

  test('error: what is no hex names its field', () => {
    const good = { signer: wallet.signer, digest, signature: '0x' } as const;
    expect(() => verifySignature({ ...good, signer: 'me' as Hex })).toThrow('signer: is not 0x');
    expect(() => verifySignature({ ...good, digest: '0x00' })).toThrow('digest: has 1 bytes');
    expect(() => verifySignature({ ...good, signature: '0x0' })).toThrow('signature: is not 0x');
    expect(() => addressOf(new Uint8Array(33))).toThrow();
    expect(() => secp256k1Signer(new Uint8Array(0))).toThrow(ArgumentError);
  });
});

describe('keyAlgorithms', () => {
  test('behavior: knows its names, and nothing that objects inherit', () => {
    expect(Object.keys(keyAlgorithms).every(isKeyAlgorithm)).toBe(true);
    for (const value of ['toString', 'P-384', 'p-256', '', undefined, 1]) expect(isKeyAlgorithm(value)).toBe(false);
  });
});

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodePem, encodePem, toHex } from '../bytes/index.ts';
import { publicKeyOf, randomBytes, type SignatureAlgorithm, signatureAlgorithms } from '../crypto/index.ts';
import { BaseError, DecodeError } from '../errors/index.ts';
import type { SignaturePrivateKey } from './privateKeyInfo.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';
import { PublicKeyPem } from './publicKeyPem.ts';
import { SigningKey } from './signingKey.ts';

const algorithms = Object.keys(signatureAlgorithms) as SignatureAlgorithm[];
const verifier = `0x${'ab'.repeat(20)}` as const;
const password = 'correct horse';
const cheap = { iterations: 1000 };
const message = new Uint8Array(32).fill(5);

/** What Node calls an algorithm when it generates keys. */
const nodeNames = {
  Ed25519: 'ed25519',
  'ML-DSA-44': 'ml-dsa-44',
  'ML-DSA-65': 'ml-dsa-65',
  'ML-DSA-87': 'ml-dsa-87',
  'SLH-DSA-SHA2-128s': 'slh-dsa-sha2-128s',
} as const;

function generateByNode(algorithm: SignatureAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 'secp256k1' || algorithm === 'P-256' || algorithm === 'P-521') {
    return generateKeyPairSync('ec', { namedCurve: algorithm });
  }
  // One overload each, which a union of names does not match.
  return generateKeyPairSync(nodeNames[algorithm] as 'ed25519');
}

const keys = new Map<SignatureAlgorithm, SignaturePrivateKey>();
beforeAll(async () => {
  for (const algorithm of algorithms) {
    const choice = { algorithm, verifier };
    const { privateKey } = await SigningKey.generate(choice, randomBytes);
    keys.set(algorithm, { algorithm, privateKey });
  }
});
const keyOf = (algorithm: SignatureAlgorithm) => keys.get(algorithm) as SignaturePrivateKey;

describe.each(algorithms)('%s in PEM', (algorithm) => {
  const hash = algorithm === 'P-521' ? 'sha512' : algorithm in nodeNames ? null : 'sha256';

  test('behavior: roundtrip, with and without a password', async () => {
    const key = keyOf(algorithm);
    const plain = PrivateKeyPem.encode(key);
    const sealed = await PrivateKeyPem.encrypt(key, password, cheap);
    expect([PrivateKeyPem.isEncrypted(plain), PrivateKeyPem.isEncrypted(sealed)]).toEqual([false, true]);
    expect(await PrivateKeyPem.decode(plain)).toEqual(key);
    expect(await PrivateKeyPem.decrypt(sealed, password)).toEqual(key);
  });

  test('behavior: Node reads both files and the public one, and they are of one pair', async () => {
    const key = keyOf(algorithm);
    const publicKey = publicKeyOf(algorithm, key.privateKey);
    const ours = createPublicKey(PublicKeyPem.encode({ algorithm, publicKey }));
    const sealed = await PrivateKeyPem.encrypt(key, password, cheap);
    for (const theirs of [
      createPrivateKey(PrivateKeyPem.encode(key)),
      createPrivateKey({ key: sealed, passphrase: password }),
    ]) {
      expect(createPublicKey(theirs).equals(ours)).toBe(true);
    }
    expect(verify(hash, message, ours, sign(hash, message, createPrivateKey(sealedInput(sealed))))).toBe(true);
  });

  test('behavior: reads what Node writes', async () => {
    const { privateKey, publicKey } = generateByNode(algorithm);
    const own = PublicKeyPem.decode(publicKey.export({ format: 'pem', type: 'spki' }) as string);
    const plain = await PrivateKeyPem.decode(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
    const format = { format: 'pem', type: 'pkcs8', cipher: 'aes-128-cbc', passphrase: password } as const;
    const sealed = await PrivateKeyPem.decrypt(privateKey.export(format) as string, password);
    expect(plain).toEqual(sealed);
    expect(own.algorithm).toBe(algorithm);
    expect(toHex(publicKeyOf(algorithm, plain.privateKey))).toBe(toHex(own.publicKey));
  });

  test('error: truncated at every byte, and one byte more', async () => {
    const { bytes } = decodePem(PrivateKeyPem.encode(keyOf(algorithm)), ['PRIVATE KEY'], 'key');
    for (let size = 0; size < bytes.length; size++) {
      await expect(PrivateKeyPem.decode(encodePem('PRIVATE KEY', bytes.subarray(0, size)))).rejects.toThrow(
        DecodeError,
      );
    }
    const longer = Uint8Array.from([...bytes, 0]);
    await expect(PrivateKeyPem.decode(encodePem('PRIVATE KEY', longer))).rejects.toThrow(
      'has more than it should have',
    );
  });

  test('error: no changed byte is taken for the same key', async () => {
    const key = keyOf(algorithm);
    const { bytes } = decodePem(PrivateKeyPem.encode(key), ['PRIVATE KEY'], 'key');
    const raw = toHex(key.privateKey);
    const step = algorithm === 'SLH-DSA-SHA2-128s' ? 11 : 1;
    for (let at = 0; at < bytes.length; at += step) {
      const changed = bytes.map((byte, i) => (i === at ? byte ^ 0x10 : byte));
      const read = await PrivateKeyPem.decode(encodePem('PRIVATE KEY', changed)).catch((error: unknown) => error);
      // Seeds and Ed25519 keys may be any bytes: then it is another key.
      if (!(read instanceof BaseError)) expect(toHex((read as SignaturePrivateKey).privateKey)).not.toBe(raw);
      else expect(read.message).not.toContain(raw.slice(2, 18));
    }
  });
});

const sealedInput = (key: string) => ({ key, passphrase: password });

import { p521 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { concat, derTags, encodeDer, encodeDerInteger, encodePem, fromHex, toHex } from '../bytes/index.ts';
import { publicKeyOf, type SignatureAlgorithm } from '../crypto/index.ts';
import { type BaseError, DecodeError } from '../errors/index.ts';
import { encodeKeyIdentifier } from './keyIdentifiers.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';
import { PublicKeyPem } from './publicKeyPem.ts';

const { sequence, octetString, bitString } = derTags;
const none = new Uint8Array(0);
const zero = Uint8Array.of(0);
const filled = (size: number, byte: number) => new Uint8Array(size).fill(byte);
const order = fromHex(`0x${p521.Point.CURVE().n.toString(16).padStart(132, '0')}`);
const scalar = Uint8Array.from([0, ...filled(65, 7)]);

/** PrivateKeyInfo around any inner structure. */
const info = (algorithm: SignatureAlgorithm, inner: Uint8Array, version = 0, ...rest: readonly Uint8Array[]) =>
  encodeDer(
    sequence,
    encodeDerInteger(version),
    encodeKeyIdentifier(algorithm),
    encodeDer(octetString, inner),
    ...rest,
  );
const ec = (key: Uint8Array, ...rest: readonly Uint8Array[]) =>
  encodeDer(sequence, encodeDerInteger(1), encodeDer(octetString, key), ...rest);
const point = (bytes: Uint8Array) => encodeDer(0xa1, encodeDer(bitString, zero, bytes));
const curve = (oid: string) => encodeDer(0xa0, fromHex(`0x${oid}`));
const open = (bytes: Uint8Array) => PrivateKeyPem.decode(encodePem('PRIVATE KEY', bytes));
const own = publicKeyOf('P-521', scalar);

describe('hostile private keys', () => {
  test('behavior: what is optional may be there, if it is right', async () => {
    const compressed = p521.Point.fromBytes(own).toBytes(true);
    for (const inner of [
      ec(scalar),
      ec(scalar, point(own)),
      ec(scalar, point(compressed)),
      ec(scalar, curve('06052b81040023'), point(own)),
    ]) {
      expect(await open(info('P-521', inner))).toEqual({ algorithm: 'P-521', privateKey: scalar });
    }
    const ed = encodeDer(octetString, filled(32, 7));
    const besides = encodeDer(0x81, zero, publicKeyOf('Ed25519', filled(32, 7)));
    expect((await open(info('Ed25519', ed, 1, besides))).algorithm).toBe('Ed25519');
    expect((await open(info('Ed25519', ed, 0, encodeDer(0xa0)))).algorithm).toBe('Ed25519');
  });

  test.each([
    ['zero', info('P-521', ec(filled(66, 0))), 'is not a P-521 private key'],
    ['the order', info('P-521', ec(order)), 'is not a P-521 private key'],
    ['all ones', info('P-521', ec(filled(66, 255))), 'is not a P-521 private key'],
    ['zero on P-256', info('P-256', ec(filled(32, 0))), 'is not a P-256 private key'],
    ['all ones on secp256k1', info('secp256k1', ec(filled(32, 255))), 'is not a secp256k1 private key'],
    ['a byte short', info('P-521', ec(scalar.subarray(1))), 'has 65 bytes where 66 are expected'],
    ['a byte long', info('P-521', ec(concat(zero, scalar))), 'has 67 bytes where 66 are expected'],
    ['the key of another curve', info('P-256', ec(scalar)), 'has 66 bytes where 32 are expected'],
    ['two curves', info('P-521', ec(scalar, curve('06082a8648ce3d030107'))), 'names two curves'],
    [
      'another key’s public half',
      info(
        'P-521',
        ec(
          scalar,
          point(
            publicKeyOf(
              'P-521',
              order.map((b, i) => (i === 65 ? b - 1 : b)),
            ),
          ),
        ),
      ),
      'not its own',
    ],
    [
      'a public half off the curve',
      info('P-521', ec(scalar, point(own.map((b, i) => (i === 132 ? b ^ 1 : b))))),
      'is not a P-521 public key',
    ],
    ['a public half at infinity', info('P-521', ec(scalar, point(zero))), 'is not a P-521 public key'],
    ['bytes after the ECPrivateKey', info('P-521', concat(ec(scalar), zero)), 'has more than it should have'],
    ['bytes in the ECPrivateKey', info('P-521', ec(scalar, point(own), zero)), 'has more than it should have'],
    [
      'an ECPrivateKey of version 0',
      info('P-521', encodeDer(sequence, encodeDerInteger(0), encodeDer(octetString, scalar))),
      'of another version',
    ],
    ['version 2', info('P-521', ec(scalar), 2), 'has a version above 1'],
    [
      'a public key beside version 0',
      info('Ed25519', encodeDer(octetString, filled(32, 7)), 0, encodeDer(0x81, zero, filled(32, 1))),
      'has more than',
    ],
    [
      'another public key beside it',
      info(
        'Ed25519',
        encodeDer(octetString, filled(32, 7)),
        1,
        encodeDer(0x81, zero, publicKeyOf('Ed25519', filled(32, 8))),
      ),
      'not its own',
    ],
    [
      'unused bits beside it',
      info('Ed25519', encodeDer(octetString, filled(32, 7)), 1, encodeDer(0x81, Uint8Array.of(3), filled(32, 1))),
      'unused bits',
    ],
    ['an Ed25519 key without its OCTET STRING', info('Ed25519', filled(32, 7)), 'has no key'],
    ['an Ed25519 key of 33 bytes', info('Ed25519', encodeDer(octetString, filled(33, 7))), 'has 33 bytes'],
    ['an expanded ML-DSA key alone', info('ML-DSA-65', encodeDer(octetString, filled(4032, 7))), 'without its seed'],
    ['a short ML-DSA seed', info('ML-DSA-65', encodeDer(0x80, filled(31, 7))), 'has 31 bytes'],
    ['an empty ML-DSA key', info('ML-DSA-65', none), 'has no seed'],
    [
      'an ML-DSA seed with another expanded key',
      info(
        'ML-DSA-44',
        encodeDer(sequence, encodeDer(octetString, filled(32, 7)), encodeDer(octetString, filled(2560, 7))),
      ),
      'do not belong together',
    ],
    [
      'an SLH-DSA key with another root',
      info('SLH-DSA-SHA2-128s', filled(64, 7)),
      'has a root that is not the one of its seeds',
    ],
    ['a short SLH-DSA key', info('SLH-DSA-SHA2-128s', filled(63, 7)), 'has 63 bytes'],
    ['nothing at all', none, 'has no PrivateKeyInfo'],
  ])('error: %s', async (_, bytes, message) => {
    const error = await open(bytes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DecodeError);
    expect((error as BaseError).message).toContain(message);
    expect((error as BaseError).field).toBe('privateKey');
    expect(JSON.stringify(error) + (error as Error).stack).not.toContain('0707');
  });

  test('error: algorithms that do not sign here, and wrong parameters', async () => {
    for (const content of [
      '06072a8648ce3d020106052b81040022', // P-384
      '06072a8648ce3d0201', // no curve
      '06032b656e', // X25519
      '06032b65700500', // Ed25519 with NULL
      '06092a864886f70d0101010500', // RSA
      '0609608648016503040315', // SLH-DSA-SHA2-128f
    ]) {
      const identifier = encodeDer(sequence, fromHex(`0x${content}`));
      const inner = encodeDer(octetString, encodeDer(octetString, filled(32, 7)));
      const bytes = encodeDer(sequence, encodeDerInteger(0), identifier, inner);
      await expect(open(bytes)).rejects.toThrow('is of an algorithm or curve that is not supported here');
    }
  });
});

describe('keys that older commands write', () => {
  const read = (bytes: Uint8Array) => PrivateKeyPem.decode(encodePem('EC PRIVATE KEY', bytes));

  test('behavior: an ECPrivateKey that names its curve', async () => {
    const key = ec(scalar, curve('06052b81040023'), point(own));
    expect(await read(key)).toEqual({ algorithm: 'P-521', privateKey: scalar });
    expect(PrivateKeyPem.isEncrypted(encodePem('EC PRIVATE KEY', key))).toBe(false);
  });

  test.each([
    ['no curve', ec(scalar, point(own)), 'has no curve'],
    ['another curve', ec(scalar, curve('06052b81040022')), 'is on a curve that is not supported here'],
    ['the curve of shorter keys', ec(scalar, curve('06082a8648ce3d030107')), 'has 66 bytes where 32 are expected'],
    ['zero', ec(filled(66, 0), curve('06052b81040023')), 'is not a P-521 private key'],
    ['bytes behind', concat(ec(scalar, curve('06052b81040023')), zero), 'has more than it should have'],
  ])('error: %s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(DecodeError);
    await expect(read(bytes)).rejects.toThrow(message);
  });
});

describe('hostile public keys', () => {
  const spki = (algorithm: SignatureAlgorithm, ...bits: readonly Uint8Array[]) =>
    encodeDer(sequence, encodeKeyIdentifier(algorithm), encodeDer(bitString, ...bits));
  const read = (bytes: Uint8Array) => PublicKeyPem.decode(encodePem('PUBLIC KEY', bytes));

  test('behavior: compressed points are the same keys', () => {
    const compressed = p521.Point.fromBytes(own).toBytes(true);
    expect(toHex(read(spki('P-521', zero, compressed)).publicKey)).toBe(toHex(own));
  });

  test.each([
    [
      'a point off the curve',
      spki(
        'P-521',
        zero,
        own.map((b, i) => (i === 132 ? b ^ 1 : b)),
      ),
      'is not a P-521 public key',
    ],
    ['infinity', spki('P-521', zero, zero), 'is not a P-521 public key'],
    [
      'coordinates above the field',
      spki('P-521', zero, Uint8Array.of(4), filled(132, 255)),
      'is not a P-521 public key',
    ],
    [
      'a hybrid point',
      spki(
        'P-521',
        zero,
        own.map((b, i) => (i === 0 ? 6 : b)),
      ),
      'is not a P-521 public key',
    ],
    ['a point of another curve', spki('P-256', zero, own), 'is not a P-256 public key'],
    [
      'an Ed25519 key of order one',
      spki('Ed25519', zero, Uint8Array.from([1, ...filled(31, 0)])),
      'is not a Ed25519 public key',
    ],
    ['an Ed25519 key that is not reduced', spki('Ed25519', zero, filled(32, 255)), 'is not a Ed25519 public key'],
    ['a short ML-DSA key', spki('ML-DSA-65', zero, filled(1951, 7)), 'is not a ML-DSA-65 public key'],
    ['a long SLH-DSA key', spki('SLH-DSA-SHA2-128s', zero, filled(33, 7)), 'is not a SLH-DSA-SHA2-128s public key'],
    ['unused bits', spki('P-521', Uint8Array.of(1), own), 'has unused bits'],
    ['bytes behind', concat(spki('P-521', zero, own), zero), 'has more than it should have'],
    ['nothing', none, 'has no SubjectPublicKeyInfo'],
  ])('error: %s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(DecodeError);
    expect(() => read(bytes)).toThrow(message);
  });

  test('error: truncated at every byte', () => {
    const whole = spki('P-521', zero, own);
    for (let size = 0; size < whole.length; size++) expect(() => read(whole.subarray(0, size))).toThrow(DecodeError);
  });
});

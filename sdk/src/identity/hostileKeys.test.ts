import { p521 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { concat, decodePem, derTags, encodeDer, encodeDerInteger, encodePem, fromHex, toHex } from '../bytes/index.ts';
import { publicKeyOf, randomBytes, type SignatureAlgorithm } from '../crypto/index.ts';
import { ArgumentError, type BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { encryptKeyInfo } from './encryptedKeyInfo.ts';
import { encodeKeyIdentifier } from './keyIdentifiers.ts';
import { encodePrivateKeyInfo } from './privateKeyInfo.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';
import { PublicKeyPem } from './publicKeyPem.ts';
import { SigningKey } from './signingKey.ts';

const { sequence, octetString, bitString, objectIdentifier } = derTags;
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

describe('hostile encrypted keys', () => {
  const key = { algorithm: 'Ed25519', privateKey: filled(32, 7) } as const;
  const sealing = { iterations: 10, salt: filled(16, 1), iv: filled(16, 2) };
  const seal = (plain: Uint8Array, more: object = {}) => encryptKeyInfo(plain, 'password', { ...sealing, ...more });
  const decrypt = (bytes: Uint8Array, password = 'password') =>
    PrivateKeyPem.decrypt(encodePem('ENCRYPTED PRIVATE KEY', bytes), password);
  const replaced = (bytes: Uint8Array, from: string, to: string) => {
    const hex = toHex(bytes);
    expect(hex).toContain(from);
    return fromHex(hex.replace(from, to));
  };

  test('error: another password', async () => {
    const pem = encodePem('ENCRYPTED PRIVATE KEY', await seal(encodePrivateKeyInfo(key)));
    // Some of so many wrong passwords give a padding that looks right.
    for (let i = 0; i < 600; i++) {
      await expect(PrivateKeyPem.decrypt(pem, `password${i}`)).rejects.toThrow('password: does not open this key');
    }
    await expect(PrivateKeyPem.decrypt(pem, '')).rejects.toThrow(VerificationError);
    await expect(PrivateKeyPem.encrypt(key, '')).rejects.toThrow(ArgumentError);
    await expect(PrivateKeyPem.encrypt(key, 'x', { iterations: 0 })).rejects.toThrow(ArgumentError);
  });

  test('error: what opens is no key', async () => {
    await expect(decrypt(await seal(encodeDer(sequence, filled(9, 7))))).rejects.toThrow(DecodeError);
    await expect(decrypt(await seal(filled(9, 7)))).rejects.toThrow(VerificationError);
    await expect(decrypt(await seal(none))).rejects.toThrow(VerificationError);
  });

  test('attack: endless work', async () => {
    const bytes = await seal(encodePrivateKeyInfo(key));
    const longer = encodeDer(sequence, encodeDer(objectIdentifier, none));
    for (const [iterations, message] of [
      ['020400989681', 'has a iteration count above 10000000'],
      ['02047fffffff', 'has a iteration count above 10000000'],
      ['0204ffffffff', 'has a wrong iteration count'],
    ] as const) {
      // Four bytes of iterations make every length around them three bytes longer: build it anew.
      const built = withIterations(bytes, iterations);
      await expect(decrypt(built)).rejects.toThrow(message);
    }
    await expect(decrypt(replaced(bytes, '02010a', '020100'))).rejects.toThrow('has no iterations');
    await expect(decrypt(longer)).rejects.toThrow(DecodeError);
    const salted = await seal(encodePrivateKeyInfo(key), { salt: filled(1_025, 1) });
    await expect(decrypt(salted)).rejects.toThrow('has a salt of more than 1024 bytes');
  });

  /** The same file with another INTEGER in place of the ten iterations. */
  function withIterations(bytes: Uint8Array, integer: string): Uint8Array {
    const salt = `0410${'01'.repeat(16)}`;
    const hex = toHex(bytes);
    const prf = '300c06082a864886f70d020b0500';
    expect(hex).toContain(`${salt}02010a${prf}`);
    const parameters = encodeDer(sequence, fromHex(`0x${salt}${integer}${prf}`));
    const kdf = encodeDer(sequence, fromHex('0x06092a864886f70d01050c'), parameters);
    const cipher = fromHex(
      `0x${hex.slice(hex.indexOf('301d0609608648016503'), hex.indexOf('301d0609608648016503') + 62)}`,
    );
    const scheme = encodeDer(sequence, fromHex('0x06092a864886f70d01050d'), encodeDer(sequence, kdf, cipher));
    return encodeDer(sequence, scheme, encodeDer(octetString, filled(64, 3)));
  }

  test.each([
    ['another scheme', '2a864886f70d01050d', '2a864886f70d01050a', 'another scheme than PBES2'],
    ['another derivation', '2a864886f70d01050c', '2a864886f70d01050b', 'another function than PBKDF2'],
    ['HMAC with SHA-1', '2a864886f70d020b0500', '2a864886f70d02070500', 'another hash than SHA-2'],
    ['a hash with parameters', '2a864886f70d020b0500', '2a864886f70d020b0400', 'another hash than SHA-2'],
    ['AES in another mode', '60864801650304012a', '60864801650304012e', 'another cipher than AES in CBC mode'],
  ])('error: %s', async (_, from, to, message) => {
    const bytes = await seal(encodePrivateKeyInfo(key));
    await expect(decrypt(replaced(bytes, from, to))).rejects.toThrow(message);
  });

  test('error: truncated at every byte', async () => {
    const bytes = await seal(encodePrivateKeyInfo(key));
    for (let size = 0; size < bytes.length; size++) {
      await expect(decrypt(bytes.subarray(0, size))).rejects.toThrow(DecodeError);
    }
  });

  test('error: an initialisation vector of another size; a plain key where an encrypted one is expected', async () => {
    const bytes = await seal(encodePrivateKeyInfo(key), { iv: filled(16, 2) });
    await expect(decrypt(replaced(bytes, `0410${'02'.repeat(16)}`, `040f${'02'.repeat(15)}0500`))).rejects.toThrow(
      DecodeError,
    );
    await expect(PrivateKeyPem.decrypt(PrivateKeyPem.encode(key), 'password')).rejects.toThrow('has no PEM block');
    const { bytes: plain } = decodePem(PrivateKeyPem.encode(key), ['PRIVATE KEY'], 'key');
    await expect(decrypt(plain)).rejects.toThrow(DecodeError);
  });
});

describe('SigningKey', () => {
  const verifier = `0x${'ab'.repeat(20)}` as const;
  const choices = [
    { algorithm: 'secp256k1' },
    { algorithm: 'P-256', verifier },
    { algorithm: 'P-521', verifier },
    { algorithm: 'P-521', verifier, hash: 'SHA-256' },
    { algorithm: 'Ed25519' },
    { algorithm: 'ML-DSA-44' },
    { algorithm: 'ML-DSA-65' },
    { algorithm: 'ML-DSA-87' },
    { algorithm: 'SLH-DSA-SHA2-128s', verifier },
  ] as const;

  test.each(choices)('behavior: $algorithm, generated, stored and loaded, is the same signer', async (choice) => {
    const key = await SigningKey.generate(choice, randomBytes);
    const loaded = SigningKey.decode(SigningKey.encode(key));
    expect(loaded).toEqual(key);
    expect(SigningKey.toSigner(loaded).signer).toBe(SigningKey.toSigner(key).signer);
    expect(SigningKey.toSigner(loaded).algorithm).toBe(choice.algorithm);
  });

  const stored = (change: object) =>
    new TextEncoder().encode(
      JSON.stringify({
        algorithm: 'P-521',
        privateKey: Buffer.from(scalar).toString('base64url'),
        type: 'gridseal/signing-key/v1',
        verifier,
        ...change,
      }),
    );

  test.each([
    ['another algorithm', { algorithm: 'P-384' }, 'signingKey.algorithm'],
    ['another hash', { hash: 'SHA-1' }, 'signingKey'],
    ['no verifier', { verifier: undefined }, 'signingKey'],
    ['a short key', { privateKey: 'AAAA' }, 'signingKey.privateKey'],
    [
      'a verifier where none belongs',
      { algorithm: 'Ed25519', privateKey: Buffer.alloc(32, 7).toString('base64url') },
      'signingKey',
    ],
    ['another field', { zzz: 1 }, 'signingKey'],
  ])('error: %s', (_, change, field) => {
    expect(() => SigningKey.decode(stored(change))).toThrow(DecodeError);
    expect(() => SigningKey.decode(stored(change))).toThrow(field);
  });

  test('error: a source of randomness that gives no key', async () => {
    const zeros = (size: number) => new Uint8Array(size);
    await expect(SigningKey.generate({ algorithm: 'P-521', verifier }, zeros)).rejects.toThrow('gives no private key');
  });
});

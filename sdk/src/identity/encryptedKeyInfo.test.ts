import { describe, expect, test } from 'vitest';
import { decodePem, derTags, encodeDer, encodePem, fromHex, toHex } from '../bytes/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../errors/index.ts';
import { encryptKeyInfo } from './encryptedKeyInfo.ts';
import { encodePrivateKeyInfo } from './privateKeyInfo.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';

const { sequence, octetString, objectIdentifier } = derTags;
const none = new Uint8Array(0);
const filled = (size: number, byte: number) => new Uint8Array(size).fill(byte);

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

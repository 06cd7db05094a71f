import { Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { secp256k1Signer } from '../crypto/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';
import { Keystore } from './keystore.ts';

const privateKey = new Uint8Array(32).fill(9);
const { signer } = secp256k1Signer(privateKey);
const password = 'correct horse battery staple';
const cheap = { cost: 1024 };
const json = await Keystore.encrypt(privateKey, password, cheap);
const parsed = JSON.parse(json);
const withCrypto = (change: object) => JSON.stringify({ ...parsed, Crypto: { ...parsed.Crypto, ...change } });
const withScrypt = (change: object) => withCrypto({ kdfparams: { ...parsed.Crypto.kdfparams, ...change } });

/** From go-ethereum, accounts/keystore/testdata/very-light-scrypt.json; its password is empty. */
const vector = {
  address: '45dea0fb0bba44f4fcf290bba71fd57d7117cbb8',
  crypto: {
    cipher: 'aes-128-ctr',
    ciphertext: 'b87781948a1befd247bff51ef4063f716cf6c2d3481163e9a8f42e1f9bb74145',
    cipherparams: { iv: 'dc4926b48a105133d2f16b96833abf1e' },
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 2,
      p: 1,
      r: 8,
      salt: '004244bbdc51cadda545b1cfa43cff9ed2ae88e08c61f1479dbb45410722f8f0',
    },
    mac: '39990c1684557447940d4c69e06b1b82b2aceacb43f284df65c956daf3046b85',
  },
  id: 'ce541d8d-c79b-40f8-9f8c-20f59616faba',
  version: 3,
};

describe('Keystore', () => {
  test('vector: a file of go-ethereum', async () => {
    const file = JSON.stringify(vector);
    expect(secp256k1Signer(await Keystore.decrypt(file, '')).signer).toBe(`0x${vector.address}`);
    await expect(Keystore.decrypt(file, 'bad')).rejects.toThrow('password');
  });

  test('behavior: round trip; ethers reads it; the address stands in it', async () => {
    expect(await Keystore.decrypt(json, password)).toEqual(privateKey);
    expect((await Wallet.fromEncryptedJson(json, password)).privateKey).toBe(toHex(privateKey));
    expect(Keystore.address(json)).toBe(signer);
    expect(json).not.toContain(toHex(privateKey).slice(2));
  });

  test('behavior: a file without address, or with 0x before it, opens too', async () => {
    const { address: _, ...rest } = parsed;
    expect(await Keystore.decrypt(JSON.stringify(rest), password)).toEqual(privateKey);
    expect(await Keystore.decrypt(JSON.stringify({ ...parsed, address: signer }), password)).toEqual(privateKey);
  });

  test('behavior: fresh salt and iv each time', async () => {
    expect(JSON.parse(await Keystore.encrypt(privateKey, password, cheap)).Crypto.mac).not.toBe(parsed.Crypto.mac);
  });

  test('error: a wrong password, and neither it nor the key is shown', async () => {
    const error = await Keystore.decrypt(json, 'hunter2').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VerificationError);
    expect(String(error)).toContain('password: does not open this keystore');
    expect(`${error}${(error as Error).cause}`).not.toMatch(/hunter2|0909/);
  });

  test('error: changed ciphertext, changed mac, another address', async () => {
    await expect(Keystore.decrypt(withCrypto({ ciphertext: '00'.repeat(32) }), password)).rejects.toThrow('password');
    await expect(Keystore.decrypt(withCrypto({ mac: '00'.repeat(32) }), password)).rejects.toThrow('password');
    const address = '00'.repeat(20);
    await expect(Keystore.decrypt(JSON.stringify({ ...parsed, address }), password)).rejects.toThrow(VerificationError);
  });

  test.each([
    ['n of 2^30', withScrypt({ n: 2 ** 30 }), 'keystore.crypto.kdfparams.n'],
    [
      'n of 2^24 with r 8: 16 GiB',
      withScrypt({ n: 2 ** 24 }),
      'keystore.crypto.kdfparams.n: asks for more than 512 MiB',
    ],
    ['n that is no power of two', withScrypt({ n: 1000 }), 'keystore.crypto.kdfparams.n: is not a power of two'],
    ['n of 1', withScrypt({ n: 1 }), 'keystore.crypto.kdfparams.n'],
    ['n as text', withScrypt({ n: '1024' }), 'keystore.crypto.kdfparams.n'],
    ['n below zero', withScrypt({ n: -1024 }), 'keystore.crypto.kdfparams.n'],
    ['r of 2^20', withScrypt({ r: 2 ** 20 }), 'keystore.crypto.kdfparams.r'],
    [
      'n too large for r (RFC 7914, section 2)',
      withScrypt({ n: 2 ** 18, r: 1 }),
      'keystore.crypto.kdfparams.n: is too large',
    ],
    ['r of 0', withScrypt({ r: 0 }), 'keystore.crypto.kdfparams.r'],
    ['p of 2^20', withScrypt({ p: 2 ** 20 }), 'keystore.crypto.kdfparams.p'],
    ['too much work in all', withScrypt({ n: 2 ** 18, p: 64 }), 'keystore.crypto.kdfparams.p: asks for too much work'],
    ['dklen of 16', withScrypt({ dklen: 16 }), 'keystore.crypto.kdfparams.dklen'],
    ['no salt', withScrypt({ salt: '' }), 'keystore.crypto.kdfparams.salt'],
    ['a salt that is no hex', withScrypt({ salt: 'zz'.repeat(32) }), 'keystore.crypto.kdfparams.salt'],
    ['a second n in another case', withScrypt({ N: 2 ** 30 }), 'keystore.crypto.kdfparams: spells a field in two ways'],
    [
      'a second crypto in another case',
      JSON.stringify({ ...parsed, crypto: {} }),
      'keystore: spells a field in two ways',
    ],
    ['pbkdf2', withCrypto({ kdf: 'pbkdf2' }), 'keystore.crypto.kdf: is not scrypt'],
    ['another cipher', withCrypto({ cipher: 'aes-256-gcm' }), 'keystore.crypto.cipher'],
    ['a short iv', withCrypto({ cipherparams: { iv: '00' } }), 'keystore.crypto.cipherparams.iv'],
    ['a long ciphertext', withCrypto({ ciphertext: '00'.repeat(64) }), 'keystore.crypto.ciphertext'],
    ['no mac', withCrypto({ mac: undefined }), 'keystore.crypto.mac: is missing'],
    ['kdfparams that are none', withCrypto({ kdfparams: [] }), 'keystore.crypto.kdfparams: is not an object'],
    ['version 1', JSON.stringify({ ...parsed, version: 1 }), 'keystore.version'],
    ['no version', JSON.stringify({ ...parsed, version: undefined }), 'keystore.version: is missing'],
    ['no crypto', JSON.stringify({ version: 3 }), 'keystore.crypto: is missing'],
    ['an address that is none', JSON.stringify({ ...parsed, address: 'me' }), 'keystore.address'],
    ['no JSON', '{', 'keystore: is not JSON'],
    ['a list', '[]', 'keystore: is not an object'],
    ['endless data', ' '.repeat(16_385), 'keystore: is longer than'],
  ])('attack: a hostile file costs no memory: %s', async (_, file, message) => {
    await expect(Keystore.decrypt(file, password)).rejects.toThrow(DecodeError);
    await expect(Keystore.decrypt(file, password)).rejects.toThrow(message);
    expect(() => Keystore.address(file)).toThrow(message);
  });

  test('error: truncation at every byte', () => {
    for (let size = 0; size < json.length; size++) {
      expect(() => Keystore.address(json.slice(0, size))).toThrow(DecodeError);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, utf8Decode } from '../bytes/index.ts';
import { Hpke, p256Signer, secp256k1Signer } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import { Enrolment } from './enrolment.ts';

const verifier = `0x${'ab'.repeat(20)}` as const;
const signer = p256Signer(new Uint8Array(32).fill(3), verifier);
const pair = Hpke.generateKeyPair('X25519');
const keys = [
  { use: 'encrypt', algorithm: 'X25519', publicKey: pair.publicKey },
  { use: 'sshHost', algorithm: 'Ed25519', publicKey: new Uint8Array(32).fill(1) },
] as const;
const enrolment = await Enrolment.sign(signer, { name: 'station-7', keys });
const json = JSON.parse(utf8Decode(Enrolment.encode(enrolment)));
const decodeWith = (change: object) => Enrolment.decode(encodeCanonicalJson({ ...json, ...change }));
const withKey = (change: object) => decodeWith({ keys: [{ ...json.keys[0], ...change }] });

describe('Enrolment', () => {
  test('behavior: round trip, and the proof holds', () => {
    const decoded = Enrolment.decode(Enrolment.encode(enrolment));
    expect(decoded).toEqual(enrolment);
    expect(Enrolment.verify(decoded, { p256: verifier })).toBe(true);
    expect(json.type).toBe('gridseal/enrolment/v1');
  });

  test('behavior: a wallet proves, too; null where only the chain can tell', async () => {
    const wallet = secp256k1Signer(new Uint8Array(32).fill(4));
    const byWallet = await Enrolment.sign(wallet, { name: 'Ladesäule 7', keys });
    expect(Enrolment.verify(byWallet)).toBe(true);
    expect(Enrolment.verify({ ...byWallet, name: 'other' })).toBeNull();
    expect(Enrolment.verify(enrolment)).toBeNull();
  });

  test('attack: another name, key, use or signer under the same proof', () => {
    const thief = p256Signer(new Uint8Array(32).fill(5), verifier);
    const stolen = [
      { ...enrolment, name: 'station-8' },
      { ...enrolment, signer: thief.signer },
      { ...enrolment, keys: [keys[0]] },
      { ...enrolment, keys: [keys[1], keys[0]] },
      { ...enrolment, keys: [{ ...keys[0], publicKey: Hpke.generateKeyPair('X25519').publicKey }, keys[1]] },
    ];
    for (const one of stolen) expect(Enrolment.verify(one, { p256: verifier })).toBe(false);
  });

  test.each([
    '',
    'a\u0000b',
    'a\nb',
    'a\u202eb',
    'a\u2066b',
    'a\u200bb',
    'a\ufeffb',
    'a\u2028b',
    'u\u0308',
    'a'.repeat(201),
    '\ue000',
    7,
    null,
  ])('error: the name %j', (name) => {
    expect(() => decodeWith({ name })).toThrow('enrolment.name: ');
  });

  test.each([
    [() => decodeWith({ type: 'gridseal/enrolment/v2' }), 'enrolment.type'],
    [() => decodeWith({ extra: 1 }), 'enrolment: has the unknown field'],
    [() => decodeWith({ signer: '0x00' }), 'enrolment.signer'],
    [() => decodeWith({ signer: json.signer.toUpperCase() }), 'enrolment.signer'],
    [() => decodeWith({ proof: '0x' }), 'enrolment.proof'],
    [() => decodeWith({ proof: undefined }), 'enrolment.proof: is missing'],
    [() => decodeWith({ keys: [] }), 'enrolment.keys: has 0 items'],
    [() => decodeWith({ keys: Array.from({ length: 17 }, () => json.keys[0]) }), 'enrolment.keys: has 17 items'],
    [() => withKey({ algorithm: 'P-384' }), 'enrolment.keys[0].algorithm'],
    [() => withKey({ publicKey: 'AA' }), 'enrolment.keys[0].publicKey: has 1 bytes'],
    [() => withKey({ publicKey: `${json.keys[0].publicKey}=` }), 'enrolment.keys[0].publicKey: is not base64url'],
    [() => withKey({ use: 'sign' }), 'enrolment.keys[0].use: is nothing that a X25519 key can do'],
    [() => withKey({ use: 'other' }), 'enrolment.keys[0].use'],
    [() => withKey({ algorithm: 'Ed25519' }), 'enrolment.keys[0].use: is nothing that a Ed25519 key can do'],
    [() => Enrolment.decode(new Uint8Array(65_537)), 'enrolment: is longer than'],
  ])('error: %o', (call, message) => {
    expect(call).toThrow(DecodeError);
    expect(call).toThrow(message);
  });

  test('error: truncation at every byte', () => {
    const bytes = Enrolment.encode(enrolment);
    for (let size = 0; size < bytes.length; size++) {
      expect(() => Enrolment.decode(bytes.subarray(0, size))).toThrow(DecodeError);
    }
  });
});

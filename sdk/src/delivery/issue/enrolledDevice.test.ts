import { describe, expect, test } from 'vitest';
import { randomBytes, secp256k1Signer } from '../../crypto/index.ts';
import { Enrolment } from '../../identity/index.ts';
import { signerId } from '../subject/index.ts';
import { enrolledDevice } from './enrolledDevice.ts';

const signer = secp256k1Signer(randomBytes(32));
const seal = { use: 'encrypt', algorithm: 'X25519', publicKey: randomBytes(32) } as const;
const sign = { use: 'sshUser', algorithm: 'Ed25519', publicKey: randomBytes(32) } as const;
const request = await Enrolment.sign(signer, { name: 'station-7', keys: [sign, seal] });

describe('enrolledDevice', () => {
  test('behavior: is known by its signer, and sealed to by its enrolled key', () => {
    expect(enrolledDevice(Enrolment.encode(request), {})).toMatchObject({
      id: signerId(signer.signer),
      key: { algorithm: 'X25519', publicKey: seal.publicKey },
      claim: null,
    });
  });

  test('attack: a request in another’s name', () => {
    const other = secp256k1Signer(randomBytes(32));
    for (const forged of [
      { ...request, signer: other.signer },
      { ...request, name: 'station-8' },
    ]) {
      expect(() => enrolledDevice(Enrolment.encode(forged), {})).toThrow(
        expect.objectContaining({ code: 'VERIFICATION', field: 'enrolment.proof' }),
      );
    }
  });

  test('error: nothing can be sealed to it', async () => {
    const bytes = Enrolment.encode(await Enrolment.sign(signer, { name: 'station-7', keys: [sign] }));
    expect(() => enrolledDevice(bytes, {})).toThrow(
      expect.objectContaining({ code: 'ARGUMENT', field: 'enrolment.keys' }),
    );
  });

  test('error: cut at any byte', () => {
    const bytes = Enrolment.encode(request);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => enrolledDevice(bytes.slice(0, length), {})).toThrow(expect.objectContaining({ code: 'DECODE' }));
    }
  });
});

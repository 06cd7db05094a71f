import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concat,
  encodeEcdsaDer,
  fromHex,
  type Hex,
  toBase64url,
  toHex,
  utf8Decode,
  utf8Encode,
} from '../../bytes/index.ts';
import { sha256 } from '../hash.ts';
import { verifySignature } from '../verifySignature.ts';
import { type Assertion, decodeAssertion, encodeAssertion } from './assertion.ts';
import { type SoftwareAuthenticatorOptions, softwareAuthenticator } from './softwareAuthenticator.ts';
import { spkiToP256Point } from './spki.ts';
import { verifyWebAuthn } from './verifyWebAuthn.ts';
import { type PasskeyAsker, webAuthnSigner } from './webAuthnSigner.ts';

const verifier: Hex = `0x${'ab'.repeat(20)}`;
const privateKey = new Uint8Array(32).fill(7);
const digest: Hex = `0x${'5a'.repeat(32)}`;
const digestBytes = Uint8Array.from(fromHex(digest));
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function passkey(options: Partial<SoftwareAuthenticatorOptions> = {}) {
  const authenticator = softwareAuthenticator({ privateKey, rpId: 'example.org', ...options });
  return { authenticator, signer: webAuthnSigner(authenticator, { ...authenticator, verifier }) };
}

const { authenticator, signer } = passkey();
const key = authenticator.publicKey.slice(1);

/** A good assertion, and the same with something else in place of its parts; signed anew where the signature covers it. */
async function assertionWith(change: Partial<Assertion> = {}): Promise<Hex> {
  const good = decodeAssertion(fromHex(await signer.sign(digest))) as Assertion;
  const changed = { ...good, ...change };
  if (change.signature) return encodeAssertion(changed);
  const message = sha256(concat(changed.authenticatorData, sha256(changed.clientDataJSON)));
  return encodeAssertion({ ...changed, signature: p256.sign(message, privateKey, { prehash: false, lowS: true }) });
}

function clientData(text: string): Pick<Assertion, 'clientDataJSON' | 'challengeIndex' | 'typeIndex'> {
  return {
    clientDataJSON: utf8Encode(text),
    challengeIndex: BigInt(Math.max(0, text.indexOf('"challenge"'))),
    typeIndex: BigInt(Math.max(0, text.indexOf('"type"'))),
  };
}

function withFlags(flags: number): Pick<Assertion, 'authenticatorData'> {
  const authenticatorData = new Uint8Array(37);
  authenticatorData[32] = flags;
  return { authenticatorData };
}

const accepts = (signature: Hex, by: Uint8Array = key) => verifyWebAuthn(by, digestBytes, fromHex(signature));
const challenge = toBase64url(digestBytes);

describe('webAuthnSigner', () => {
  test('behavior: an assertion is the signature of verifier ‖ x ‖ y', async () => {
    expect(signer.signer).toBe(toHex(concat(fromHex(verifier), key)));
    expect(signer.algorithm).toBe('P-256');
    const signature = await signer.sign(digest);
    const asked = { signer: signer.signer, digest, signature };
    expect(verifySignature({ ...asked, verifiers: { webAuthn: verifier } })).toBe(true);
    expect(verifySignature({ ...asked, verifiers: { p256: verifier } })).toBe(false);
    expect(verifySignature(asked)).toBeNull();
  });

  test('behavior: OpenSSL verifies what was signed', async () => {
    const { authenticatorData, clientDataJSON, signature } = decodeAssertion(
      fromHex(await signer.sign(digest)),
    ) as Assertion;
    const spki = concat(fromHex('0x3059301306072a8648ce3d020106082a8648ce3d030107034200'), authenticator.publicKey);
    const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const message = concat(authenticatorData, sha256(clientDataJSON));
    expect(verify('sha256', message, publicKey, encodeEcdsaDer(signature))).toBe(true);
    expect(JSON.parse(utf8Decode(clientDataJSON))).toMatchObject({ type: 'webauthn.get', challenge });
    expect(spkiToP256Point(spki)).toEqual(authenticator.publicKey);
  });

  test('behavior: any digest, any order of the client data’s members', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (bytes) => {
        const signature = fromHex(await signer.sign(toHex(bytes)));
        expect(verifyWebAuthn(key, bytes, signature)).toBe(true);
      }),
      { numRuns: 20 },
    );
    const turned = `{"origin":"https://example.org","challenge":"${challenge}","type":"webauthn.get"}`;
    expect(accepts(await assertionWith(clientData(turned)))).toBe(true);
  });

  test('behavior: navigator.credentials is one who can be asked', () => {
    const take = (credentials: CredentialsContainer): PasskeyAsker => credentials;
    expect(take).toBeTypeOf('function');
  });

  test('behavior: it asks for this credential, and for the user to be verified', async () => {
    const seen: unknown[] = [];
    const spy: PasskeyAsker = {
      get(options) {
        seen.push(options);
        return authenticator.get(options);
      },
    };
    const { credentialId, publicKey } = authenticator;
    const mine = webAuthnSigner(spy, { verifier, credentialId, publicKey, rpId: 'example.org', timeout: 60_000 });
    await mine.sign(digest);
    expect(seen).toEqual([
      {
        publicKey: {
          challenge: digestBytes,
          allowCredentials: [{ type: 'public-key', id: credentialId }],
          userVerification: 'required',
          rpId: 'example.org',
          timeout: 60_000,
        },
      },
    ]);
  });
});

describe('webAuthnSigner refuses', () => {
  const { credentialId, publicKey } = authenticator;
  const answering = (credential: unknown) =>
    webAuthnSigner({ get: async () => credential }, { verifier, credentialId, publicKey }).sign(digest);

  test('error: nobody approves, or the answer is not an assertion', async () => {
    const { response } = await authenticator.get({
      publicKey: {
        challenge: digestBytes,
        allowCredentials: [{ type: 'public-key', id: Uint8Array.from(credentialId) }],
        userVerification: 'required',
      },
    });
    for (const credential of [null, undefined, 7, {}, { response: null }]) {
      await expect(answering(credential)).rejects.toThrow('nobody approved');
    }
    for (const name of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const lacking = { response: { ...response, [name]: 'text' } };
      await expect(answering(lacking)).rejects.toThrow(`assertion.${name}`);
      await expect(answering({ response: { ...response, [name]: new ArrayBuffer(0) } })).rejects.toThrow('assertion');
    }
    const refuses = webAuthnSigner(
      { get: () => Promise.reject(new DOMException('no', 'NotAllowedError')) },
      { verifier, credentialId, publicKey },
    );
    await expect(refuses.sign(digest)).rejects.toMatchObject({
      code: 'VERIFICATION',
      cause: { name: 'NotAllowedError' },
    });
  });

  test('error: an answer to another challenge, by another key, without the user', async () => {
    const request = (bytes: Uint8Array) => ({
      publicKey: {
        challenge: Uint8Array.from(bytes),
        allowCredentials: [{ type: 'public-key' as const, id: Uint8Array.from(credentialId) }],
        userVerification: 'required' as const,
      },
    });
    const other = await authenticator.get(request(new Uint8Array(32)));
    await expect(answering(other)).rejects.toThrow('clientDataJSON.challenge');
    const stranger = passkey({ privateKey: new Uint8Array(32).fill(8) });
    const theirs = webAuthnSigner(stranger.authenticator, { ...stranger.authenticator, verifier, publicKey });
    await expect(theirs.sign(digest)).rejects.toThrow('another key');
    for (const flags of [0x00, 0x01, 0x04, 0x15]) {
      await expect(passkey({ flags }).signer.sign(digest)).rejects.toThrow('verify the user');
    }
  });

  test('error: keys that are none', () => {
    for (const size of [0, 33, 64, 66]) {
      const wrong = { verifier, credentialId, publicKey: new Uint8Array(size).fill(4) };
      expect(() => webAuthnSigner(authenticator, wrong)).toThrow('publicKey');
    }
    expect(() => softwareAuthenticator({ privateKey: new Uint8Array(32), rpId: 'a' })).toThrow('privateKey');
    const { publicKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const spki of [new Uint8Array(), new Uint8Array(91), rsa.export({ format: 'der', type: 'spki' })]) {
      expect(() => spkiToP256Point(spki)).toThrow('publicKey');
    }
  });

  test('error: an authenticator asked for another’s credential', async () => {
    const mine = webAuthnSigner(authenticator, { verifier, publicKey, credentialId: new Uint8Array(32) });
    await expect(mine.sign(digest)).rejects.toThrow('allowCredentials');
  });
});

describe('verifyWebAuthn refuses', () => {
  test('error: another digest, another key, a key of another size', async () => {
    const signature = await signer.sign(digest);
    expect(accepts(signature)).toBe(true);
    expect(verifyWebAuthn(key, new Uint8Array(32), fromHex(signature))).toBe(false);
    expect(
      accepts(signature, passkey({ privateKey: new Uint8Array(32).fill(8) }).authenticator.publicKey.slice(1)),
    ).toBe(false);
    for (const other of [key.subarray(1), authenticator.publicKey, new Uint8Array(), new Uint8Array(64)]) {
      expect(accepts(signature, other)).toBe(false);
    }
  });

  test('error: another type or challenge, or none, also if they are signed', async () => {
    const good = `{"type":"webauthn.get","challenge":"${challenge}"}`;
    expect(accepts(await assertionWith(clientData(good)))).toBe(true);
    for (const text of [
      good.replace('webauthn.get', 'webauthn.create'),
      good.replace('webauthn.get', 'payment.get'),
      good.replace('"type"', '"tpye"'),
      good.replace(challenge, challenge.slice(1)),
      good.replace(challenge, `${challenge}=`),
      good.replace(challenge, toBase64url(new Uint8Array(32))),
      good.replace('"challenge"', '"Challenge"'),
      good.slice(0, -2),
      '',
      '{}',
    ]) {
      expect(accepts(await assertionWith(clientData(text))), text).toBe(false);
    }
  });

  test('error: indexes beside what they point to, beyond the end, and beyond all numbers', async () => {
    const good = decodeAssertion(fromHex(await signer.sign(digest))) as Assertion;
    const { challengeIndex, typeIndex, clientDataJSON } = good;
    const length = BigInt(clientDataJSON.length);
    const wrong = [-1n, 1n].map((by) => ({ challengeIndex: challengeIndex + by, typeIndex: typeIndex + by }));
    const beyond = [length - 1n, length, length + 1n, 2n ** 64n, 2n ** 255n, 2n ** 256n - 1n, 2n ** 256n - 21n];
    for (const at of [...beyond, ...wrong.map((one) => one.challengeIndex)]) {
      expect(accepts(await assertionWith({ challengeIndex: at })), `challenge at ${at}`).toBe(false);
    }
    for (const at of [...beyond, ...wrong.map((one) => one.typeIndex)]) {
      expect(accepts(await assertionWith({ typeIndex: at })), `type at ${at}`).toBe(false);
    }
  });

  test('error: the user absent or not verified, a backup that is not allowed, authenticator data that is too short', async () => {
    for (const flags of [0x00, 0x01, 0x04, 0xfa, 0x15])
      expect(accepts(await assertionWith(withFlags(flags)))).toBe(false);
    for (const flags of [0x05, 0x0d, 0x1d, 0xff]) expect(accepts(await assertionWith(withFlags(flags)))).toBe(true);
    for (const size of [0, 32, 33, 36]) {
      const authenticatorData = new Uint8Array(size).fill(0x05);
      expect(accepts(await assertionWith({ authenticatorData }))).toBe(false);
    }
  });

  test('error: s in the upper half, r and s of 0, n and beyond', async () => {
    const { signature } = decodeAssertion(fromHex(await assertionWith())) as Assertion;
    const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((part) => BigInt(toHex(part))) as [
      bigint,
      bigint,
    ];
    const pair = (...numbers: readonly bigint[]) =>
      fromHex(`0x${numbers.map((number) => number.toString(16).padStart(64, '0')).join('')}`);
    const all = 2n ** 256n - 1n;
    for (const wrong of [
      pair(r, order - s),
      pair(0n, s),
      pair(r, 0n),
      pair(order, s),
      pair(r, order),
      pair(all, all),
      pair(0n, 0n),
    ]) {
      expect(accepts(await assertionWith({ signature: wrong }))).toBe(false);
    }
  });

  test('error: truncated at every byte, flipped at every byte', async () => {
    const bytes = fromHex(await signer.sign(digest));
    const { clientDataJSON } = decodeAssertion(bytes) as Assertion;
    const padding = (32 - (clientDataJSON.length % 32)) % 32;
    for (let size = 0; size < bytes.length - padding; size++) {
      expect(verifyWebAuthn(key, digestBytes, bytes.subarray(0, size)), `cut at ${size}`).toBe(false);
    }
    for (let at = 0; at < bytes.length - padding; at++) {
      if (isPadding(bytes, at)) continue;
      const flipped = Uint8Array.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 0x01;
      expect(verifyWebAuthn(key, digestBytes, flipped), `flipped at ${at}`).toBe(false);
    }
  });

  test('behavior: bytes that nothing points to are passed over, as the contract does', async () => {
    const signature = await signer.sign(digest);
    expect(accepts(`${signature}00ff`)).toBe(true);
  });
});

/** Zeros behind the authenticator data's 37 bytes, which belong to nothing. */
function isPadding(bytes: Uint8Array, at: number): boolean {
  const start = Number(BigInt(toHex(bytes.subarray(128, 160)))) + 32 + 37;
  return at >= start && at < Math.ceil(start / 32) * 32;
}

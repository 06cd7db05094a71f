import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes32, endorse, quorumOf, registry } from '../../../test/support/quorums.ts';
import {
  decodeEcdsaDer,
  encodeCanonicalJson,
  fromHex,
  type Hex,
  type Json,
  toHex,
  utf8Encode,
} from '../bytes/index.ts';
import { addressOf, offChainVerifier, sha256Hex, verifySignature } from '../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { Approval, answerSigningRequest, Proposal, SigningRequest, TypedData, WrongAnswerError } from './index.ts';
import type { RequestedKey } from './signingRequest.ts';

const state = quorumOf([1, 2, 3], 2);
const certificate = { type: 'gridseal/certificate/v1', subject: { name: 'Meter makers' } };
const action = endorse(state, sha256Hex(encodeCanonicalJson(certificate)));
const proposal = Proposal.from(action, { note: 'As agreed', certificate });

/** No contract has to be there: the request says which algorithm the verifier is for. */
const verifier: Hex = `0x${'be'.repeat(20)}`;

interface ForeignKey extends RequestedKey {
  readonly key: KeyObject;
  /** What OpenSSL gives for the digest. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function pointOf(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Uint8Array.from([...Buffer.from(x, 'base64url'), ...Buffer.from(y, 'base64url')]);
}

/** ECDSA as `openssl dgst -sha… -sign` makes it. */
function p521(hash: 'SHA-512' | 'SHA-256' = 'SHA-512'): ForeignKey {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const name = hash.replace('-', '').toLowerCase();
  return {
    signer: toHex(Uint8Array.from([...fromHex(verifier), ...pointOf(publicKey)])),
    algorithm: 'P-521',
    hash,
    key,
    sign: (message) => new Uint8Array(createSign(name).update(message).sign(key)),
  };
}

function ed25519(): ForeignKey {
  const { privateKey: key, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const signer = `${offChainVerifier('Ed25519')}${raw.toString('hex')}` as Hex;
  return { signer, algorithm: 'Ed25519', key, sign: (message) => new Uint8Array(signWith(null, message, key)) };
}

/** The raw public key is the last bytes of its SubjectPublicKeyInfo. */
const rawOf = (publicKey: KeyObject, size: number): string =>
  publicKey.export({ format: 'der', type: 'spki' }).subarray(-size).toString('hex');

function slhDsa(): ForeignKey {
  const { privateKey: key, publicKey } = generateKeyPairSync('slh-dsa-sha2-128s');
  const signer = `${verifier}${rawOf(publicKey, 32)}` as Hex;
  return {
    signer,
    algorithm: 'SLH-DSA-SHA2-128s',
    key,
    sign: (message) => new Uint8Array(signWith(null, message, key)),
  };
}

function mlDsa(): ForeignKey {
  const { privateKey: key, publicKey } = generateKeyPairSync('ml-dsa-65');
  const signer = `${offChainVerifier('ML-DSA-65')}${rawOf(publicKey, 1952)}` as Hex;
  return { signer, algorithm: 'ML-DSA-65', key, sign: (message) => new Uint8Array(signWith(null, message, key)) };
}

const requestTo = ({ signer, algorithm, hash }: RequestedKey) =>
  SigningRequest.from(proposal, { signer, algorithm, ...(hash ? { hash } : {}) });

describe('a signing request', () => {
  test('behavior: survives its file, and shows what is signed', () => {
    const request = requestTo(p521());
    const again = SigningRequest.decode(SigningRequest.encode(request));
    expect(again).toEqual(request);
    expect(again.digest).toBe(TypedData.digest(action));
    expect(again.proposal.certificate).toEqual(certificate);
    expect(toHex(SigningRequest.messageOf(again))).toBe(TypedData.digest(action));
  });

  test('error: a digest that is not the proposal’s (attack: what is shown is not what is signed)', () => {
    const request = { ...requestTo(p521()), digest: bytes32(5) };
    expect(() => SigningRequest.decode(SigningRequest.encode(request))).toThrow(VerificationError);
  });

  test('error: another certificate than the one that is named', () => {
    const forged = { ...proposal, certificate: { ...certificate, subject: { name: 'Somebody else' } } };
    const request = { ...requestTo(p521()), proposal: forged };
    expect(() => SigningRequest.decode(SigningRequest.encode(request))).toThrow('proposal.certificate');
  });

  test.each([
    ['an unknown field', { extra: 1 }],
    ['no algorithm', { algorithm: undefined }],
    ['an unknown algorithm', { algorithm: 'RSA' }],
    ['no hash', { hash: undefined }],
    ['an unknown hash', { hash: 'MD5' }],
    ['a hash for an algorithm that has its own', { algorithm: 'Ed25519', signer: ed25519().signer }],
    ['a key of another length', { signer: `${verifier}00` }],
    ['a signer in upper case', { signer: p521().signer.toUpperCase().replace('0X', '0x') }],
    ['no proposal', { proposal: undefined }],
    ['a proposal that is none', { proposal: {} }],
    ['another type', { type: 'gridseal/approval/v1' }],
  ])('error: %s', (_what, change) => {
    const changed = Object.entries({ ...requestTo(p521()), ...change }).filter(([, value]) => value !== undefined);
    const kept = Object.fromEntries(changed) as Readonly<Record<string, Json>>;
    expect(() => SigningRequest.decode(encodeCanonicalJson(kept))).toThrow(DecodeError);
  });

  test('error: __proto__, in whatever depth: no member is read over', () => {
    const text = new TextDecoder().decode(SigningRequest.encode(requestTo(p521())));
    for (const at of ['{', '"proposal":{', '"message":{']) {
      const changed = text.replace(at, `${at}"__proto__":{"note":"x"},`);
      expect(changed).not.toBe(text);
      expect(() => SigningRequest.decode(new TextEncoder().encode(changed))).toThrow('unknown field: __proto__');
    }
  });

  test('error: truncated at every hundredth byte, too long, and no JSON', () => {
    const bytes = SigningRequest.encode(requestTo(p521()));
    for (let size = 0; size < bytes.length; size += 100) {
      expect(() => SigningRequest.decode(bytes.subarray(0, size))).toThrow(DecodeError);
    }
    expect(() => SigningRequest.decode(new Uint8Array(SigningRequest.MAX_REQUEST_BYTES + 1))).toThrow('longer');
    expect(() => SigningRequest.decode(utf8Encode('{'))).toThrow(DecodeError);
  });

  test('error: a key that does not fit its algorithm', () => {
    const key = p521();
    expect(() => requestTo({ ...key, algorithm: 'P-256' })).toThrow(ArgumentError);
    expect(() => SigningRequest.from(proposal, { signer: key.signer, algorithm: 'P-521' })).toThrow('key.hash');
  });
});

describe('the answer to a signing request', () => {
  test.each([
    ['P-521 over SHA-512', p521()],
    ['P-521 over SHA-256', p521('SHA-256')],
    ['Ed25519', ed25519()],
    ['SLH-DSA-SHA2-128s', slhDsa()],
    ['ML-DSA-65', mlDsa()],
  ])('behavior: what stock tools sign becomes an approval: %s', async (_name, key) => {
    const request = requestTo(key);
    const approval = answerSigningRequest(request, key.sign(SigningRequest.messageOf(request)));
    expect(approval).toMatchObject({ action: 'endorse', signer: request.signer, digest: request.digest });
    expect(Approval.decode(Approval.encode(approval))).toEqual(approval);
  });

  test('behavior: r ‖ s is taken as well as DER, and means the same', () => {
    const key = p521();
    const request = requestTo(key);
    const der = key.sign(SigningRequest.messageOf(request));
    const compact = decodeEcdsaDer(der, 66);
    expect(answerSigningRequest(request, compact)).toEqual(answerSigningRequest(request, der));
  });

  test('behavior: P-256 and secp256k1 sign the digest itself, with any s', () => {
    for (const algorithm of ['P-256', 'secp256k1'] as const) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: algorithm });
      const point = Uint8Array.from([4, ...pointOf(publicKey)]);
      const signer = algorithm === 'P-256' ? (`${verifier}${toHex(point).slice(4)}` as Hex) : addressOf(point);
      const request = requestTo({ signer, algorithm });
      for (let i = 0; i < 8; i++) {
        const approval = answerSigningRequest(request, signRaw(privateKey, SigningRequest.messageOf(request)));
        const { digest, signature } = approval;
        expect(verifySignature({ signer, digest, signature, verifiers: { p256: verifier } })).toBe(true);
      }
    }
  });

  test('error: another key, another digest', () => {
    const key = p521();
    const request = requestTo(key);
    const refused = (bytes: Uint8Array) => {
      const error = caught(() => answerSigningRequest(request, bytes));
      expect(error.reason).toBe('otherKeyOrDigest');
      expect(error.metaMessages.join(' ')).toContain(request.digest.slice(2));
    };
    refused(p521().sign(SigningRequest.messageOf(request)));
    refused(key.sign(fromHex(bytes32(9))));
    refused(key.sign(utf8Encode(request.digest)));
  });

  test('error: another hash, which is named', () => {
    const key = p521();
    const request = requestTo(key);
    const weak = new Uint8Array(createSign('sha256').update(SigningRequest.messageOf(request)).sign(key.key));
    const error = caught(() => answerSigningRequest(request, weak));
    expect(error).toMatchObject({ reason: 'otherHash' });
    expect(error.message).toContain('-sha512');
  });

  test('error: a P-256 signature that hashes the digest once more', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const request = requestTo({
      signer: toHex(Uint8Array.from([...fromHex(verifier), ...pointOf(publicKey)])),
      algorithm: 'P-256',
    });
    const hashed = new Uint8Array(createSign('sha256').update(SigningRequest.messageOf(request)).sign(privateKey));
    expect(caught(() => answerSigningRequest(request, hashed))).toMatchObject({ reason: 'otherHash' });
  });

  test.each([
    ['nothing', () => new Uint8Array()],
    ['text', (der: Uint8Array) => utf8Encode(Buffer.from(der).toString('base64'))],
    ['a byte too many', (der: Uint8Array) => Uint8Array.from([...der, 0])],
    ['a byte too few', (der: Uint8Array) => der.subarray(0, -1)],
    ['a needless zero', (der: Uint8Array) => Uint8Array.from([...der.subarray(0, 2), 2, 66, 0, ...der.subarray(4)])],
  ])('error: %s is no signature', (_what, change) => {
    const key = p521();
    const request = requestTo(key);
    const error = caught(() => answerSigningRequest(request, change(key.sign(SigningRequest.messageOf(request)))));
    expect(error.reason).toBe('form');
  });

  test('error: a signature changed by a bit, anywhere', () => {
    const key = ed25519();
    const request = requestTo(key);
    const good = key.sign(SigningRequest.messageOf(request));
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), (bit) => {
        const bad = Uint8Array.from(good);
        bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(() => answerSigningRequest(request, bad)).toThrow(WrongAnswerError);
      }),
      { numRuns: 100 },
    );
  });

  test('error: any bytes at all are refused with an error of ours (fuzz)', () => {
    const requests = [p521(), ed25519()].map(requestTo);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), (bytes) => {
        for (const request of requests) expect(() => answerSigningRequest(request, bytes)).toThrow(BaseError);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what members of a member are asked', () => {
  test('behavior: to approve the digest, with the message and the certificate to be seen', () => {
    const member = quorumOf([5, 6], 2);
    const asked = Proposal.forMember(proposal, member);
    expect(asked).toMatchObject({
      action: 'approve',
      registry,
      message: { quorum: member.id, version: 1, digest: TypedData.digest(action) },
      content: action,
      note: 'As agreed',
      certificate,
    });
    expect(Proposal.decode(Proposal.encode(asked))).toEqual(asked);
    const deeper = Proposal.forMember(asked, quorumOf([7], 1));
    expect(deeper).toMatchObject({ content: Proposal.actionOf(asked), behind: [action], certificate });
    expect(Proposal.decode(Proposal.encode(deeper))).toEqual(deeper);
    expect(Proposal.actionOf(deeper)).not.toHaveProperty('behind');
  });

  test('error: messages behind that are not the ones (attack: what is shown is not what is signed)', () => {
    const asked = Proposal.forMember(proposal, quorumOf([5, 6], 2));
    const deeper = Proposal.forMember(asked, quorumOf([7], 1));
    const other = { ...action, message: { ...action.message, deadline: 1 } };
    for (const forged of [
      { ...deeper, behind: [other] },
      { ...deeper, behind: [action, action] },
      { ...deeper, behind: [] },
      { ...deeper, content: other },
      { ...asked, behind: [action] },
      { ...proposal, behind: [action] },
    ]) {
      expect(() => Proposal.decode(Proposal.encode(forged as Proposal.Proposal))).toThrow(BaseError);
    }
  });

  test('error: a certificate that the message behind the digest does not name', () => {
    const asked = Proposal.forMember(proposal, quorumOf([5, 6], 2));
    const forged = { ...asked, certificate: { ...certificate, more: 1 } } as Proposal.Proposal;
    expect(() => Proposal.decode(Proposal.encode(forged))).toThrow('proposal.certificate');
    const { content: _content, ...without } = asked;
    expect(() => Proposal.decode(Proposal.encode(without as Proposal.Proposal))).toThrow('proposal.certificate');
  });
});

function caught(run: () => unknown): WrongAnswerError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(WrongAnswerError);
    return error as WrongAnswerError;
  }
  throw new Error('nothing was thrown');
}

/** ECDSA of 32 bytes that are hashed already, as `openssl pkeyutl -sign` does; the s of either half. */
function signRaw(key: KeyObject, digest: Uint8Array): Uint8Array {
  const { d = '', crv } = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' });
  const curve = crv === 'P-256' ? p256 : secp256k1;
  const secret = new Uint8Array(Buffer.from(d, 'base64url'));
  return curve.sign(digest, secret, { prehash: false, lowS: false, format: 'der', extraEntropy: true });
}

import { concat, decodeEcdsaDer, fromHex, type Hex, toHex } from '../../bytes/index.ts';
import { ArgumentError, BaseError, VerificationError } from '../../errors/index.ts';
import { toLowS } from '../lowS.ts';
import type { Signer } from '../signer.ts';
import { type Assertion, encodeAssertion } from './assertion.ts';
import { expectedChallenge, expectedType } from './assertionRules.ts';
import { verifyWebAuthn } from './verifyWebAuthn.ts';

/** What is asked of an authenticator: a part of `PublicKeyCredentialRequestOptions`. */
export interface PasskeyRequest {
  readonly challenge: Uint8Array<ArrayBuffer>;
  readonly rpId?: string;
  readonly allowCredentials: { readonly type: 'public-key'; readonly id: Uint8Array<ArrayBuffer> }[];
  readonly userVerification: 'required';
  readonly timeout?: number;
}

/** What it answers: the part of `AuthenticatorAssertionResponse` that counts. `signature` is DER. */
export interface PasskeyResponse {
  readonly authenticatorData: ArrayBuffer;
  readonly clientDataJSON: ArrayBuffer;
  readonly signature: ArrayBuffer;
}

/** `navigator.credentials`, as far as it is needed; null means that nobody approved. */
export interface PasskeyAsker {
  get(options: { readonly publicKey: PasskeyRequest; readonly signal?: AbortSignal }): Promise<unknown>;
}

/** A passkey that was registered before. */
export interface Passkey {
  /** The verifier's address on the chains where this key is to count. */
  readonly verifier: Hex;
  /** 0x04 ‖ x ‖ y, 65 bytes, of P-256: `spkiToP256Point` reads it from a registration. */
  readonly publicKey: Uint8Array;
  readonly credentialId: Uint8Array;
  /** The domain that the key belongs to; the page's own by default. */
  readonly rpId?: string;
  /** How long the person has, in milliseconds; the browser's choice by default. */
  readonly timeout?: number;
}

/**
 * A passkey behind OpenZeppelin's `ERC7913WebAuthnVerifier`: the digest is the challenge, and the signature is the whole assertion.
 * What the authenticator answers is verified before it is given away.
 *
 * @param credentials `navigator.credentials` in a browser.
 * @throws {ArgumentError} if the public key is no uncompressed point.
 * @example
 * ```ts
 * const me = webAuthnSigner(navigator.credentials, { verifier, publicKey, credentialId, rpId: 'example.org' });
 * const signature = await me.sign(digest); // asks for a finger, a face or a PIN
 * ```
 */
export function webAuthnSigner(credentials: PasskeyAsker, passkey: Passkey): Signer {
  const { publicKey, verifier } = passkey;
  if (publicKey.length !== 65 || publicKey[0] !== 4) {
    throw new ArgumentError('is not an uncompressed point of 65 bytes', { field: 'publicKey' });
  }
  const key = publicKey.slice(1);
  return {
    signer: toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), key)),
    algorithm: 'P-256',
    async sign(digest) {
      const challenge = fromHex(digest, { field: 'digest', size: 32 });
      const response = await ask(credentials, passkey, challenge);
      const signature = encodeAssertion(toAssertion(response, challenge));
      if (verifyWebAuthn(key, challenge, fromHex(signature))) return signature;
      throw new VerificationError('the authenticator signed something else, or with another key', {
        field: 'assertion',
        metaMessages: ['It has to verify the user (PIN, finger or face), not only to notice somebody.'],
      });
    },
  };
}

async function ask(credentials: PasskeyAsker, passkey: Passkey, challenge: Uint8Array): Promise<PasskeyResponse> {
  const { credentialId, rpId, timeout } = passkey;
  const publicKey: PasskeyRequest = {
    challenge: Uint8Array.from(challenge),
    allowCredentials: [{ type: 'public-key', id: Uint8Array.from(credentialId) }],
    userVerification: 'required',
    ...(rpId === undefined ? {} : { rpId }),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const credential = await credentials.get({ publicKey }).catch((cause: unknown) => {
    if (cause instanceof BaseError) throw cause;
    throw new VerificationError('the authenticator gave no signature', { field: 'assertion', cause });
  });
  return readResponse(credential);
}

/** The browser's object, or what stands for it: nothing of it is believed. */
function readResponse(credential: unknown): PasskeyResponse {
  const response = isObject(credential) ? credential.response : undefined;
  if (!isObject(response)) throw new VerificationError('nobody approved', { field: 'assertion' });
  const read = (name: keyof PasskeyResponse): ArrayBuffer => {
    const value = response[name];
    if (value instanceof ArrayBuffer) return value;
    throw new VerificationError('is not there', { field: `assertion.${name}` });
  };
  return {
    authenticatorData: read('authenticatorData'),
    clientDataJSON: read('clientDataJSON'),
    signature: read('signature'),
  };
}

function toAssertion(response: PasskeyResponse, challenge: Uint8Array): Assertion {
  const clientDataJSON = new Uint8Array(response.clientDataJSON);
  const indexOf = (wanted: Uint8Array, field: string) => {
    const index = find(clientDataJSON, wanted);
    if (index >= 0) return BigInt(index);
    throw new VerificationError('is another one than was asked for', { field: `assertion.clientDataJSON.${field}` });
  };
  return {
    signature: toLowS('P-256', decodeEcdsaDer(new Uint8Array(response.signature), 32, 'assertion.signature')),
    challengeIndex: indexOf(expectedChallenge(challenge), 'challenge'),
    typeIndex: indexOf(expectedType, 'type'),
    authenticatorData: new Uint8Array(response.authenticatorData),
    clientDataJSON,
  };
}

/** Quotes within JSON text are escaped, so what is found is a member's name and value. */
function find(text: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at + wanted.length <= text.length; at++) {
    if (wanted.every((byte, i) => text[at + i] === byte)) return at;
  }
  return -1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

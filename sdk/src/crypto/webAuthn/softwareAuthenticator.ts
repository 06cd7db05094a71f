import { p256 } from '@noble/curves/nist.js';
import { concat, encodeEcdsaDer, equalBytes, toBase64url, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { sha256 } from '../hash.ts';
import { flags } from './assertionRules.ts';
import type { PasskeyAsker, PasskeyRequest, PasskeyResponse } from './webAuthnSigner.ts';

/** Whose authenticator it is, and what it is to say of the person before it. */
export interface SoftwareAuthenticatorOptions {
  /** 32 bytes, of P-256. */
  readonly privateKey: Uint8Array;
  /** For example `example.org`. */
  readonly rpId: string;
  /** The page that asks; `https://` and the id by default. */
  readonly origin?: string;
  /** Flags of the authenticator data; present and verified by default. */
  readonly flags?: number;
}

/** An authenticator and browser in one, and what its registration would have told. */
export interface SoftwareAuthenticator extends PasskeyAsker {
  readonly credentialId: Uint8Array;
  /** 0x04 ‖ x ‖ y. */
  readonly publicKey: Uint8Array;
  readonly rpId: string;
  get(options: { readonly publicKey: PasskeyRequest }): Promise<{ readonly response: PasskeyResponse }>;
}

/**
 * A passkey whose key is at hand: it answers as browser and authenticator together do (Web Authentication Level 2, sections 5.8.1
 * and 6.3.3), but asks nobody. For tests, demonstrations, and machines that stand in for a person.
 *
 * @throws {ArgumentError} if it is not a private key; the message does not contain it.
 * @example
 * ```ts
 * const authenticator = softwareAuthenticator({ privateKey, rpId: 'example.org' });
 * const signer = webAuthnSigner(authenticator, { ...authenticator, verifier });
 * ```
 */
export function softwareAuthenticator(options: SoftwareAuthenticatorOptions): SoftwareAuthenticator {
  const {
    privateKey,
    rpId,
    origin = `https://${rpId}`,
    flags: said = flags.userPresent | flags.userVerified,
  } = options;
  if (!p256.utils.isValidSecretKey(privateKey)) {
    throw new ArgumentError('is not a P-256 private key', { field: 'privateKey' });
  }
  const publicKey = p256.getPublicKey(privateKey, false);
  const credentialId = sha256(publicKey);
  let counter = 0;
  return {
    credentialId,
    publicKey,
    rpId,
    async get({ publicKey: request }) {
      if (!request.allowCredentials.some(({ id }) => equalBytes(id, credentialId)) || (request.rpId ?? rpId) !== rpId) {
        throw new ArgumentError('is not a credential of this authenticator', { field: 'allowCredentials' });
      }
      const challenge = toBase64url(request.challenge);
      const client = { type: 'webauthn.get', challenge, origin, crossOrigin: false };
      const clientDataJSON = utf8Encode(JSON.stringify(client));
      const state = new Uint8Array(5);
      state[0] = said;
      new DataView(state.buffer).setUint32(1, ++counter);
      const authenticatorData = concat(sha256(utf8Encode(rpId)), state);
      const message = sha256(concat(authenticatorData, sha256(clientDataJSON)));
      // Authenticators take no care that s is in the lower half.
      const signature = encodeEcdsaDer(p256.sign(message, privateKey, { prehash: false, lowS: false }));
      return { response: mapToBuffers({ authenticatorData, clientDataJSON, signature }) };
    },
  };
}

function mapToBuffers(bytes: Readonly<Record<keyof PasskeyResponse, Uint8Array>>): PasskeyResponse {
  const toBuffer = (value: Uint8Array) => Uint8Array.from(value).buffer;
  return {
    authenticatorData: toBuffer(bytes.authenticatorData),
    clientDataJSON: toBuffer(bytes.clientDataJSON),
    signature: toBuffer(bytes.signature),
  };
}

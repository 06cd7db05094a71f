import { toBase64url, utf8Encode } from '../../bytes/index.ts';

/** Bits of the flags (Web Authentication Level 2, section 6.1; Level 3 for the two of backups). */
export const flags = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10 } as const;

/** The part of the client data that says that this is an assertion and no registration. */
export const expectedType = utf8Encode('"type":"webauthn.get"');

/** The part of the client data that holds the digest, which is the challenge. */
export function expectedChallenge(digest: Uint8Array): Uint8Array {
  return utf8Encode(`"challenge":"${toBase64url(digest)}"`);
}

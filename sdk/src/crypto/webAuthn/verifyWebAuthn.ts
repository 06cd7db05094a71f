import { concat, equalBytes, fromHex } from '../../bytes/index.ts';
import { sha256 } from '../hash.ts';
import { verifyP256 } from '../p256.ts';
import { decodeAssertion } from './assertion.ts';
import { expectedChallenge, expectedType, flags } from './assertionRules.ts';

/** Where the flags stand, behind the hash of the relying party's id; a counter of four bytes follows. */
const FLAGS_AT = 32;
const MIN_AUTHENTICATOR_DATA = FLAGS_AT + 1 + 4;

/**
 * Whether OpenZeppelin's `ERC7913WebAuthnVerifier` accepts: the key is x ‖ y of P-256, 64 bytes; the assertion is of the type
 * `webauthn.get` for this digest as its challenge, the user was present and verified, and the signature over authenticator data and
 * client data is right, with s in the lower half. Like the contract it asks for no origin and no counter.
 */
export function verifyWebAuthn(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  const assertion = key.length === 64 ? decodeAssertion(signature) : null;
  if (assertion === null) return false;
  const { authenticatorData, clientDataJSON, challengeIndex, typeIndex } = assertion;
  return (
    hasGoodFlags(authenticatorData) &&
    hasType(clientDataJSON, typeIndex) &&
    hasChallenge(clientDataJSON, challengeIndex, expectedChallenge(digest)) &&
    verifyP256(key, sha256(concat(authenticatorData, sha256(clientDataJSON))), assertion.signature)
  );
}

function hasGoodFlags(authenticatorData: Uint8Array): boolean {
  if (authenticatorData.length < MIN_AUTHENTICATOR_DATA) return false;
  const set = authenticatorData[FLAGS_AT] as number;
  const has = (flag: number) => (set & flag) !== 0;
  return has(flags.userPresent) && has(flags.userVerified) && (has(flags.backupEligible) || !has(flags.backedUp));
}

function hasChallenge(clientDataJSON: Uint8Array, index: bigint, challenge: Uint8Array): boolean {
  if (index > BigInt(clientDataJSON.length)) return false;
  const start = Number(index);
  return equalBytes(clientDataJSON.subarray(start, start + challenge.length), challenge);
}

/**
 * The contract adds to the index modulo 2^256, and reads memory: an index of −20 to −1 reaches into the word before the text, which
 * holds its length. No authenticator makes such client data, but whoever has a key can.
 */
function hasType(clientDataJSON: Uint8Array, index: bigint): boolean {
  const start = BigInt.asIntN(256, index);
  if (BigInt.asUintN(256, start + 20n) >= BigInt(clientDataJSON.length)) return false;
  const length = fromHex(`0x${clientDataJSON.length.toString(16).padStart(64, '0')}`);
  const from = length.length + Number(start);
  return equalBytes(concat(length, clientDataJSON).subarray(from, from + expectedType.length), expectedType);
}

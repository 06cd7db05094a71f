import { encodeAbiParameters, parseAbiParameters } from 'viem/utils';
import { type Hex, toHex } from '../../bytes/index.ts';

/** What an authenticator says when a person approves (Web Authentication Level 2, section 7.2), and where to find in it what counts. */
export interface Assertion {
  /** r ‖ s, 64 bytes, of P-256. */
  readonly signature: Uint8Array;
  /** The offset of `"challenge":"…"` in the client data. */
  readonly challengeIndex: bigint;
  /** The offset of `"type":"webauthn.get"` in the client data. */
  readonly typeIndex: bigint;
  /** SHA-256 of the relying party's id, flags, counter and extensions (section 6.1). */
  readonly authenticatorData: Uint8Array;
  /** UTF-8 (section 5.8.1). */
  readonly clientDataJSON: Uint8Array;
}

/** The last is a `string` in Solidity, which is encoded like bytes. */
const abi = parseAbiParameters(
  'bytes32 r, bytes32 s, uint256 challengeIndex, uint256 typeIndex, bytes authenticatorData, bytes clientDataJSON',
);

const WORD = 32;
const HEAD = 6 * WORD;

/**
 * The bytes that OpenZeppelin's `ERC7913WebAuthnVerifier` takes for a signature.
 *
 * @example `encodeAssertion(assertion) // '0x…', about 500 bytes`
 */
export function encodeAssertion(assertion: Assertion): Hex {
  const { signature, challengeIndex, typeIndex, authenticatorData, clientDataJSON } = assertion;
  return encodeAbiParameters(abi, [
    toHex(signature.subarray(0, WORD)),
    toHex(signature.subarray(WORD)),
    challengeIndex,
    typeIndex,
    toHex(authenticatorData),
    toHex(clientDataJSON),
  ]);
}

/**
 * Reads what the contract reads, as leniently: the two tails may be anywhere, and bytes that nothing points to are passed over.
 *
 * @returns null for what the contract takes for no assertion.
 */
export function decodeAssertion(bytes: Uint8Array): Assertion | null {
  if (bytes.length < HEAD) return null;
  const authenticatorData = readTail(bytes, 4 * WORD);
  const clientDataJSON = readTail(bytes, 5 * WORD);
  if (authenticatorData === null || clientDataJSON === null) return null;
  return {
    signature: bytes.subarray(0, 2 * WORD),
    challengeIndex: readWord(bytes, 2 * WORD),
    typeIndex: readWord(bytes, 3 * WORD),
    authenticatorData,
    clientDataJSON,
  };
}

function readWord(bytes: Uint8Array, at: number): bigint {
  return BigInt(toHex(bytes.subarray(at, at + WORD)));
}

function readTail(bytes: Uint8Array, pointer: number): Uint8Array | null {
  const offset = readWord(bytes, pointer);
  if (offset > BigInt(bytes.length - WORD)) return null;
  const start = Number(offset) + WORD;
  const length = readWord(bytes, Number(offset));
  return length > BigInt(bytes.length - start) ? null : bytes.subarray(start, start + Number(length));
}

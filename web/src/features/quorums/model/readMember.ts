import { decodePem, derTags, fromBase64url, type Hex, readDer, toHex } from '@gridseal/sdk/bytes';
import type { ChainAddresses } from '@gridseal/sdk/chain';
import { isSignatureAlgorithm, type KeyAlgorithm, type SignerChoice, signerOf } from '@gridseal/sdk/crypto';
import { Quorum, Schema } from '@gridseal/sdk/quorum';
import { encodeAbiParameters, getAddress, parseAbiParameters } from 'viem/utils';
import { KeyTextError, type PublicKey, readPublicKeys } from '../../../trust/index.ts';

/** A signer that a text can mean. */
export interface Candidate {
  /** ERC-7913 bytes in lower case. */
  readonly signer: Hex;
  /** Which verifier a key goes to, where there is a choice. */
  readonly behind?: 'p256' | 'webAuthn' | 'p521' | 'p521Sha256';
}

/** Why a text is no member. */
export type MemberTextProblem =
  | 'checksum'
  | 'notASigner'
  | 'private'
  | 'damaged'
  | 'unsupported'
  | 'noVerifier'
  | 'several';

/** What was typed or pasted: the signers it can mean (the likeliest first), or what is wrong with it. */
export type MemberText = { readonly candidates: readonly Candidate[] } | { readonly problem: MemberTextProblem };

const ADDRESS = 2 + 2 * 20;
const QUORUM_ID = 2 + 2 * 32;
/** Bytes of points with the prefix 04; no ERC-7913 signer of a known verifier is as long. */
const POINTS: readonly number[] = [65, 133];
const rsaKey = parseAbiParameters('bytes e, bytes n');
/** The content of the AlgorithmIdentifier of RSA keys (RFC 8017, appendix A.1). */
const RSA = '0x06092a864886f70d0101010500';
/** The least that the verifier takes. */
const MIN_MODULUS_BYTES = 256;

/**
 * Reads a member: an address, ERC-7913 bytes, a quorum's id, or a public key in any form that people have it in (PEM, JWK, OpenSSH, hex).
 * Null for nothing. A private key is refused, whatever it is part of.
 */
export function readMember(text: string, addresses: ChainAddresses): MemberText | null {
  const given = text.trim();
  if (given === '') return null;
  const hex = /^(0x)?([0-9a-fA-F]{2})+$/i.test(given) ? (`0x${given.replace(/^0x/i, '')}` as Hex) : null;
  if (hex) {
    const bytes = (hex.length - 2) / 2;
    if (hex.length === ADDRESS) return readAddress(hex);
    if (hex.length === QUORUM_ID) return one(Quorum.signer(addresses.quorumRegistry, hex));
    if (bytes < 20) return { problem: 'notASigner' };
    const isPoint = POINTS.includes(bytes) && hex.startsWith('0x04');
    if (!isPoint) return Schema.signer.safeParse(hex.toLowerCase()).success ? one(hex) : { problem: 'notASigner' };
  }
  const rsa = readRsa(given);
  if (rsa) return addresses.rsaVerifier ? one(`${addresses.rsaVerifier}${rsa.slice(2)}`) : { problem: 'noVerifier' };
  return readKey(given, addresses);
}

/** @throws nothing: what is wrong is the answer. */
function readKey(text: string, addresses: ChainAddresses): MemberText {
  try {
    const [key, ...more] = readPublicKeys(text);
    if (more.length > 0) return { problem: 'several' };
    return key ? signersOf(key, addresses) : { problem: 'damaged' };
  } catch (error) {
    if (!(error instanceof KeyTextError)) throw error;
    const { problem } = error;
    return { problem: problem === 'private' || problem === 'unsupported' ? problem : 'damaged' };
  }
}

function signersOf(keys: readonly PublicKey[], addresses: ChainAddresses): MemberText {
  const possible = keys.flatMap(({ algorithm, publicKey }) => {
    const ways = waysFor(algorithm, addresses);
    return ways === null ? [] : [{ publicKey, ways }];
  });
  if (possible.length === 0) return { problem: 'unsupported' };
  const candidates = possible.flatMap(({ publicKey, ways }) =>
    ways.map(({ choice, behind }): Candidate => {
      const signer = signerOf(choice, publicKey).toLowerCase() as Hex;
      return behind ? { signer, behind } : { signer };
    }),
  );
  return candidates.length > 0 ? { candidates } : { problem: 'noVerifier' };
}

interface Way {
  readonly choice: SignerChoice;
  readonly behind?: NonNullable<Candidate['behind']>;
}

/** The verifiers that take such keys on this network; null if no signature is made with them. */
function waysFor(algorithm: KeyAlgorithm, addresses: ChainAddresses): readonly Way[] | null {
  if (!isSignatureAlgorithm(algorithm)) return null;
  const { p256Verifier, webAuthnVerifier, p521Verifier, p521Sha256Verifier, slhDsaVerifier } = addresses;
  const at = <A extends 'P-256' | 'P-521'>(
    verifier: Hex | undefined,
    name: A,
    behind: Way['behind'],
  ): readonly Way[] => (verifier && behind ? [{ choice: { algorithm: name, verifier }, behind }] : []);
  switch (algorithm) {
    case 'P-256':
      return [...at(p256Verifier, algorithm, 'p256'), ...at(webAuthnVerifier, algorithm, 'webAuthn')];
    case 'P-521':
      return [...at(p521Verifier, algorithm, 'p521'), ...at(p521Sha256Verifier, algorithm, 'p521Sha256')];
    case 'SLH-DSA-SHA2-128s':
      return slhDsaVerifier ? [{ choice: { algorithm, verifier: slhDsaVerifier } }] : [];
    default:
      return [{ choice: { algorithm } }];
  }
}

function one(signer: string): MemberText {
  return { candidates: [{ signer: signer.toLowerCase() as Hex }] };
}

/** Mixed case is a checksum (ERC-55), which has to hold: it is there for typing errors. */
function readAddress(address: Hex): MemberText {
  const digits = address.slice(2);
  const isMixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (isMixed && getAddress(address) !== address) return { problem: 'checksum' };
  const signer = address.toLowerCase() as Hex;
  return Schema.signer.safeParse(signer).success ? one(signer) : { problem: 'damaged' };
}

/** abi.encode(e, n) of an RSA key in a JWK or PEM; null for everything else, private keys among them. */
function readRsa(text: string): Hex | null {
  try {
    const key = text.startsWith('{') ? rsaOfJwk(JSON.parse(text)) : rsaOfPem(text);
    if (!key || key.n.length < MIN_MODULUS_BYTES) return null;
    return encodeAbiParameters(rsaKey, [toHex(key.e), toHex(key.n)]);
  } catch {
    return null;
  }
}

interface RsaKey {
  readonly e: Uint8Array;
  readonly n: Uint8Array;
}

/** @see RFC 7518, section 6.3.1 */
function rsaOfJwk(jwk: Readonly<Record<string, unknown>>): RsaKey | null {
  const { kty, e, n, d } = jwk;
  if (kty !== 'RSA' || d !== undefined || typeof e !== 'string' || typeof n !== 'string') return null;
  return { e: fromBase64url(e), n: fromBase64url(n) };
}

/** @see RFC 5280, section 4.1.2.7; RFC 8017, appendix A.1.1 */
function rsaOfPem(text: string): RsaKey | null {
  const { bytes } = decodePem(text, ['PUBLIC KEY'], 'publicKey');
  const info = readDer(bytes, 'publicKey').enter(derTags.sequence, 'SubjectPublicKeyInfo');
  if (toHex(info.read(derTags.sequence, 'AlgorithmIdentifier')) !== RSA) return null;
  const key = readDer(info.bits('key'), 'publicKey').enter(derTags.sequence, 'RSAPublicKey');
  const [n, e] = [key.read(derTags.integer, 'modulus'), key.read(derTags.integer, 'publicExponent')];
  return { e: withoutZeros(e), n: withoutZeros(n) };
}

function withoutZeros(integer: Uint8Array): Uint8Array {
  return integer.subarray(integer.findIndex((byte) => byte !== 0));
}

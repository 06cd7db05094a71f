import { decodeAbiParameters, encodeAbiParameters, parseAbiParameters } from 'viem/utils';
import { equalBytes, fromHex, toHex } from '../bytes/index.ts';
import { sha256Hex } from './hash.ts';

const keyAbi = parseAbiParameters('bytes e, bytes n');
const MIN_MODULUS = 256;
/** EIP-7823: modexp takes no longer numbers on chains with Osaka rules. */
const MAX_MODULUS = 1024;
/** Exponents are 65,537 in practice; longer ones would only buy time. */
const MAX_EXPONENT = 8;
const SHA256_INFO = ['3031300d060960864801650304020105000420', '302f300b06096086480165030402010420'] as const;

/**
 * Whether OpenZeppelin's `ERC7913RSAVerifier` accepts: the key is abi.encode(e, n) with n of 2,048 bits or more; the signature is
 * RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2) over SHA-256 of the digest, as long as n, and below it; the parameters of the hash
 * may be NULL or missing.
 *
 * @returns null where only the chain knows: keys in another encoding, moduli above 8,192 bits, exponents above 64.
 */
export function verifyRsa(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean | null {
  const decoded = decodeKey(key);
  if (decoded === null) return null;
  const { e, n } = decoded;
  if (n.length < MIN_MODULUS || signature.length !== n.length) return false;
  if (n.length > MAX_MODULUS || e.length > MAX_EXPONENT) return null;
  const [s, modulus] = [toBigInt(signature), toBigInt(n)];
  if (s >= modulus) return false;
  const encoded = modPow(s, toBigInt(e), modulus).toString(16);
  const hash = sha256Hex(digest).slice(2);
  return SHA256_INFO.some((info) => {
    const suffix = `00${info}${hash}`;
    // The two zeros and the 0 of 0x0001 in front are no part of a number's digits.
    return encoded === `1${'ff'.repeat(n.length - 2 - suffix.length / 2)}${suffix}`;
  });
}

function decodeKey(key: Uint8Array): { readonly e: Uint8Array; readonly n: Uint8Array } | null {
  try {
    const [e, n] = decodeAbiParameters(keyAbi, key);
    const isCanonical = equalBytes(fromHex(encodeAbiParameters(keyAbi, [e, n])), key);
    return isCanonical ? { e: fromHex(e), n: fromHex(n) } : null;
  } catch {
    return null;
  }
}

const toBigInt = (bytes: Uint8Array) => (bytes.length === 0 ? 0n : BigInt(toHex(bytes)));

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  for (let power = base, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}

import { equalBytes } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';

const SEEDS_SIZE = 48;
const SIZE = 64;

/**
 * The private key of SLH-DSA-SHA2-128s that SK.seed ‖ SK.prf ‖ PK.seed make (FIPS 205, algorithm 18): with the root behind them.
 * Takes a fifth of a second. Noble makes it everywhere: OpenSSL takes no seeds.
 *
 * @throws {ArgumentError} unless the seeds are 48 bytes.
 * @example `const privateKey = await slhDsaPrivateKey(randomBytes(48)); // 64 bytes`
 */
export async function slhDsaPrivateKey(seeds: Uint8Array): Promise<Uint8Array> {
  if (seeds.length !== SEEDS_SIZE) throw new ArgumentError(`is not ${SEEDS_SIZE} bytes`, { field: 'seeds' });
  const { slh_dsa_sha2_128s } = await import('@noble/post-quantum/slh-dsa.js');
  return slh_dsa_sha2_128s.keygen(seeds).secretKey;
}

/** Whether the root inside a private key is that of its seeds: a key with another one makes signatures that nobody accepts. */
export async function isSlhDsaPrivateKey(privateKey: Uint8Array): Promise<boolean> {
  if (privateKey.length !== SIZE) return false;
  const made = await slhDsaPrivateKey(privateKey.subarray(0, SEEDS_SIZE));
  const isSame = equalBytes(made, privateKey);
  made.fill(0);
  return isSame;
}

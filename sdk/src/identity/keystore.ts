import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { equalSecrets, type RandomBytes, randomBytes, secp256k1Signer } from '../crypto/index.ts';
import { VerificationError } from '../errors/index.ts';
import { assertKeystore } from './keystoreFormat.ts';

/** What `Keystore.encrypt` takes besides key and password. */
export interface KeystoreOptions {
  /** scrypt's cost, a power of two; 2^17 unless given, which takes 128 MiB. */
  readonly cost?: number;
  readonly randomBytes?: RandomBytes;
}

async function encrypt(privateKey: Uint8Array, password: string, options: KeystoreOptions = {}): Promise<string> {
  const random = options.randomBytes ?? randomBytes;
  const { signer } = secp256k1Signer(privateKey);
  const { encryptKeystoreJson } = await import('ethers');
  const account = { address: signer, privateKey: toHex(privateKey) };
  return encryptKeystoreJson(account, password, {
    scrypt: { N: options.cost ?? 2 ** 17, r: 8, p: 1 },
    salt: random(32),
    iv: random(16),
    uuid: toHex(random(16)),
  });
}

async function decrypt(json: string, password: string): Promise<Uint8Array> {
  assertKeystore(json);
  const { decryptKeystoreJson } = await import('ethers');
  let privateKey: Uint8Array;
  try {
    privateKey = fromHex((await decryptKeystoreJson(json, password)).privateKey, { size: 32 });
  } catch {
    // The cause is left out: it may quote what it was given.
    throw new VerificationError('does not open this keystore', { field: 'password' });
  }
  const address = addressIn(json);
  if (address !== null && !equalSecrets(fromHex(address), fromHex(secp256k1Signer(privateKey).signer))) {
    privateKey.fill(0);
    throw new VerificationError('is not the address of the key inside', { field: 'keystore.address' });
  }
  return privateKey;
}

function addressIn(json: string): Hex | null {
  const { address } = assertKeystore(json);
  return address;
}

/**
 * Wallet keys as files: Web3 Secret Storage, version 3, with scrypt.
 *
 * - `encrypt` gives the file's text.
 * - `address` reads the address, if the file has one, without the password.
 * - `decrypt` refuses what it cannot have made safely *before* memory is spent: {DecodeError} names the field of a file that is
 *   malformed, of another version, or asks for more than 512 MiB or too long a computation; {VerificationError} means that the
 *   password is wrong, or that the address is not the key's.
 *
 * @see https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage
 * @example
 * ```ts
 * const json = await Keystore.encrypt(privateKey, password);
 * const wallet = secp256k1Signer(await Keystore.decrypt(json, password));
 * ```
 */
export const Keystore = { encrypt, decrypt, address: addressIn } as const;

import { type Hex, readInteger, readText } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';

const MAX_SIZE = 16_384;
/** scrypt takes 128 × N × r bytes (RFC 7914), and time in proportion to N × r × p. */
const MAX_MEMORY = 512 * 1024 * 1024;
const MAX_WORK = 2 ** 25;

/** @throws {DecodeError} naming the field, before anything costly is done. */
export function assertKeystore(json: string): { readonly address: Hex | null } {
  if (json.length > MAX_SIZE) throw new DecodeError(`is longer than ${MAX_SIZE} characters`, { field: 'keystore' });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new DecodeError('is not JSON', { field: 'keystore' });
  }
  const keystore = readFields(value, 'keystore', ['version', 'crypto']);
  if (keystore.version !== 3) throw new DecodeError('is not 3', { field: 'keystore.version' });
  assertCrypto(keystore.crypto);
  const { address } = keystore;
  if (address === undefined) return { address: null };
  const digits = readText(address, 'keystore.address', /^(?:0x)?[0-9a-fA-F]{40}$/, 'an address').slice(-40);
  return { address: `0x${digits.toLowerCase()}` };
}

function assertCrypto(value: unknown): void {
  const at = 'keystore.crypto';
  const crypto = readFields(value, at, ['cipher', 'cipherparams', 'ciphertext', 'kdf', 'kdfparams', 'mac']);
  if (crypto.cipher !== 'aes-128-ctr') throw new DecodeError('is not aes-128-ctr', { field: `${at}.cipher` });
  if (crypto.kdf !== 'scrypt') throw new DecodeError('is not scrypt', { field: `${at}.kdf` });
  readDigits(crypto.ciphertext, `${at}.ciphertext`, 32, 32);
  readDigits(crypto.mac, `${at}.mac`, 32, 32);
  readDigits(readFields(crypto.cipherparams, `${at}.cipherparams`, ['iv']).iv, `${at}.cipherparams.iv`, 16, 16);
  assertScrypt(crypto.kdfparams, `${at}.kdfparams`);
}

function assertScrypt(value: unknown, at: string): void {
  const { n, r, p, dklen, salt } = readFields(value, at, ['n', 'r', 'p', 'dklen', 'salt']);
  const cost = readInteger(n, `${at}.n`, 2, 2 ** 24);
  if ((cost & (cost - 1)) !== 0) throw new DecodeError('is not a power of two', { field: `${at}.n` });
  const blockSize = readInteger(r, `${at}.r`, 1, 64);
  const parallel = readInteger(p, `${at}.p`, 1, 64);
  if (cost >= 2 ** (16 * blockSize)) {
    throw new DecodeError('is too large for r (RFC 7914, section 2)', { field: `${at}.n` });
  }
  if (128 * cost * blockSize > MAX_MEMORY) throw new DecodeError('asks for more than 512 MiB', { field: `${at}.n` });
  if (cost * blockSize * parallel > MAX_WORK) throw new DecodeError('asks for too much work', { field: `${at}.p` });
  if (dklen !== 32) throw new DecodeError('is not 32', { field: `${at}.dklen` });
  readDigits(salt, `${at}.salt`, 8, 64);
}

/**
 * The named fields; files of other programs have more beside these. Keys are told apart without regard to case, as ethers
 * (which writes `Crypto`) does: what is checked here has to be what is used there.
 */
function readFields(value: unknown, field: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError('is not an object', { field });
  }
  const fields: Record<string, unknown> = Object.create(null);
  for (const [key, content] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (name in fields) throw new DecodeError('spells a field in two ways', { field });
    fields[name] = content;
  }
  for (const name of names) {
    if (!(name in fields)) throw new DecodeError('is missing', { field: `${field}.${name}` });
  }
  return fields;
}

function readDigits(value: unknown, field: string, min: number, max: number): void {
  const digits = readText(value, field, /^(?:0x)?(?:[0-9a-fA-F]{2})*$/, 'hexadecimal digits').replace(/^0x/, '');
  const size = digits.length / 2;
  if (size < min || size > max)
    throw new DecodeError(`has ${size} bytes where ${min} to ${max} are allowed`, { field });
}

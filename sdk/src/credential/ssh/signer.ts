import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { DecodeError } from '../../errors/index.ts';
import type { SshPrivateKey } from './privateKey.ts';
import type { SshPublicKey } from './publicKey.ts';
import { WireReader, WireWriter } from './wire.ts';

/** The key of an SSH certification authority: `sign` returns an SSH signature blob (algorithm, signature). */
export interface SshSigner {
  readonly publicKey: SshPublicKey;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** RFC 5656, section 6.2.1 binds the hash to the curve; noble's `sign` and `verify` apply it. */
const curves = {
  'ecdsa-sha2-nistp256': p256,
  'ecdsa-sha2-nistp384': p384,
  'ecdsa-sha2-nistp521': p521,
} as const;

/**
 * A signer in memory. Ed25519, and ECDSA with nonces of RFC 6979, so that its signatures need no randomness.
 *
 * @example
 * ```ts
 * const authority = sshSigner(parsePrivateKey(await readFile('user_ca', 'utf8')));
 * ```
 */
export function sshSigner(key: SshPrivateKey): SshSigner {
  return {
    publicKey: key.publicKey,
    async sign(message) {
      const writer = new WireWriter().text(key.algorithm);
      if (key.algorithm === 'ssh-ed25519') return writer.string(ed25519.sign(message, key.secret)).bytes();
      const signature = curves[key.algorithm].sign(message, key.secret);
      const half = signature.length / 2;
      const numbers = new WireWriter().mpint(signature.subarray(0, half)).mpint(signature.subarray(half)).bytes();
      return writer.string(numbers).bytes();
    },
  };
}

/** Whether `signature` is that of `key`. RSA is never accepted: no authority here has such a key. */
export function verifySshSignature(key: SshPublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const reader = new WireReader(signature, 'signature');
  if (key.algorithm === 'ssh-rsa' || reader.text() !== key.algorithm) return false;
  const value = reader.string();
  reader.end();
  const blob = new WireReader(key.blob, 'publicKey');
  blob.text();
  try {
    if (key.algorithm === 'ssh-ed25519') return ed25519.verify(value, message, blob.string());
    blob.text();
    return curves[key.algorithm].verify(compactSignature(value, key.algorithm), message, blob.string(), {
      lowS: false,
    });
  } catch {
    return false;
  }
}

function compactSignature(value: Uint8Array, algorithm: keyof typeof curves): Uint8Array {
  const size = curves[algorithm].lengths.secretKey ?? 0;
  const reader = new WireReader(value, 'signature');
  const compact = new Uint8Array(2 * size);
  for (const end of [size, 2 * size]) {
    const number = reader.mpint();
    if (number.length > size) throw new DecodeError('is longer than the curve', { field: 'signature' });
    compact.set(number, end - number.length);
  }
  reader.end();
  return compact;
}

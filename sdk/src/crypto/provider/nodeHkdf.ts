import { hash } from 'node:crypto';
import type { KDF } from 'hpke';

/** HKDF (RFC 5869) over one of the SHA-2 functions. */
export interface NodeHkdf {
  extract(salt: Uint8Array, ikm: Uint8Array): Uint8Array;
  expand(prk: Uint8Array, info: Uint8Array, size: number): Uint8Array;
}

/** Two one-shot hashes are four times as fast as one `createHmac` (RFC 2104). */
function hmac(algorithm: string, blockSize: number, key: Uint8Array, data: Uint8Array): Uint8Array {
  const short = key.length > blockSize ? hash(algorithm, key, 'buffer') : key;
  const inner = new Uint8Array(blockSize + data.length).fill(0x36, 0, blockSize);
  const outerStart = new Uint8Array(blockSize).fill(0x5c);
  for (let i = 0; i < short.length; i++) {
    inner[i] = (short[i] as number) ^ 0x36;
    outerStart[i] = (short[i] as number) ^ 0x5c;
  }
  inner.set(data, blockSize);
  const digest = hash(algorithm, inner, 'buffer');
  const outer = new Uint8Array(blockSize + digest.length);
  outer.set(outerStart);
  outer.set(digest, blockSize);
  const result = hash(algorithm, outer, 'buffer');
  inner.fill(0, 0, blockSize);
  outer.fill(0);
  outerStart.fill(0);
  return result;
}

function createHkdf(algorithm: string, blockSize: number, hashSize: number): NodeHkdf {
  return {
    extract: (salt, ikm) => hmac(algorithm, blockSize, salt, ikm),
    expand(prk, info, size) {
      const okm = new Uint8Array(size);
      let block = new Uint8Array(0);
      for (let at = 0, counter = 1; at < size; at += hashSize, counter++) {
        const input = new Uint8Array(block.length + info.length + 1);
        input.set(block);
        input.set(info, block.length);
        input[input.length - 1] = counter;
        block = new Uint8Array(hmac(algorithm, blockSize, prk, input));
        okm.set(block.subarray(0, Math.min(hashSize, size - at)), at);
      }
      return okm;
    },
  };
}

export const hkdfSha256 = createHkdf('sha256', 64, 32);
export const hkdfSha512 = createHkdf('sha512', 128, 64);

/** HKDF-SHA256 (KDF id 0x0001 of RFC 9180, section 7.2). */
export const nodeKdf = (): KDF => ({
  id: 0x0001,
  type: 'KDF',
  name: 'HKDF-SHA256',
  Nh: 32,
  stages: 2,
  Extract: async (salt, ikm) => hkdfSha256.extract(salt, ikm),
  Expand: async (prk, info, size) => hkdfSha256.expand(prk, info, size),
  Derive: async () => {
    throw new Error('HKDF has two stages');
  },
});

import { hash } from 'node:crypto';
import type { KDF } from 'hpke';
import { concat } from '../../bytes/index.ts';

/** HKDF (RFC 5869) over one of the SHA-2 functions. */
export interface NodeHkdf {
  extract(salt: Uint8Array, ikm: Uint8Array): Uint8Array;
  expand(prk: Uint8Array, info: Uint8Array, size: number): Uint8Array;
}

/**
 * HMAC (RFC 2104) as two one-shot hashes, four times as fast as `createHmac`. The scratch buffers are shared between calls, which
 * are synchronous, and hold no key afterwards.
 */
function createHmac(algorithm: string, blockSize: number, hashSize: number) {
  const [inner, outer] = [new Uint8Array(blockSize + 4096), new Uint8Array(blockSize + hashSize)];
  return (key: Uint8Array, data: Uint8Array): Uint8Array => {
    const short = key.length > blockSize ? hash(algorithm, key, 'buffer') : key;
    const input = data.length <= 4096 ? inner : new Uint8Array(blockSize + data.length);
    input.fill(0x36, 0, blockSize);
    outer.fill(0x5c, 0, blockSize);
    for (let i = 0; i < short.length; i++) {
      input[i] = (short[i] as number) ^ 0x36;
      outer[i] = (short[i] as number) ^ 0x5c;
    }
    input.set(data, blockSize);
    outer.set(hash(algorithm, input.subarray(0, blockSize + data.length), 'buffer'), blockSize);
    const result = hash(algorithm, outer, 'buffer');
    input.fill(0, 0, blockSize + data.length);
    outer.fill(0);
    return result;
  };
}

function createHkdf(algorithm: string, blockSize: number, hashSize: number): NodeHkdf {
  const hmac = createHmac(algorithm, blockSize, hashSize);
  return {
    extract: hmac,
    expand(prk, info, size) {
      if (size <= hashSize) return hmac(prk, concat(info, Uint8Array.of(1))).subarray(0, size);
      const okm = new Uint8Array(size);
      let block: Uint8Array = new Uint8Array(0);
      for (let at = 0, counter = 1; at < size; at += hashSize, counter++) {
        block = hmac(prk, concat(block, info, Uint8Array.of(counter)));
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

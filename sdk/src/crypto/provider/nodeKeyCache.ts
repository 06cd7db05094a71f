import type { KeyObject } from 'node:crypto';

/** As many as a large quorum has members; an ML-DSA-87 key takes some 60 kB. */
const CAPACITY = 64;

/**
 * Remembers the public keys that were used last, loaded: whoever verifies much, verifies the same few signers again and again, and
 * loading takes up to a third as long as verifying.
 */
export function remembering(load: (bytes: Uint8Array) => KeyObject): (bytes: Uint8Array) => KeyObject {
  const keys = new Map<string, KeyObject>();
  return (bytes) => {
    const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const known = keys.get(name);
    const key = known ?? load(bytes);
    // The oldest stands first.
    if (known) keys.delete(name);
    else if (keys.size >= CAPACITY) keys.delete(keys.keys().next().value ?? '');
    keys.set(name, key);
    return key;
  };
}

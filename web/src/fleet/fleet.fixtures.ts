import type { Hex } from '@gridseal/sdk/bytes';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { type EnrolledKey, Enrolment } from '@gridseal/sdk/identity';

const sealing: EnrolledKey = { use: 'encrypt', algorithm: 'X25519', publicKey: new Uint8Array(32).fill(5) };

/** The key of the device with that number. */
export function deviceSigner(number: number) {
  const key = new Uint8Array(32).fill(1);
  new DataView(key.buffer).setUint32(0, number + 1);
  return secp256k1Signer(key);
}

/** The request of the device with that number. */
export async function requestOf(
  number: number,
  { name = `station-${number}`, keys = [sealing] }: { name?: string; keys?: readonly EnrolledKey[] } = {},
): Promise<Uint8Array> {
  return Enrolment.encode(await Enrolment.sign(deviceSigner(number), { name, keys }));
}

/** 32 bytes that are the same in each place. */
export const id32 = (byte: string): Hex => `0x${byte.repeat(32)}`;

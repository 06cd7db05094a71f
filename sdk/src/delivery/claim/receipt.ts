import { z } from 'zod';
import { decodeCanonicalJson, type Hex, isHex } from '../../bytes/index.ts';
import { FileError } from '../../errors/index.ts';

const hex32 = z.custom<Hex>((value) => isHex(value, 32));
const hex = z.custom<Hex>((value) => isHex(value));
const schema = z.strictObject({
  type: z.literal('gridseal/receipt/v1'),
  /** The device's ERC-7913 signer. */
  device: hex,
  authority: hex32,
  subject: hex32,
  epoch: z.int().positive(),
  /** SHA-256 of the claim record. */
  record: hex32,
  /** The record's canonical bytes. */
  recordBytes: hex,
  deadline: z.int().positive(),
  signature: hex,
  /** Whether the record names the device's next HPKE key. */
  namesNextKey: z.boolean(),
  /** Whether the record is on IPFS. */
  published: z.boolean(),
});

/** A device's signed receipt with its claim record: everything that somebody needs to relay it. As a file: its canonical JSON. */
export type Receipt = z.infer<typeof schema>;

/**
 * Reads a receipt's file.
 *
 * @throws {DecodeError} or {FileError} if the bytes are not a receipt. Whether its signature holds, the contract says.
 * @example `decodeReceipt(bytes, 'receipt.json').epoch`
 */
export function decodeReceipt(bytes: Uint8Array, field: string): Receipt {
  const result = schema.safeParse(decodeCanonicalJson(bytes, { field }));
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new FileError(`is not a receipt${where ? ` (${where})` : ''}`, { field });
}

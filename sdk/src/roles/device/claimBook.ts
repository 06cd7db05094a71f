import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, isHex } from '../../bytes/index.ts';
import { BaseError, FileError } from '../../errors/index.ts';
import { isMissing, removeIfThere, replaceFile } from '../../files/index.ts';

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

/** A device's signed receipt with its claim record: everything that somebody needs to relay it. */
export type Receipt = z.infer<typeof schema>;

/** @throws {DecodeError} or {FileError} if the bytes are not a receipt. */
export function decodeReceipt(bytes: Uint8Array, field: string): Receipt {
  const result = schema.safeParse(decodeCanonicalJson(bytes, { field }));
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new FileError(`is not a receipt${where ? ` (${where})` : ''}`, { field });
}

/** The receipts of a folder, and what is wrong with the files that are none. */
export interface BookContents {
  readonly receipts: readonly Receipt[];
  readonly problems: readonly BaseError[];
}

/** Receipts that are not final on chain yet: one a subject, as a later epoch replaces an earlier one. */
export class ClaimBook {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** A file that is broken hides no other; the receipt in it can be made again. */
  async read(): Promise<BookContents> {
    const names = await readdir(this.#directory).catch((cause: unknown) => {
      if (isMissing(cause)) return [];
      throw new FileError('cannot be read', { field: this.#directory, cause });
    });
    const receipts: Receipt[] = [];
    const problems: BaseError[] = [];
    for (const name of names.filter((candidate) => candidate.endsWith('.json')).sort()) {
      const file = path.join(this.#directory, name);
      try {
        receipts.push(decodeReceipt(new Uint8Array(await readFile(file)), file));
      } catch (cause) {
        problems.push(cause instanceof BaseError ? cause : new FileError('cannot be read', { field: file, cause }));
      }
    }
    return { receipts, problems };
  }

  async put(receipt: Receipt): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await replaceFile(this.#file(receipt), encodeCanonicalJson(receipt), 0o600);
  }

  async remove(receipt: Receipt): Promise<void> {
    await removeIfThere(this.#file(receipt));
  }

  #file({ authority, subject }: Receipt): string {
    return path.join(this.#directory, `${authority.slice(2, 18)}-${subject.slice(2)}.json`);
  }
}

import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeCanonicalJson } from '../../bytes/index.ts';
import { type BookContents, decodeReceipt, type Receipt, type ReceiptBook } from '../../delivery/claim/index.ts';
import { BaseError, FileError } from '../../errors/index.ts';
import { isMissing, removeIfThere, replaceFile } from '../../files/index.ts';

/** The receipts in a folder, a file for each. */
export class ClaimBook implements ReceiptBook {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

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

import type { BaseError } from '../../errors/index.ts';
import type { Receipt } from './receipt.ts';

/** What a book holds, and what is wrong with the entries that are no receipts. */
export interface BookContents {
  readonly receipts: readonly Receipt[];
  readonly problems: readonly BaseError[];
}

/**
 * Where a device keeps receipts that are not final on chain yet: one a subject, as a later epoch replaces an earlier one. Each change
 * is durable before it returns.
 */
export interface ReceiptBook {
  /** An entry that is broken hides no other; the receipt in it can be made again. */
  read(): Promise<BookContents>;
  put(receipt: Receipt): Promise<void>;
  remove(receipt: Receipt): Promise<void>;
}

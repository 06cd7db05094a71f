export { type ClaimParts, type ClaimReport, Claims } from './claims.ts';
export { type InstalledDelivery, keyNamedBy, makeReceipt, ratchet, type Signing } from './makeReceipt.ts';
export { decodeReceipt, type Receipt } from './receipt.ts';
export type { BookContents, ReceiptBook } from './receiptBook.ts';

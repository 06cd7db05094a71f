import type { Hex } from '@gridseal/sdk/bytes';
import type { ReceiptBook } from '@gridseal/sdk/delivery/claim';
import { type DeviceDatabase, rowsOf } from './database.ts';
import { write } from './vault.ts';

/** The receipts of a device in this browser's database. */
export function receiptBook(database: DeviceDatabase, device: Hex): ReceiptBook {
  return {
    async read() {
      const rows = await database.getAll('receipts', rowsOf(device));
      return { receipts: rows.map(({ receipt }) => receipt), problems: [] };
    },
    put: (receipt) => {
      const { authority, subject } = receipt;
      return write(database, 'receipts', (table) => table.put({ device, authority, subject, receipt }));
    },
    remove: ({ authority, subject }) =>
      write(database, 'receipts', (table) => table.delete([device, authority, subject])),
  };
}

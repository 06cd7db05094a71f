import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, type Hex, utf8Encode } from '../../bytes/index.ts';
import { BaseError } from '../../errors/index.ts';
import { decodeReceipt, type Receipt } from './receipt.ts';

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;

function receipt(): Receipt {
  return {
    type: 'gridseal/receipt/v1',
    device: `0x${'11'.repeat(20)}`,
    authority: word('22'),
    subject: word('33'),
    epoch: 7,
    record: word('44'),
    recordBytes: '0x7b7d',
    deadline: 2_000_000_000,
    signature: `0x${'55'.repeat(65)}`,
    namesNextKey: true,
    published: false,
  };
}

describe('decodeReceipt', () => {
  const bytes = encodeCanonicalJson(receipt());

  test('behavior: round trip', () => {
    expect(decodeReceipt(bytes, 'file')).toEqual(receipt());
  });

  test('error: truncation at every byte, and a byte added', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeReceipt(bytes.subarray(0, length), 'file')).toThrow(BaseError);
    }
    expect(() => decodeReceipt(Uint8Array.of(...bytes, 32), 'file')).toThrow(BaseError);
  });

  test.each(Object.keys(receipt()))('error: %s missing, of another type, or empty', (name) => {
    const { [name as keyof Receipt]: _, ...rest } = receipt();
    for (const value of [undefined, null, [], {}, '', 'zz', -1, 0.5]) {
      const broken = value === undefined ? rest : { ...rest, [name]: value };
      expect(() => decodeReceipt(encodeCanonicalJson(broken), 'file'), `${name} ${JSON.stringify(value)}`).toThrow(
        /file/,
      );
    }
  });

  test('error: fields that nobody knows, and what is not canonical', () => {
    expect(() => decodeReceipt(encodeCanonicalJson({ ...receipt(), extra: 1 }), 'file')).toThrow(/file/);
    expect(() => decodeReceipt(utf8Encode(JSON.stringify(receipt(), null, 1)), 'file')).toThrow(/file/);
  });
});

import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { fromCid, toCid } from './cid.ts';
import type { Hex } from './hex.ts';

/** SHA-256 of nothing. */
const digest = '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('toCid', () => {
  test('vector: the empty raw block, the empty file of a directory codec', () => {
    expect(toCid(digest, 'raw').toString()).toBe('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku');
    expect(toCid(digest, 'file').toString()).toBe('bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku');
    expect(toCid(digest, 'directory').equals(toCid(digest, 'file'))).toBe(true);
  });

  test('behavior: the digest comes back', () => {
    expect(fromCid(toCid(digest, 'raw').toString())).toEqual({ digest, multicodec: 0x55 });
    expect(fromCid(toCid(digest, 'directory').toString())).toEqual({ digest, multicodec: 0x70 });
  });

  test('error: no digest', () => {
    expect(() => toCid('0x00', 'raw')).toThrow(ArgumentError);
    expect(() => toCid('e3b0' as Hex, 'raw')).toThrow(DecodeError);
  });
});

describe('fromCid', () => {
  test.each([
    ['nothing', ''],
    ['no CID', 'hello'],
    ['version 0', 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'],
    ['another multihash (identity)', 'bafkqaaa'],
    ['another codec (dag-cbor)', 'bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua'],
    ['cut short', 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk'],
    ['a path after it', 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku/a'],
  ])('error: %s', (_, text) => {
    expect(() => fromCid(text)).toThrow(DecodeError);
  });
});

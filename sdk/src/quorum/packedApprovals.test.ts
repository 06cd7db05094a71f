import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { PackedApprovals } from './index.ts';

const approvals = fc
  .uniqueArray(
    fc.record({
      index: fc.nat(63),
      signature: fc.uint8Array({ maxLength: 70 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex),
    }),
    { selector: ({ index }) => index, maxLength: 8 },
  )
  .map((list) => list.sort((a, b) => a.index - b.index));

describe('PackedApprovals', () => {
  test('behavior: roundtrips minimal', () => {
    expect(PackedApprovals.encode([])).toBe('0x');
    expect(PackedApprovals.decode('0x')).toEqual([]);
    expect(PackedApprovals.decode('0x3f000000')).toEqual([{ index: 63, signature: '0x' }]);
  });

  test('behavior: roundtrips nontrivial', () => {
    fc.assert(
      fc.property(approvals, (list) => {
        expect(PackedApprovals.decode(PackedApprovals.encode(list))).toEqual(list);
      }),
    );
  });

  test('behavior: a signature of 70,000 bytes has a three-byte length', () => {
    const signature = `0x${'ab'.repeat(70_000)}` as const;
    const packed = PackedApprovals.encode([{ index: 1, signature }]);
    expect(packed.slice(0, 10)).toBe('0x01011170');
    expect(PackedApprovals.decode(packed)).toEqual([{ index: 1, signature }]);
  });

  test('error: truncation at every byte', () => {
    const packed = PackedApprovals.encode([
      { index: 0, signature: `0x${'11'.repeat(65)}` },
      { index: 3, signature: `0x${'22'.repeat(64)}` },
    ]);
    const boundary = 2 + 2 * (4 + 65);
    for (let end = 4; end < packed.length; end += 2) {
      if (end === boundary) continue;
      expect(() => PackedApprovals.decode(packed.slice(0, end) as Hex)).toThrow(DecodeError);
    }
  });

  test.each<[string, Hex, string]>([
    ['duplicate signers', '0x0000000000000000', 'offset 4'],
    ['unsorted signers', '0x0100000000000000', 'offset 4'],
    ['a member that no quorum has', '0x40000000', 'offset 0'],
    ['a length beyond the end', '0x00ffffff', 'offset 0'],
    ['half a header', '0x0000', 'offset 0'],
    ['half a byte', '0x000' as Hex, 'approvals'],
    ['endless data', `0x${'00'.repeat(1_048_577)}`, 'longer'],
  ])('error: %s', (_, packed, text) => {
    expect(() => PackedApprovals.decode(packed)).toThrow(DecodeError);
    expect(() => PackedApprovals.decode(packed)).toThrow(text);
  });

  test('error: encoding an index twice, or out of range', () => {
    for (const indexes of [[0, 0], [64], [-1], [0.5]]) {
      const list = indexes.map((index) => ({ index, signature: '0x' as Hex }));
      expect(() => PackedApprovals.encode(list)).toThrow(ArgumentError);
    }
  });
});

import { concat, fromHex, type Hex, toHex } from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { MAX_MEMBERS } from './quorum.ts';

/** One member's approval as the registry reads it. */
export interface PackedApproval {
  /** The member's index in the quorum's members. */
  readonly index: number;
  /** `0x` stands for an approval that the wallet recorded on chain. */
  readonly signature: Hex;
}

/** More than any quorum of known algorithms needs; the chain's transaction size is far below. */
export const MAX_PACKED_BYTES = 1_048_576;

/**
 * `uint8 index ‖ uint24 length ‖ signature` for each approval, by ascending index (docs/spec/approval.md).
 *
 * @throws {ArgumentError} for an index twice or out of range, or a signature that is too long.
 * @example `PackedApprovals.encode([{ index: 0, signature: '0xabcd' }]) // '0x00000002abcd'`
 */
export function encode(approvals: readonly PackedApproval[]): Hex {
  const ordered = [...approvals].sort((a, b) => a.index - b.index);
  const parts: Uint8Array[] = [];
  ordered.forEach(({ index, signature }, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= MAX_MEMBERS || index === ordered[i - 1]?.index) {
      throw new ArgumentError('is out of range, or there twice', { field: `approvals[${i}].index` });
    }
    const bytes = fromHex(signature, { field: `approvals[${i}].signature` });
    if (bytes.length > 0xff_ffff) throw new ArgumentError('is too long', { field: `approvals[${i}].signature` });
    parts.push(Uint8Array.of(index, bytes.length >> 16, (bytes.length >> 8) & 0xff, bytes.length & 0xff), bytes);
  });
  return toHex(concat(...parts));
}

/**
 * @throws {DecodeError} naming the offset: for an end in the middle, an index out of order or beyond the possible members.
 * @example `PackedApprovals.decode('0x00000002abcd') // [{ index: 0, signature: '0xabcd' }]`
 */
export function decode(packed: Hex, field = 'approvals'): readonly PackedApproval[] {
  if (packed.length > 2 + 2 * MAX_PACKED_BYTES) {
    throw new DecodeError(`is longer than ${MAX_PACKED_BYTES} bytes`, { field });
  }
  const bytes = fromHex(packed, { field });
  const approvals: PackedApproval[] = [];
  let at = 0;
  let previous = -1;
  while (at < bytes.length) {
    const fail = (text: string): never => {
      throw new DecodeError(`${text} at offset ${at}`, { field });
    };
    if (at + 4 > bytes.length) fail('ends in the middle of an approval');
    const [index, high, middle, low] = bytes.subarray(at, at + 4) as unknown as [number, number, number, number];
    const length = (high << 16) | (middle << 8) | low;
    if (index <= previous) fail('has a member index out of order');
    if (index >= MAX_MEMBERS) fail('has a member index beyond the possible members');
    if (at + 4 + length > bytes.length) fail('ends in the middle of a signature');
    approvals.push({ index, signature: toHex(bytes.subarray(at + 4, at + 4 + length)) });
    previous = index;
    at += 4 + length;
  }
  return approvals;
}

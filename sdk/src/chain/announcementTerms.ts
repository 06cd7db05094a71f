import type { Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';

/** The numbers of an announcement, which the contract has in one word. Times are seconds since 1970. */
export interface AnnouncementTerms {
  readonly epoch: number;
  readonly kind: number;
  readonly codec: number;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** From the top; source: docs/spec/announcement.md, "Terms". */
const layout = [
  ['epoch', 64],
  ['kind', 8],
  ['codec', 8],
  ['notBefore', 48],
  ['notAfter', 48],
] as const;

/**
 * The word that stands for these terms in calls.
 *
 * @throws {ArgumentError} naming the number that does not fit.
 * @example
 * ```ts
 * packTerms({ epoch: 7, kind: 1, codec: 0, notBefore: 1_795_158_000, notAfter: 1_795_762_800 });
 * ```
 */
export function packTerms(terms: AnnouncementTerms): bigint {
  return layout.reduce((word, [field, bits]) => {
    const value = terms[field];
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) {
      throw new ArgumentError(`is not a whole number of at most ${bits} bits`, { field });
    }
    return (word << BigInt(bits)) | BigInt(value);
  }, 0n);
}

/**
 * What the word in an event stands for; the inverse of {@link packTerms}.
 *
 * @throws {ArgumentError} if the epoch is beyond 2^53, which no chain reaches.
 */
export function unpackTerms(word: bigint): AnnouncementTerms {
  let rest = word;
  const numbers = layout.toReversed().map(([field, bits]) => {
    const value = Number(BigInt.asUintN(bits, rest));
    rest >>= BigInt(bits);
    if (!Number.isSafeInteger(value)) throw new ArgumentError('is larger than anything real', { field });
    return [field, value] as const;
  });
  return Object.fromEntries(numbers) as unknown as AnnouncementTerms;
}

/**
 * As {@link unpackTerms}, from the 64 digits of a word in an event's data: for events that come in masses, without big numbers.
 *
 * @throws {ArgumentError} if the word has more than terms, or the epoch is beyond 2^53.
 * @example `unpackTermsWord(`0x${data.slice(66, 130)}`).epoch`
 */
export function unpackTermsWord(word: Hex): AnnouncementTerms {
  const [empty, epoch] = [word.slice(2, 22), Number.parseInt(word.slice(22, 38), 16)];
  if (!/^0+$/.test(empty)) throw new ArgumentError('has more bits than terms have', { field: 'terms' });
  if (!Number.isSafeInteger(epoch)) throw new ArgumentError('is larger than anything real', { field: 'epoch' });
  return {
    epoch,
    kind: Number.parseInt(word.slice(38, 40), 16),
    codec: Number.parseInt(word.slice(40, 42), 16),
    notBefore: Number.parseInt(word.slice(42, 54), 16),
    notAfter: Number.parseInt(word.slice(54, 66), 16),
  };
}

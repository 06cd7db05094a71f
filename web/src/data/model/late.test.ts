import type { Hex } from '@gridseal/sdk/bytes';
import { describe, expect, test } from 'vitest';
import type { AnnouncementRecord } from './announcements.ts';
import { isLate } from './late.ts';

const now = 1_795_000_000;
const day = 86_400;
const word = (digit: string): Hex => `0x${digit.repeat(64)}`;

describe('keys that nobody claims', () => {
  const record = (latest: object, rest: object = {}) =>
    ({
      latest: { epoch: 2, notBefore: now - 2 * day, notAfter: now + 300 * day, ...latest },
      withdrawn: null,
      claims: [{ epoch: 1, device: word('1') }],
      ...rest,
    }) as unknown as AnnouncementRecord;

  test('behavior: a day after they became valid, or half of a short validity', () => {
    expect(isLate(record({}), now)).toBe(true);
    expect(isLate(record({ notBefore: now - day }), now)).toBe(false);
    expect(isLate(record({ notBefore: now - 601, notAfter: now + 599 }), now)).toBe(true);
  });

  test.each([
    ['claimed', record({}, { claims: [{ epoch: 2 }] })],
    ['claimed at a later epoch', record({}, { claims: [{ epoch: 3 }] })],
    ['withdrawn', record({}, { withdrawn: { epoch: 2 } })],
    ['expired', record({ notAfter: now - 1 })],
    ['not valid yet', record({ notBefore: now + 5 })],
  ])('error: nothing is late that is %s', (_, one) => expect(isLate(one, now)).toBe(false));
});

import { describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { groupId, signerId, subjectOf } from '../subject/index.ts';
import { slotsOf } from './slots.ts';

const device: Hex = `0x${'d0'.repeat(32)}`;
const [one, two]: [Hex, Hex] = [`0x${'11'.repeat(20)}`, `0x${'22'.repeat(84)}`];

describe('slotsOf', () => {
  test('behavior: each authority with each channel of the device and of its groups', () => {
    const slots = slotsOf({ authorities: [one, two], channels: ['tls', 'files'], groups: ['north'] }, device);
    expect(slots).toHaveLength(8);
    expect(slots[0]).toEqual({
      signer: one,
      authority: signerId(one),
      subject: subjectOf(device, 'tls'),
      channel: 'tls',
      group: null,
    });
    expect(slots[7]).toMatchObject({ signer: two, subject: subjectOf(groupId('north'), 'files'), group: 'north' });
    expect(new Set(slots.map(({ authority, subject }) => `${authority}${subject}`)).size).toBe(8);
  });

  test('behavior: whoever names nobody follows nothing', () => {
    expect(slotsOf({ authorities: [], channels: ['tls'], groups: [] }, device)).toEqual([]);
    expect(slotsOf({ authorities: [one], channels: [], groups: ['north'] }, device)).toEqual([]);
  });

  test('error: a channel, a group, a device or a signer that is none', () => {
    const good = { authorities: [one], channels: ['tls'], groups: [] };
    expect(() => slotsOf({ ...good, channels: ['../tls'] }, device)).toThrow(ArgumentError);
    expect(() => slotsOf({ ...good, groups: [''] }, device)).toThrow(ArgumentError);
    expect(() => slotsOf({ ...good, authorities: ['0xzz'] }, device)).toThrow(DecodeError);
    expect(() => slotsOf(good, '0x12')).toThrow(DecodeError);
  });
});

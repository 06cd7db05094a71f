import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActivityFilter, everything, isDay, isEverything, isSigner, pathOf, viewOf } from './filter.ts';
import { eventTypes, inOrder, toggleGroup } from './groups.ts';

const word = (digit: string) => `0x${digit.repeat(64)}` as const;
const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => `0x${Buffer.from(value).toString('hex')}` as const);
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const filters: fc.Arbitrary<ActivityFilter> = fc.record(
  {
    types: fc.subarray([...eventTypes]).map(inOrder),
    text: fc.string({ minLength: 1, maxLength: 40 }),
    quorum: hex(32),
    certificate: hex(32),
    signer: hex(20),
    authority: hex(32),
    device: hex(32),
    transaction: hex(32),
    fromBlock: fc.nat(),
    toBlock: fc.nat(),
    from: day,
    to: day,
  },
  { requiredKeys: ['types'] },
);

describe('the path of a view', () => {
  test('behavior: says everything that a filter says', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(viewOf(pathOf({ filter, open: null }))).toEqual({ filter, open: null, ignored: [] });
      }),
    );
  });

  test('behavior: is short and readable', () => {
    const filter = { types: toggleGroup(['proposed'], 'keys'), text: 'Fleet 1/2', fromBlock: 100 };
    expect(pathOf({ filter, open: { block: 7, logIndex: 2 } })).toBe(
      '/types=keys.proposed/text=Fleet%201%2F2/blocks=100-/event=7.2',
    );
    expect(pathOf({ filter: everything, open: null })).toBe('');
  });

  test('behavior: nothing chosen and everything chosen are the same', () => {
    expect(inOrder(eventTypes)).toEqual([]);
    expect(isEverything(viewOf('/types=quorums.certificates.approvals.keys').filter)).toBe(true);
  });

  test.each([
    ['an unknown name', 'colour=red'],
    ['an unknown type', 'types=keys.everything'],
    ['a property of objects', 'types=constructor'],
    ['a name of objects', '__proto__=1'],
    ['no value', 'quorum='],
    ['no name', '=0x00'],
    ['a short id', 'quorum=0x1234'],
    ['an id with a letter too many', `certificate=${word('1')}0`],
    ['no hexadecimal digits', `device=0x${'z'.repeat(64)}`],
    ['a signer shorter than an address', 'signer=0x1234'],
    ['an endless signer', `signer=0x${'00'.repeat(700)}`],
    ['an endless text', `text=${'x'.repeat(200)}`],
    ['a broken escape', 'text=%E0%A4%A'],
    ['blocks below zero', 'blocks=-5--1'],
    ['no blocks', 'blocks=-'],
    ['a block that is no number', 'blocks=1e3-'],
    ['a day that there is not', 'from=2026-02-30'],
    ['another way to write a day', 'to=1.2.2026'],
    ['an event without its index', 'event=12'],
    ['an endless block', `event=${'9'.repeat(40)}.1`],
  ])('error: %s is left out, and named', (_, segment) => {
    expect(viewOf(`/${segment}/text=kept`)).toEqual({
      filter: { types: [], text: 'kept' },
      open: null,
      ignored: [segment.slice(0, 120)],
    });
  });

  test('error: whatever a link says, it is read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => void viewOf(path)));
  });
});

describe('fields', () => {
  test('error: days that there are not', () => {
    for (const text of ['', '2026-13-01', '2026-1-1', '2026-02-29', 'today', '20261-01-01'])
      expect(isDay(text)).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
  });

  test('error: what is no signer', () => {
    for (const text of ['0x', '0x00', word('1').slice(0, 41), 'aurora', `${word('1')}x`])
      expect(isSigner(text)).toBe(false);
    expect(isSigner(`0x${'11'.repeat(20)}`)).toBe(true);
  });
});

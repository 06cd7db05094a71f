import { describe, expect, test } from 'vitest';
import { historyOf } from './deviceHistory.ts';
import { choicesOf, filterRows, noFilter } from './fleetFilter.ts';
import { fleetRows } from './fleetRows.ts';
import { claimOf, day, entryOf, id32, slotOf } from './model.fixtures.ts';

const [first, second, third, foreign] = [id32('d1'), id32('d2'), id32('d3'), id32('df')];
const none = new Map();
const inNorth = { groups: ['north'] };

describe('rows of the fleet', () => {
  test('behavior: a row for each channel of a device, and one for a device without any', () => {
    const slots = [
      slotOf({ device: first, channel: 'tls' }),
      slotOf({ device: first, channel: 'files', subject: id32('b2'), claims: [claimOf(first)] }),
    ];
    const rows = fleetRows([entryOf(first), entryOf(second)], slots, none);
    expect(rows.map(({ device, slot, claim }) => [device, slot?.channel, claim?.epoch])).toEqual([
      [first, 'tls', undefined],
      [first, 'files', 2],
      [second, undefined, undefined],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  test('behavior: what a group was announced concerns its members, claimed or not', () => {
    const slot = slotOf({ group: 'north', channel: 'files', claims: [claimOf(second), claimOf(foreign)] });
    const rows = fleetRows([entryOf(first, inNorth), entryOf(second, inNorth), entryOf(third)], [slot], none);
    expect(rows.map(({ device, entry, slot, claim }) => [device, entry !== null, slot?.group, claim?.epoch])).toEqual([
      [first, true, 'north', undefined],
      [second, true, 'north', 2],
      [foreign, false, 'north', 2],
      [third, true, undefined, undefined],
    ]);
  });

  test('behavior: a batch that was issued here has envelopes for some members alone', () => {
    const slot = slotOf({ group: 'north', channel: 'files' });
    const issues = new Map([[slot.digest, { devices: [second] }]]);
    const rows = fleetRows([entryOf(first, inNorth), entryOf(second, inNorth)], [slot], issues);
    expect(rows.map(({ device, slot }) => [device, slot?.group])).toEqual([
      [second, 'north'],
      [first, undefined],
    ]);
  });

  test('behavior: a channel without a name belongs to who has claimed from it', () => {
    const rows = fleetRows([entryOf(first)], [slotOf({ claims: [claimOf(first)] })], none);
    expect(rows).toMatchObject([{ device: first, entry: { id: first }, claim: { epoch: 2 } }]);
  });

  test('behavior: nobody knows who is addressed', () => {
    expect(fleetRows([], [slotOf()], none)).toMatchObject([{ device: null, entry: null }]);
  });

  test('error: empty groups and an empty register', () => {
    expect(fleetRows([], [], none)).toEqual([]);
    expect(fleetRows([entryOf(first)], [slotOf({ group: 'south', channel: 'tls' })], none)).toMatchObject([
      { device: null },
      { device: first, slot: null },
    ]);
  });
});

describe('the filter', () => {
  const rows = fleetRows(
    [
      entryOf(first, { label: 'Depot Müller', groups: ['north', 'ring 2'] }),
      entryOf(second, { label: 'Harbour 12' }),
      entryOf(third, { label: '<img src=x>' }),
    ],
    [
      slotOf({ device: first, channel: 'tls', claims: [claimOf(first)] }),
      slotOf({ device: second, channel: 'ssh-host', subject: id32('b2'), authority: id32('a2') }),
    ],
    none,
  );
  const find = (filter: Partial<typeof noFilter>, now = 2_000) =>
    filterRows(rows, { ...noFilter, ...filter }, now).rows.map(({ entry }) => entry?.label);

  test('behavior: words, in any case and order, in label, id, group and channel', () => {
    expect(find({ text: 'MÜLLER depot' })).toEqual(['Depot Müller']);
    expect(find({ text: 'ssh-host' })).toEqual(['Harbour 12']);
    expect(find({ text: 'ring' })).toEqual(['Depot Müller']);
    expect(find({ text: second.slice(0, 20).toUpperCase() })).toEqual(['Harbour 12']);
    expect(find({ text: '  ' })).toHaveLength(3);
    expect(find({ text: '<IMG' })).toEqual(['<img src=x>']);
  });

  test('behavior: state, group, channel, authority, and all of them', () => {
    expect(find({ state: 'claimed' })).toEqual(['Depot Müller']);
    expect(find({ state: 'never' })).toEqual(['<img src=x>']);
    expect(find({ state: 'late' })).toEqual([]);
    expect(find({ state: 'late' }, 5 * day)).toEqual(['Harbour 12']);
    expect(find({ group: 'north' })).toEqual(['Depot Müller']);
    expect(find({ channel: 'ssh-host', authority: id32('a2') })).toEqual(['Harbour 12']);
    expect(find({ channel: 'tls', authority: id32('a2') })).toEqual([]);
  });

  test('behavior: counts are of what other filters let through, whatever state is chosen', () => {
    const { counts, total } = filterRows(rows, { ...noFilter, state: 'claimed', text: 'h' }, 2_000);
    expect(total).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
    expect(filterRows(rows, { ...noFilter, state: 'claimed' }, 2_000).counts).toMatchObject({
      claimed: 1,
      waiting: 1,
      never: 1,
      late: 0,
    });
  });

  test('error: nothing is found for what is no text of a row', () => {
    for (const text of ['__proto__', 'undefined', 'null', '.*', '\\', 'zz zz']) expect(find({ text })).toEqual([]);
  });

  test('behavior: what there is to choose from', () => {
    expect(choicesOf(rows)).toEqual({
      groups: ['north', 'ring 2'],
      channels: ['ssh-host', 'tls'],
      authorities: [id32('aa'), id32('a2')],
    });
  });
});

describe('the history of a device', () => {
  const slot = slotOf({ device: first, channel: 'tls' });
  const rows = fleetRows([entryOf(first)], [slot], none);
  const at = (block: number, logIndex: number) => ({ block, logIndex, blockHash: id32('01'), transaction: id32('02') });
  const { authority, subject } = slot;
  const claimed = (device = first) =>
    ({ type: 'claimed', authority, subject, device, epoch: 2, record: id32('cc'), ...at(9, 1) }) as const;
  const withdrawn = { type: 'withdrawn', authority, subject, epoch: 2, ...at(9, 2) } as const;

  test('behavior: the newest first, each event once, with the channel’s name', () => {
    const told = historyOf(first, rows, [claimed(), withdrawn, claimed()]);
    expect(told.map(({ event, channel }) => [event.type, channel])).toEqual([
      ['withdrawn', 'tls'],
      ['claimed', 'tls'],
    ]);
  });

  test('error: another device’s claim, and what is about no device, are not in it', () => {
    const endorsed = { type: 'approved', quorum: id32('01'), digest: id32('02'), signer: '0x', ...at(1, 1) } as never;
    expect(historyOf(first, rows, [claimed(second), endorsed])).toEqual([]);
    const elsewhere = { ...claimed(), subject: id32('b9') };
    expect(historyOf(first, rows, [elsewhere])).toMatchObject([{ channel: null }]);
  });
});

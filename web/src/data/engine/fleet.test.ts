// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, EventBody } from '@gridseal/sdk/chain';
import { groupId, subjectOf } from '@gridseal/sdk/delivery/subject';
import { describe, expect, test } from 'vitest';
import type { FleetQuestion } from '../model/fleet.ts';
import { eventAt } from '../testing/FakeData.tsx';
import { EventLog } from './eventLog.ts';
import { Fleet } from './fleet.ts';

const id = (byte: string): Hex => `0x${byte.repeat(32)}`;
const [mine, stranger] = [id('a1'), id('a2')];
const [first, second, foreign] = [id('d1'), id('d2'), id('df')];

const announced = (subject: Hex, more: { authority?: Hex; epoch?: number } = {}): EventBody => ({
  type: 'announced',
  ...{ authority: mine, subject, epoch: 1, digest: id('ee'), kind: 2, codec: 0, notBefore: 10, notAfter: 20 },
  ...{ previousBlock: 0, ...more },
});
const claimed = (subject: Hex, device: Hex, epoch = 1, authority = mine): EventBody => ({
  type: 'claimed',
  ...{ authority, subject, device, epoch, record: id('cc') },
});
const withdrawn = (subject: Hex, epoch: number): EventBody => ({ type: 'withdrawn', authority: mine, subject, epoch });

function fleetOf(...bodies: readonly EventBody[]) {
  const log = new EventLog();
  log.apply(
    [],
    bodies.map((body, i): ChainEvent => eventAt(i + 1, body)),
  );
  const fleet = new Fleet(log);
  const nothing: FleetQuestion = { devices: [], groups: [], channels: [], authorities: [], scope: 'known' };
  return (question: Partial<FleetQuestion>) => fleet.find({ ...nothing, ...question });
}

const host = (device: Hex) => subjectOf(device, 'ssh-host');

describe('what was announced to a fleet', () => {
  test('behavior: the latest announcement of each channel, withdrawals, and the latest claim', () => {
    const ask = fleetOf(
      announced(host(first)),
      claimed(host(first), first),
      announced(host(first), { epoch: 2 }),
      withdrawn(host(first), 1),
      announced(subjectOf(second, 'visit')),
    );
    const { slots, authorities, strangers, others } = ask({ devices: [first, second], channels: ['visit'] });
    expect(slots).toMatchObject([
      { device: second, channel: 'visit', epoch: 1, claims: [] },
      { device: first, channel: 'ssh-host', epoch: 2, withdrawnEpoch: 1, block: 3, claims: [{ epoch: 1, block: 2 }] },
    ]);
    expect({ authorities, strangers, others }).toEqual({ authorities: [mine], strangers: 0, others: 0 });
  });

  test('behavior: of groups, with the claims of all devices', () => {
    const subject = subjectOf(groupId('north'), 'files');
    const ask = fleetOf(announced(subject), claimed(subject, first), claimed(subject, foreign));
    const [slot] = ask({ groups: ['north'] }).slots;
    expect(slot).toMatchObject({ device: null, group: 'north', channel: 'files' });
    expect(slot?.claims.map(({ device }) => device)).toEqual([first, foreign]);
  });

  test('behavior: a channel of unknown name, when a known device has claimed from it', () => {
    const subject = subjectOf(first, 'visit');
    const ask = fleetOf(announced(subject), claimed(subject, first));
    expect(ask({ devices: [first] }).slots).toMatchObject([
      { channel: null, device: null, claims: [{ device: first }] },
    ]);
    expect(ask({ devices: [first], channels: ['visit'] }).slots).toMatchObject([{ channel: 'visit', device: first }]);
  });

  test('error: another device’s claim is none of the addressed one', () => {
    const ask = fleetOf(announced(host(first)), claimed(host(first), foreign));
    expect(ask({ devices: [first] }).slots).toMatchObject([{ device: first, claims: [] }]);
  });

  test('error: strangers who announce to known devices and groups are counted, not shown', () => {
    const group = subjectOf(groupId('north'), 'files');
    const ask = fleetOf(
      announced(host(first)),
      claimed(host(first), first),
      announced(host(first), { authority: stranger, epoch: 9 }),
      announced(group, { authority: stranger }),
    );
    const question = { devices: [first.toUpperCase().replace('X', 'x') as Hex], groups: ['north'] };
    const { slots, strangers } = ask(question);
    expect(slots).toMatchObject([{ authority: mine, epoch: 1 }]);
    expect(strangers).toBe(2);
    expect(ask({ ...question, authorities: [stranger] }).slots).toHaveLength(3);
    expect(ask({ ...question, scope: 'concerning' }).slots).toHaveLength(3);
    expect(ask({ ...question, scope: 'everybody' }).slots).toHaveLength(3);
  });

  test('behavior: while no authority is known, nobody is a stranger', () => {
    expect(fleetOf(announced(host(first)))({ devices: [first] })).toMatchObject({
      strangers: 0,
      slots: [{ epoch: 1 }],
    });
  });

  test('behavior: what concerns no known device is counted, and shown if asked for', () => {
    const ask = fleetOf(announced(host(foreign)), claimed(host(foreign), foreign), announced(host(second)));
    expect(ask({ devices: [first] })).toMatchObject({ slots: [], others: 2 });
    expect(ask({ devices: [first], scope: 'everybody' }).slots).toMatchObject([
      { device: null, channel: null, claims: [] },
      { device: null, channel: null, claims: [{ device: foreign }] },
    ]);
  });

  test('error: a withdrawal of what was never announced is no announcement', () => {
    expect(fleetOf(withdrawn(host(first), 3))({ devices: [first], scope: 'everybody' }).slots).toEqual([]);
  });

  test('error: names that can be none', () => {
    const ask = fleetOf(announced(host(first)));
    expect(() => ask({ devices: [first], channels: ['No'] })).toThrow('channel');
    expect(() => ask({ devices: ['0x12'] })).toThrow('owner');
    expect(() => ask({ groups: [''] })).toThrow('group');
  });
});

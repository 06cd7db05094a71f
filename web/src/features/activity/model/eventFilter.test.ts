import type { Hex } from '@gridseal/sdk/bytes';
import { signerId, subjectOf } from '@gridseal/sdk/delivery/subject';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOfDays, dayBegins, firstBlockAt } from './days.ts';
import { directoryOf } from './directory.ts';
import { eventFilterOf } from './eventFilter.ts';
import { namedBy } from './useNamed.ts';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const registry = `0x${'ab'.repeat(20)}`;
const wallet: Hex = `0x${'cd'.repeat(20)}`;
const asSigner = (quorum: Hex): Hex => `${registry}${quorum.slice(2)}` as Hex;

describe('what the index is asked for', () => {
  test('behavior: a quorum is meant in all its parts: voting, member of others, authority', () => {
    const { mentions } = eventFilterOf({ types: [], quorum: word('1') }, registry.toUpperCase().replace('X', 'x'));
    expect(mentions).toEqual([{ ids: [word('1'), asSigner(word('1')), signerId(asSigner(word('1')))] }]);
  });

  test('behavior: a device is meant by what is announced to it, too', () => {
    const { mentions } = eventFilterOf({ types: [], device: word('2') }, registry);
    expect(mentions?.[0]?.ids).toContain(subjectOf(word('2'), 'ssh-user'));
    expect(mentions?.[0]?.ids?.[0]).toBe(word('2'));
  });

  test('behavior: blocks and days are both respected', () => {
    const filter = { types: [], fromBlock: 10, toBlock: 90 } as const;
    expect(eventFilterOf(filter, registry, [], { first: 5, last: 100 })).toEqual({ fromBlock: 10, toBlock: 90 });
    expect(eventFilterOf(filter, registry, [], { first: 20, last: 30 })).toEqual({ fromBlock: 20, toBlock: 30 });
  });

  test.each([
    ['a name', 'Fleet'],
    ['too few digits', '0xab'],
    ['digits among words', 'station 1234'],
  ])('error: %s is no part of an id', (_, text) => {
    expect(eventFilterOf({ types: [], text }, registry).mentions).toEqual([{ ids: [] }]);
  });

  test('behavior: digits may be part of an id', () => {
    expect(eventFilterOf({ types: [], text: ' 0xABcd ' }, registry).mentions).toEqual([{ ids: [], part: 'ABcd' }]);
  });
});

describe('names', () => {
  const names = { [word('1')]: 'Our stakeholders', [wallet]: 'Alice' };
  const certificates = [
    { id: word('7'), name: 'Stakeholder seven', signer: asSigner(word('8')) },
    { id: word('9'), name: 'Another' },
  ];

  test('behavior: certificates, those they speak of, and what the user has named', () => {
    expect(namedBy('stakeholder', names, certificates, registry)).toEqual([
      word('7'),
      ...[word('1'), asSigner(word('1')), signerId(asSigner(word('1')))],
      ...[word('8'), asSigner(word('8')), signerId(asSigner(word('8')))],
    ]);
    expect(namedBy('alice', names, [], registry)).toEqual([wallet, signerId(wallet)]);
  });

  test('error: nothing is called so', () => expect(namedBy('nobody', names, certificates, registry)).toEqual([]));

  test('behavior: a quorum that is a member of another is found as a quorum', () => {
    const state = {
      members: [
        { signer: asSigner(word('1')), weight: 1 },
        { signer: wallet, weight: 1 },
      ],
    };
    const directory = directoryOf([
      { id: word('1'), signer: asSigner(word('1')), state: { members: [] } as never },
      { id: word('2'), signer: asSigner(word('2')), state: state as never },
    ]);
    expect(directory.get(signerId(asSigner(word('1'))))).toEqual({ quorum: word('1') });
    expect(directory.get(signerId(wallet))).toEqual({ signer: wallet });
    expect(directory.get(word('3'))).toBeUndefined();
  });
});

describe('days and blocks', () => {
  /** Blocks whose times only grow, some of which are the same. */
  const chainOf = (times: readonly number[]) => ({
    blockTimes: async (blocks: readonly number[]) => blocks.map((block) => times[block] ?? null),
  });

  test('behavior: finds the first block of a time in any chain', async () => {
    const chains = fc.array(fc.nat(50), { minLength: 1, maxLength: 300 }).map((all) => all.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(chains, fc.nat(60), async (times, time) => {
        const expected = times.findIndex((one) => one >= time);
        const found = await firstBlockAt(chainOf(times), time, 0, times.length - 1);
        expect(found).toBe(expected === -1 ? times.length : expected);
      }),
      { numRuns: 60 },
    );
  });

  test('behavior: a day ends where the next begins, and today goes on', async () => {
    const hour = 3_600;
    const times = Array.from({ length: 72 }, (_, i) => dayBegins('2026-11-18') + i * hour);
    const chain = chainOf(times);
    const days = { from: '2026-11-19', to: '2026-11-19' };
    expect(await blocksOfDays(chain, days, 0, 71)).toEqual({ first: 24, last: 47 });
    expect(await blocksOfDays(chain, { to: '2026-11-20' }, 0, 71)).toEqual({});
    expect(await blocksOfDays(chain, { from: '2026-12-01' }, 0, 71)).toEqual({ first: 72 });
  });

  test('error: endpoints that do not know their blocks do not make it ask for ever', async () => {
    await expect(firstBlockAt(chainOf([]), 5, 0, 1_000)).rejects.toThrow('no endpoint says');
  });
});

import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes/index.ts';
import { TransportError } from '../errors/index.ts';
import { decodeLog, decodeLogs, logsQuestion } from './log.ts';

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const address: Hex = `0x${'ab'.repeat(20)}`;
const raw = {
  address,
  topics: [word('a1'), word('b2')],
  data: word('c3'),
  blockNumber: '0x7',
  blockHash: word('d4'),
  transactionHash: word('e5'),
  transactionIndex: '0x0',
  logIndex: '0x2',
  removed: false,
};
const filter = { addresses: [address], from: 1, to: 9 };

describe('a log', () => {
  test('behavior: is decoded, in lower case whatever the server writes', () => {
    const upper = (text: string) => `0x${text.slice(2).toUpperCase()}`;
    const shouted = {
      ...raw,
      address: upper(raw.address),
      topics: raw.topics.map(upper),
      data: upper(raw.data),
      blockHash: upper(raw.blockHash),
      transactionHash: upper(raw.transactionHash),
    };
    const decoded = decodeLog(raw);
    expect(decoded).toEqual({
      address,
      topics: raw.topics,
      data: raw.data,
      block: 7,
      blockHash: raw.blockHash,
      transaction: raw.transactionHash,
      logIndex: 2,
    });
    expect(decodeLog(shouted)).toEqual(decoded);
    expect(decodeLog(shouted, decoded)).toEqual(decoded);
  });

  test('behavior: what it has in common with the one before changes nothing', () => {
    const before = decodeLog({ ...raw, topics: [], data: '0x' });
    expect(decodeLog(raw, before)).toEqual(decodeLog(raw));
    expect(decodeLog({ ...raw, topics: [word('a1')] }, decodeLog(raw)).topics).toEqual([word('a1')]);
  });

  const wrong: readonly (readonly [field: keyof typeof raw, values: readonly unknown[]])[] = [
    ['address', [undefined, null, 7, '0x', `${address}00`, address.slice(2), `0x${'zz'.repeat(20)}`]],
    ['topics', [undefined, null, 'none', {}, Array(5).fill(word('a1')), [null], ['0x'], [`${word('a1')}00`]]],
    ['data', [undefined, null, 7, '', '0', '0x0', '0xzz', `${word('c3')}\n`, ` ${word('c3')}`]],
    ['blockHash', [undefined, null, '0x', word('d4').slice(0, -1), `${word('d4')}\n`, word('g4')]],
    ['transactionHash', [undefined, null, '0x', `0X${'e5'.repeat(32)}`, [word('e5')]]],
    ['blockNumber', [undefined, null, 7, '7', '0x', `0x${'f'.repeat(15)}`]],
    ['logIndex', [undefined, null, 2, '-0x2', '0x2.5']],
    ['removed', [true]],
  ];
  for (const [field, values] of wrong) {
    test(`error: a wrong ${field}, also after a sound log`, () => {
      for (const value of values) {
        expect(() => decodeLog({ ...raw, [field]: value })).toThrow(TransportError);
        expect(() => decodeLog({ ...raw, [field]: value }, decodeLog(raw))).toThrow(TransportError);
      }
    });
  }

  test('error: what is no object', () => {
    for (const value of [null, undefined, 7, 'log']) expect(() => decodeLog(value)).toThrow(TransportError);
  });
});

describe('logs', () => {
  test('behavior: in the order of the chain', () => {
    const logs = [{ ...raw, logIndex: '0x3' }, raw, { ...raw, blockNumber: '0x6', blockHash: word('d3') }];
    expect(decodeLogs(logs, filter).map(({ block, logIndex }) => [block, logIndex])).toEqual([
      [6, 2],
      [7, 2],
      [7, 3],
    ]);
  });

  test('error: of other blocks, contracts or topics, twice, or torn between two blocks', () => {
    const other = { ...raw, logIndex: '0x3' };
    for (const logs of [
      'none',
      [{ ...raw, blockNumber: '0xa' }],
      [{ ...raw, blockNumber: '0x0' }],
      [{ ...raw, address: `0x${'00'.repeat(20)}` }],
      [raw, raw],
      [raw, { ...raw, transactionHash: word('e6') }],
      [raw, { ...other, blockHash: word('d5') }],
    ]) {
      expect(() => decodeLogs(logs, filter)).toThrow(TransportError);
    }
    const { pick } = logsQuestion({ ...filter, topics: [[word('a2'), word('a3')]] });
    expect(() => pick?.([raw])).toThrow(TransportError);
    expect(pick?.([{ ...raw, topics: [word('A3')] }])).toHaveLength(1);
  });
});

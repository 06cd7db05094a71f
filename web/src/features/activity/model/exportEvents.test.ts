// @vitest-environment node
import { decodeCanonicalJson, type Hex, utf8Encode } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataClient, EventFilter, Window } from '../../../data/index.ts';
import { eventAt, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { columns, csvHeader, csvLine, textCell } from './csv.ts';
import { evidenceOf } from './evidence.ts';
import { type ExportOrder, exportEvents } from './exportEvents.ts';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const endorsed = (block: number, logIndex = 0): ChainEvent =>
  eventAt(block, { type: 'certificateEndorsed', certificate: word('c'), quorum: word('d'), version: 1 }, logIndex);
const noNames = { quorums: new Map(), certificates: new Map() };

/** The index with these events; `meanwhile` says what it has at each question. */
function clientOf(all: readonly ChainEvent[], meanwhile: (asked: number) => readonly ChainEvent[] = () => all) {
  let asked = 0;
  const times: number[] = [];
  const client = {
    status: async () => ({ block: 100_000, settled: 50, head: { number: 100_000, hash: word('f'), timestamp: 9 } }),
    events: async ({ offset = 0, limit = 0, fromBlock = 0, toBlock = 0 }: EventFilter & Window) => {
      const found = meanwhile(asked++).filter(({ block }) => block >= fromBlock && block <= toBlock);
      return { total: found.length, offset, items: found.slice(offset, offset + limit) };
    },
    certificates: async () => ({ total: 1, offset: 0, items: [{ id: word('c'), name: '=HYPERLINK("x")' }] }),
    blockTimes: async (blocks: readonly number[]) => {
      times.push(blocks.length);
      return blocks.map((block) => (block === 7 ? null : 1_795_000_000 + block));
    },
  };
  return { client: client as unknown as DataClient, times };
}

const order: ExportOrder = { format: 'json', bom: false, withTimes: false, filter: {}, quorumNames: {} };

async function run(part: Partial<ExportOrder>, client: DataClient, signal = new AbortController().signal) {
  const seen: number[] = [];
  const result = await exportEvents(
    { ...order, ...part },
    { client, network: fakeNetwork, signal, progress: (done) => seen.push(done) },
  );
  const bytes = new Uint8Array(await result.file.arrayBuffer());
  return { ...result, bytes, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), seen };
}

describe('JSON', () => {
  test('behavior: over many pages it is one canonical document that says where it is from', async () => {
    const all = Array.from({ length: 4_500 }, (_, i) => endorsed(i + 1));
    const { bytes, count, unsettled, seen } = await run({}, clientOf(all).client);
    const document = decodeCanonicalJson(bytes) as Record<string, unknown>;
    expect(document).toMatchObject({
      type: 'gridseal/events/v1',
      chainId: 31_337,
      count: 4_500,
      settled: 50,
      filter: { toBlock: 100_000 },
      head: { number: 100_000 },
      contracts: { quorumRegistry: fakeNetwork.addresses.quorumRegistry.toLowerCase() },
    });
    expect(document.events).toEqual(all.map((event) => evidenceOf(event, fakeNetwork.addresses)));
    expect([count, unsettled]).toEqual([4_500, 4_450]);
    expect(seen).toEqual([2_000, 4_000, 4_500]);
  });

  test('behavior: nothing found is a document, too', async () => {
    const { bytes } = await run({}, clientOf([]).client);
    expect(decodeCanonicalJson(bytes)).toMatchObject({ count: 0, events: [] });
  });

  test('behavior: all hexadecimal is lower case, that of lists, too', () => {
    const members = [{ signer: '0xABCDEF0000000000000000000000000000000001' as Hex, weight: 1 }];
    const event = eventAt(1, {
      type: 'quorumCreated',
      quorum: word('D'),
      members,
      threshold: 1,
      revocationThreshold: 1,
    });
    expect(JSON.stringify(evidenceOf(event, fakeNetwork.addresses))).not.toMatch(/0x[0-9a-f]*[A-F]/);
  });

  test('behavior: times are asked in bunches; an unknown one is absent', async () => {
    const { client, times } = clientOf(Array.from({ length: 1_200 }, (_, i) => endorsed(i + 1)));
    const { bytes } = await run({ withTimes: true }, client);
    const { events } = decodeCanonicalJson(bytes) as { readonly events: readonly Record<string, unknown>[] };
    expect(times).toEqual([500, 500, 200]);
    expect(events[5]).toMatchObject({ block: 6, timestamp: 1_795_000_006 });
    expect(events[6]).not.toHaveProperty('timestamp');
  });
});

describe('CSV', () => {
  test('behavior: begins with a byte order mark if wanted, and quotes names', async () => {
    const { text, bytes } = await run({ format: 'csv', bom: true, withTimes: true }, clientOf([endorsed(1)]).client);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [, line] = text.split('\r\n');
    expect(line?.startsWith('2026-11-18T11:06:41Z,1,')).toBe(true);
    expect(line).toContain(`,${word('c')},"'=HYPERLINK(""x"")",`);
    expect(line?.endsWith(',true')).toBe(true);
  });

  test('behavior: each line has all columns', () => {
    const announced = eventAt(60, {
      type: 'announced',
      ...{ authority: word('a'), subject: word('b'), digest: word('e'), epoch: 3, kind: 1, codec: 2 },
      ...{ notBefore: 1_795_158_000, notAfter: 8_640_000_000_001, previousBlock: 0 },
    });
    for (const event of [endorsed(1), announced]) {
      const line = csvLine(evidenceOf(event, fakeNetwork.addresses), noNames, 50);
      expect(line.split(',')).toHaveLength(columns.length);
      expect(line.endsWith('\r\n')).toBe(true);
    }
    const line = csvLine(evidenceOf(announced, fakeNetwork.addresses), noNames, 50);
    expect(line).toContain('2026-11-20T07:00:00Z,8640000000001,0,,false\r\n');
    expect(csvHeader.split(',')).toHaveLength(columns.length);
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '﹦1',
    '|calc',
    '%1',
  ])('attack: %j is no formula', (name) => {
    expect(textCell(name)).toMatch(/^"'/);
  });

  test('attack: no name gets out of its cell, and none hides anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const cell = textCell(name);
        expect(cell).toMatch(/^"(?:[^"]|"")*"$/u);
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
    expect(textCell('a","b\r\nc')).toBe('"a"",""b\\u{d}\\u{a}c"');
    expect(textCell('a\u202eb')).toBe('"a\\u{202e}b"');
    expect(textCell('x'.repeat(100_000)).length).toBeLessThan(250);
  });
});

describe('what goes wrong', () => {
  const all = Array.from({ length: 3_000 }, (_, i) => endorsed(i + 1));

  test('error: cancelled halfway', async () => {
    const controller = new AbortController();
    const { client } = clientOf(all, (asked) => {
      if (asked === 1) controller.abort();
      return all;
    });
    await expect(run({}, client, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  const other = all.map((event) => (event.block <= 50 ? event : { ...event, blockHash: word('9') }));
  test.each([
    ['takes events away', (asked: number) => (asked === 0 ? all : all.slice(0, 2_500))],
    ['takes the rest away', (asked: number) => (asked === 0 ? all : all.slice(0, 2_000))],
    ['puts others in their place', (asked: number) => (asked === 0 ? all : other)],
    ['comes at the end', (asked: number) => (asked < 2 ? all : other)],
    ['adds one to a block that was read', (asked: number) => (asked < 2 ? all : [...all, endorsed(3_000, 1)])],
  ])('attack: a reorganisation that %s', async (_, meanwhile) => {
    await expect(run({}, clientOf(all, meanwhile).client)).rejects.toMatchObject({ name: 'ReorganisedError' });
  });

  test('error: the index is gone', async () => {
    const { client } = clientOf(all);
    const gone = { ...client, events: () => Promise.reject(new Error('gone')) } as unknown as DataClient;
    await expect(run({}, gone)).rejects.toThrow('gone');
  });

  test('behavior: the bytes are those of the text', async () => {
    const { bytes, text } = await run({ format: 'csv' }, clientOf([endorsed(1)]).client);
    expect(utf8Encode(text)).toEqual(bytes);
  });
});

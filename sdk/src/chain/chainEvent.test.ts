import fc from 'fast-check';
import { decodeEventLog } from 'viem/utils';
import { describe, expect, test } from 'vitest';
import { bytes32 } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { contractAddresses, keyAnnouncementsAbi, quorumRegistryAbi } from '../generated/index.ts';
import { type EventBody, type EventType, eventTopics, packTerms, toChainEvent } from './index.ts';
import type { Log } from './log.ts';

const [certificate, quorum] = [bytes32(7), bytes32(8)];

const logOf = (topics: readonly Hex[], data: Hex): Log => ({
  address: contractAddresses.quorumRegistry.toLowerCase() as Hex,
  topics,
  data,
  block: 5,
  blockHash: bytes32(5),
  transaction: bytes32(6),
  logIndex: 0,
});
const endorsed = (data: Hex) => logOf([eventTopics.certificateEndorsed, certificate, quorum], data);
const revoked = (data: Hex) => logOf([eventTopics.certificateRevoked, certificate, quorum], data);
const decode = (log: Log): EventBody | null => toChainEvent(log, contractAddresses);

describe('endorsements and revocations', () => {
  test('behavior: read as a generic decoder reads them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 255 }), (version, reason) => {
        const [first, second] = [endorsed(bytes32(version)), revoked(bytes32(version * 256 + reason))];
        const [topics, data] = [first.topics as [Hex, ...Hex[]], first.data];
        const generic = decodeEventLog({ abi: quorumRegistryAbi, topics, data });
        expect(generic).toEqual({ eventName: 'CertificateEndorsed', args: { certificate, quorum, version } });
        expect(decode(first)).toMatchObject({ type: 'certificateEndorsed', certificate, quorum, version });
        expect(decode(second)).toMatchObject({ type: 'certificateRevoked', certificate, quorum, version, reason });
      }),
    );
  });

  test('error: numbers that are too large for their type', () => {
    for (const number of [2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      expect(decode(endorsed(bytes32(number)))).toBeNull();
    }
    expect(decode(revoked(bytes32(2 ** 40)))).toBeNull();
    for (const log of [endorsed, revoked]) expect(decode(log(`0x${'ff'.repeat(32)}`))).toBeNull();
  });

  test('error: truncated at every byte, and bytes added', () => {
    const whole = bytes32(1);
    for (const log of [endorsed, revoked]) {
      for (let end = 2; end < whole.length; end += 2) expect(decode(log(whole.slice(0, end) as Hex))).toBeNull();
      expect(decode(log(`${whole}00`))).toBeNull();
    }
  });

  test('error: too few or too many topics, or another contract', () => {
    const topics = [eventTopics.certificateEndorsed, certificate, quorum];
    for (const count of [0, 1, 2]) expect(decode(logOf(topics.slice(0, count), bytes32(1)))).toBeNull();
    expect(decode(logOf([...topics, quorum], bytes32(1)))).toBeNull();
    expect(decode({ ...endorsed(bytes32(1)), address: `0x${'11'.repeat(20)}` })).toBeNull();
  });
});

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 53n - 1n });
const word = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);
const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const toWord = (number: bigint): Hex => `0x${number.toString(16).padStart(64, '0')}`;
const join = (...words: readonly Hex[]): Hex => `0x${words.map((text) => text.slice(2)).join('')}`;

/** The log of an event with these indexed words and these words of data. */
function wordLog(type: EventType, indexed: readonly Hex[], ...words: readonly Hex[]): Log {
  const log = logOf([eventTopics[type], ...indexed], join(...words));
  const isOfRegistry = type === 'proposed' || type === 'approved';
  return isOfRegistry ? log : { ...log, address: contractAddresses.keyAnnouncements.toLowerCase() as Hex };
}

/** What a generic decoder reads, in the SDK's types. */
function generic({ topics, data }: Log): Record<string, unknown> {
  const abi = [...quorumRegistryAbi, ...keyAnnouncementsAbi];
  const { args } = decodeEventLog({ abi, topics: topics as [Hex, ...Hex[]], data });
  const entries = Object.entries(args).filter(([name]) => name !== 'terms');
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]));
}

describe('announcements, claims, proposals and approvals', () => {
  const logs = fc.oneof(
    fc.tuple(word, word, address, uint64).map(([a, b, who, deadline]) => {
      return wordLog('proposed', [a, b, `0x${'00'.repeat(12)}${who}`], toWord(deadline));
    }),
    fc.tuple(word, word, address).map(([a, b, who]) => wordLog('approved', [a, b, `0x${'00'.repeat(12)}${who}`])),
    fc.tuple(word, word, uint64).map(([a, b, epoch]) => wordLog('withdrawn', [a, b], toWord(epoch))),
    fc.tuple(word, word, word, uint64, word).map(([a, b, c, epoch, record]) => {
      return wordLog('claimed', [a, b, c], toWord(epoch), record);
    }),
    fc.tuple(word, word, word, uint64, uint64).map(([a, b, digest, epoch, block]) => {
      const terms = packTerms({ epoch: Number(epoch), kind: 1, codec: 2, notBefore: 3, notAfter: 4 });
      return wordLog('announced', [a, b], digest, toWord(terms), toWord(block));
    }),
  );

  test('behavior: read as a generic decoder reads them', () => {
    fc.assert(
      fc.property(logs, (log) => {
        expect(decode(log)).toMatchObject(generic(log));
      }),
    );
  });

  test('behavior: a deadline beyond 2^53 means never', () => {
    const log = wordLog('proposed', [certificate, quorum, bytes32(9)], toWord(2n ** 64n - 1n));
    expect(decode(log)).toMatchObject({ type: 'proposed', deadline: Number.MAX_SAFE_INTEGER });
  });

  test('error: truncated at every byte, bytes added, a topic more or less, or of the other contract', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { data, topics } = log;
        for (let end = 2; end < data.length; end += 2)
          expect(decode({ ...log, data: data.slice(0, end) as Hex })).toBeNull();
        expect(decode({ ...log, data: `${data}00` })).toBeNull();
        expect(decode({ ...log, topics: topics.slice(0, -1) })).toBeNull();
        expect(decode({ ...log, topics: [...topics, quorum] })).toBeNull();
        const { quorumRegistry, keyAnnouncements } = contractAddresses;
        const other = log.address === quorumRegistry.toLowerCase() ? keyAnnouncements : quorumRegistry;
        expect(decode({ ...log, address: other })).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  test('error: numbers beyond what is real, and words that are no address', () => {
    const large = toWord(2n ** 53n);
    expect(decode(wordLog('withdrawn', [certificate, quorum], large))).toBeNull();
    expect(decode(wordLog('claimed', [certificate, quorum, quorum], large, quorum))).toBeNull();
    expect(decode(wordLog('announced', [certificate, quorum], quorum, toWord(1n), large))).toBeNull();
    expect(decode(wordLog('announced', [certificate, quorum], quorum, `0x${'ff'.repeat(32)}`, toWord(1n)))).toBeNull();
    expect(decode(wordLog('proposed', [certificate, quorum, quorum], toWord(2n ** 64n)))).toBeNull();
    expect(decode(wordLog('approved', [certificate, quorum, `0x${'01'.repeat(32)}`]))).toBeNull();
  });
});

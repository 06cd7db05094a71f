import fc from 'fast-check';
import { decodeEventLog } from 'viem/utils';
import { describe, expect, test } from 'vitest';
import { bytes32 } from '../../../test/support/quorums.ts';
import type { Hex } from '../bytes/index.ts';
import { contractAddresses, quorumRegistryAbi } from '../generated/index.ts';
import { type EventBody, eventTopics, toChainEvent } from './index.ts';
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

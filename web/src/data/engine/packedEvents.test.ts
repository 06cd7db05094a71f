// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { DecodeError } from '@gridseal/sdk/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packEvents, unpackEvents } from './packedEvents.ts';

const hex = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);
const word = hex(32);
const address = hex(20);
const number = fc.maxSafeNat();
const place = {
  block: fc.nat(3),
  blockHash: fc.constantFrom<Hex>(`0x${'aa'.repeat(32)}`, `0x${'bb'.repeat(32)}`),
  transaction: word,
  logIndex: fc.nat(9),
};
const rules = {
  quorum: word,
  members: fc.array(fc.record({ signer: hex(24), weight: fc.nat(7) })),
  threshold: number,
  revocationThreshold: number,
};
const of = (type: ChainEvent['type'], fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ type: fc.constant(type), ...fields, ...place }) as fc.Arbitrary<unknown> as fc.Arbitrary<ChainEvent>;
const terms = { epoch: number, kind: fc.nat(255), codec: fc.nat(255), notBefore: number, notAfter: number };
const event = fc.oneof(
  of('quorumCreated', rules),
  of('quorumRotated', { ...rules, version: number }),
  of('certificateEndorsed', { certificate: word, quorum: word, version: number }),
  of('certificateRevoked', { certificate: word, quorum: word, version: number, reason: fc.nat(10) }),
  of('proposed', { quorum: word, draft: word, proposer: address, deadline: number }),
  of('approved', { quorum: word, digest: word, signer: address }),
  of('announced', { authority: word, subject: word, digest: word, ...terms, previousBlock: number }),
  of('withdrawn', { authority: word, subject: word, epoch: number }),
  of('claimed', { authority: word, subject: word, device: word, epoch: number, record: word }),
);
const claim: ChainEvent = {
  type: 'claimed',
  authority: `0x${'01'.repeat(32)}`,
  subject: `0x${'02'.repeat(32)}`,
  device: `0x${'03'.repeat(32)}`,
  epoch: 4,
  record: `0x${'05'.repeat(32)}`,
  block: 6,
  blockHash: `0x${'07'.repeat(32)}`,
  transaction: `0x${'08'.repeat(32)}`,
  logIndex: 9,
};

describe('packed events', () => {
  test('behavior: roundtrips, and as the browser copies them', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const packed = packEvents(events);
        expect(unpackEvents(packed)).toEqual(events);
        expect(unpackEvents(structuredClone(packed))).toEqual(events);
      }),
      { numRuns: 200 },
    );
  });

  test('behavior: capitals of addresses stay', () => {
    const proposer = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const proposed = { ...claim, type: 'proposed', quorum: claim.device, draft: claim.record, proposer, deadline: 1 };
    const events = [proposed as unknown as ChainEvent];
    expect(unpackEvents(packEvents(events))[0]).toMatchObject({ proposer, deadline: 1 });
  });

  test('behavior: what is not as long as it should be is kept as it is', () => {
    const odd = [claim, { ...claim, record: '0x' as Hex }, { ...claim, blockHash: '0x1' as Hex, logIndex: 1 }, claim];
    expect(unpackEvents(packEvents(odd))).toEqual(odd);
  });

  test('behavior: none', () => {
    expect(unpackEvents(packEvents([]))).toEqual([]);
  });

  test('error: what is cut, or too long, in any of its parts', () => {
    const packed = packEvents([claim, { ...claim, logIndex: 10, block: 7 }]);
    for (let length = 0; length < packed.text.length; length++) {
      expect(() => unpackEvents({ ...packed, text: packed.text.slice(0, length) })).toThrow(DecodeError);
    }
    for (let length = 0; length < packed.numbers.length; length++) {
      expect(() => unpackEvents({ ...packed, numbers: packed.numbers.slice(0, length) })).toThrow(DecodeError);
    }
    expect(() => unpackEvents({ ...packed, types: packed.types.slice(0, 1) })).toThrow(DecodeError);
    expect(() => unpackEvents({ ...packed, text: `${packed.text}0` })).toThrow(DecodeError);
    expect(() => unpackEvents({ ...packed, numbers: new Float64Array(99) })).toThrow(DecodeError);
  });

  test('error: what is something else', () => {
    const packed = packEvents([claim]);
    const types = (type: number) => Uint8Array.of(type);
    for (const value of [
      null,
      undefined,
      'events',
      [],
      [claim],
      { ...packed, form: 'gridseal/events/v2' },
      { ...packed, types: [4] },
      { ...packed, types: types(7) },
      { ...packed, types: types(0x3f) },
      { ...packed, types: types(4 | 0x80) },
      { ...packed, numbers: [6, 4, 9] },
      { ...packed, numbers: Float64Array.of(6, 0.5, 9) },
      { ...packed, numbers: Float64Array.of(6, Number.NaN, 9) },
      { ...packed, text: null },
      { ...packed, text: packed.text.replaceAll('0x', '00') },
      { ...packed, others: undefined },
    ]) {
      expect(() => unpackEvents(value)).toThrow(DecodeError);
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { CertificateRow } from '../../../data/index.ts';
import { certificateId } from './certificateId.ts';
import { standingOf } from './standing.ts';
import { historyOf } from './statements.ts';

const id = `0x${'12'.repeat(32)}` as const;
const at = (block: number, logIndex = 0) => ({ block, logIndex, blockHash: id, transaction: id });
const endorsement = { quorum: id, version: 1, at: at(5) };
const row: CertificateRow = {
  id,
  content: 'loaded',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  endorsements: [endorsement],
  revocations: [],
  latest: at(5),
};
const within = Date.parse('2026-06-01T00:00:00Z') / 1_000;

describe('standingOf', () => {
  test('behavior: says what chain and times say', () => {
    expect(standingOf(row, within)).toBe('endorsed');
    expect(standingOf({ ...row, endorsements: [] }, within)).toBe('unendorsed');
    expect(standingOf(row, Date.parse('2027-01-01T00:00:00Z') / 1_000)).toBe('endorsed');
    expect(standingOf(row, Date.parse('2027-01-01T00:00:01Z') / 1_000)).toBe('expired');
    expect(standingOf(row, Date.parse('2025-12-31T23:59:59Z') / 1_000)).toBe('notYetValid');
  });

  test('behavior: without a time, nothing is called expired', () => {
    expect(standingOf(row, null)).toBe('endorsed');
  });

  test('attack: no endorsement hides a revocation, nor do bytes that are withheld', () => {
    const revoked = { ...row, revocations: [{ ...endorsement, reason: 1 }] };
    expect(standingOf(revoked, within)).toBe('revoked');
    expect(standingOf({ ...revoked, content: 'missing' }, within)).toBe('revoked');
  });

  test('error: content that is not here is not called endorsed', () => {
    for (const content of ['loading', 'missing', 'malformed'] as const) {
      expect(standingOf({ ...row, content }, within)).toBe(content);
    }
  });
});

describe('historyOf', () => {
  test('behavior: orders by block, then by log', () => {
    const revocations = [{ ...endorsement, reason: 4, at: at(5, 1) }];
    const endorsements = [{ ...endorsement, at: at(7) }, endorsement];
    const said = historyOf({ ...row, endorsements, revocations });
    expect(said.map((one) => [one.at.block, one.at.logIndex, one.reason])).toEqual([
      [5, 0, undefined],
      [5, 1, 4],
      [7, 0, undefined],
    ]);
  });
});

describe('certificateId', () => {
  test('behavior: lower case', () => {
    expect(certificateId(`0x${'AB'.repeat(32)}`)).toBe(`0x${'ab'.repeat(32)}`);
  });

  test.each([undefined, '', '0x', id.slice(2), `${id}0`, `${id.slice(0, -1)}g`, ` ${id}`])('error: %j', (text) => {
    expect(certificateId(text)).toBeNull();
  });
});

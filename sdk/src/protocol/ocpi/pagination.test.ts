import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import * as ocpi from './index.ts';

const url = new URL('https://gsl.example/ocpi/sender/2.2.1/cdrs?date_from=2026-01-01T00:00:00Z&limit=50&x=%26');
const from = '2026-01-01T00:00:00Z';

describe('page query', () => {
  test('behavior: what is not said has its default, and the server has the last word on the limit', () => {
    const read = (query: string) => ocpi.decodePageQuery(new URLSearchParams(query), { maxLimit: 100 });
    expect(read('')).toEqual({ dateFrom: null, dateTo: null, offset: 0, limit: 100 });
    expect(read(`date_from=${from}&date_to=${from}&offset=7&limit=2000`)).toEqual({
      dateFrom: from,
      dateTo: from,
      offset: 7,
      limit: 100,
    });
  });

  test('behavior: roundtrip', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), (offset, limit) => {
        const query = { dateFrom: from, dateTo: null, offset, limit };
        expect(ocpi.decodePageQuery(ocpi.encodePageQuery(query), { maxLimit: 1_000_000 })).toEqual(query);
      }),
    );
  });

  test.each([
    ['offset=-1', 'offset'],
    ['offset=1.5', 'offset'],
    ['offset=1e3', 'offset'],
    ['offset=', 'offset'],
    ['offset=99999999999999999999', 'offset'],
    ['offset=1&offset=2', 'offset'],
    ['limit=0', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=%2010', 'limit'],
    ['date_from=2026', 'date_from'],
    ['date_from=2026-01-01T00:00:00%2B00:00', 'date_from'],
    ['date_to=', 'date_to'],
    [`date_to=${from}&date_to=${from}`, 'date_to'],
  ])('error: %s', (query, field) => {
    const read = () => ocpi.decodePageQuery(new URLSearchParams(query), { maxLimit: 100 });
    expect(read).toThrow(expect.objectContaining({ code: 'DECODE', field }));
  });

  test('error: sessions without a date', () => {
    const rules = { maxLimit: 100, requireDateFrom: true };
    expect(() => ocpi.decodePageQuery(new URLSearchParams(), rules)).toThrow(/^date_from: is missing/);
  });

  test.each([{ limit: 0 }, { offset: -1 }, { dateFrom: 'now' }])('error: %j is not sent', (query) => {
    expect(() => ocpi.encodePageQuery(query)).toThrow(ArgumentError);
  });

  test('behavior: the start of a period belongs to it, its end does not', () => {
    const period = { dateFrom: from, dateTo: '2026-02-01T00:00:00' };
    expect(ocpi.isInPeriod('2026-01-01T00:00:00.0', period)).toBe(true);
    expect(ocpi.isInPeriod('2026-01-31T23:59:59.9999Z', period)).toBe(true);
    expect(ocpi.isInPeriod('2026-02-01T00:00:00Z', period)).toBe(false);
    expect(ocpi.isInPeriod('2025-12-31T23:59:59Z', period)).toBe(false);
    expect(ocpi.isInPeriod('never', { dateFrom: null, dateTo: null })).toBe(false);
  });
});

describe('page headers', () => {
  test('behavior: roundtrip over all pages, with every other parameter kept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 60 }), (total, limit) => {
        let page: URL | null = url;
        let seen = 0;
        while (page) {
          const { offset } = ocpi.decodePageQuery(page.searchParams, { maxLimit: 1000 });
          const headers = ocpi.encodePageHeaders(page, { offset, limit, maxLimit: 1000, total });
          const info = ocpi.decodePageHeaders(new Headers(headers), page);
          expect(info).toMatchObject({ total, limit: 1000 });
          seen += Math.min(limit, total - offset);
          page = info.next === null ? null : new URL(info.next);
          expect(page?.searchParams.get('x') ?? '&').toBe('&');
        }
        expect(seen).toBe(total);
      }),
      { numRuns: 30 },
    );
  });

  test('behavior: a server that says nothing', () => {
    expect(ocpi.decodePageHeaders({}, url)).toEqual({ next: null, total: null, limit: null });
  });

  test.each([
    ['<https://a.example/x?offset=1>; rel="next"', 'https://a.example/x?offset=1'],
    ['<https://a.example/x>;rel=next', 'https://a.example/x'],
    [
      '<https://a.example/1>; rel="prev", <https://a.example/2>; title="a, \\"b\\" <c>"; rel="last next"',
      'https://a.example/2',
    ],
    ['<https://a.example/a,b;c>; REL="NEXT"', 'https://a.example/a,b;c'],
    ['</ocpi/cdrs?offset=50>; rel="next"', 'https://gsl.example/ocpi/cdrs?offset=50'],
    ['<https://a.example/x>; rel="prev"; rel="next"', null],
    ['<https://a.example/1>; rel=next, <https://a.example/2>; rel=next', 'https://a.example/1'],
    ['<https://a.example/x>', null],
    ['', null],
    [', ,', null],
  ])('behavior: %s', (Link, next) => {
    expect(ocpi.decodePageHeaders({ Link }, url).next).toBe(next);
  });

  test.each([
    'https://a.example/x; rel=next',
    '<https://a.example/x; rel=next',
    '<https://a.example/x>; rel="next',
    '<https://a.example/x> next',
    '<ftp://a.example/x>; rel=next',
    '<javascript:alert(1)>; rel=next',
    '<https://user:pass@a.example/x>; rel=next',
    '<https://user@a.example/x>; rel=next',
    '<https://>; rel=next',
    `<https://a.example/${'x'.repeat(9000)}>; rel=next`,
  ])('error: link %#', (link) => {
    expect(() => ocpi.decodePageHeaders({ link }, url)).toThrow(
      expect.objectContaining({ code: 'DECODE', field: 'Link' }),
    );
  });

  test.each(['-1', 'many', '', '1.5'])('error: X-Total-Count %j', (count) => {
    expect(() => ocpi.decodePageHeaders({ 'X-Total-Count': count }, url)).toThrow(/^X-Total-Count/);
  });

  test('error: cut off anywhere, or anything else, a link throws DecodeError or is no next one', () => {
    const header = '<https://a.example/1>; rel="prev"; title="x", <https://a.example/2>; rel="next"';
    const read = (link: string) => {
      try {
        return ocpi.nextLink(link);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        return null;
      }
    };
    for (let length = 0; length < header.length; length += 1) expect(read(header.slice(0, length))).toBeNull();
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'<>;,="\\ relnxt/') }), (link) => void read(link)));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRangeSpan } from './rangeSpan.ts';

/** Asks a server with a limit until the span has settled; counts the refusals. */
function settle(max: number, initial: number, limit: number, queries: number) {
  const span = createRangeSpan(max, initial);
  let refusals = 0;
  for (let i = 0; i < queries; i++) {
    const asked = span.blocks();
    if (asked <= limit) span.accepted(asked);
    else {
      refusals++;
      if (!span.refused()) break;
    }
  }
  return { span, refusals };
}

describe('createRangeSpan', () => {
  test('behavior: finds any limit exactly, with few refusals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), (limit, initial) => {
        const { span, refusals } = settle(5_000, initial, limit, 100);
        expect(span.learnt()).toBe(Math.min(limit, 5_000));
        expect(refusals).toBeLessThanOrEqual(28);
      }),
    );
  });

  test('behavior: a query shorter than the span teaches nothing', () => {
    const span = createRangeSpan(5_000, 40);
    span.accepted(3);
    expect([span.blocks(), span.learnt()]).toEqual([40, 40]);
  });

  test('behavior: never more than the maximum', () => {
    const { span } = settle(100, 1_000, 1_000_000, 50);
    expect(span.blocks()).toBe(100);
  });

  test('error: a single block that is refused cannot be halved', () => {
    expect(createRangeSpan(5_000, 1).refused()).toBe(false);
  });
});

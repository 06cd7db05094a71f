import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPartsReader, toCodeParts } from './codeParts.ts';

const long = Array.from({ length: 2_835 }, (_, i) => 'abcdefghij/{"}:0'[(i * 7) % 16]).join('');
const partsOf = (text: string) => toCodeParts(text) ?? [];

describe('codes in parts', () => {
  test('behavior: every text comes back, in whatever order and however often its parts are read', () => {
    const texts = fc.string({ maxLength: 10_000, unit: 'binary' });
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (text, order) => {
        const parts = partsOf(text);
        const collect = createPartsReader();
        const shuffled = parts.map((part) => [order.next().value, part] as const).sort(([a], [b]) => a - b);
        const read = [...shuffled.slice(0, -1), ...shuffled].map(([, part]) => collect(part));
        expect(read.at(-1)).toEqual({ text });
      }),
    );
  });

  test('behavior: a short text is itself; parts say how far one is', () => {
    expect(toCodeParts('short')).toEqual(['short']);
    const parts = partsOf(long);
    expect(parts).toHaveLength(5);
    const collect = createPartsReader();
    expect(
      parts
        .slice(0, 3)
        .map((part) => collect(part))
        .at(-1),
    ).toEqual({ read: 3, count: 5 });
  });

  test('behavior: no character is cut in two', () => {
    for (const part of partsOf('🔑'.repeat(1_500))) expect(part.isWellFormed()).toBe(true);
  });

  test('error: too long for any number of codes', () => {
    expect(toCodeParts('x'.repeat(10_241))).toBeNull();
  });

  test('error: parts of two texts give neither', () => {
    const other = partsOf(`${long.slice(1)}!`);
    const collect = createPartsReader();
    const mine = partsOf(long);
    for (const part of mine.slice(0, 4)) collect(part);
    expect(collect(other[4] as string)).toEqual({ read: 1, count: 5 });
    // One that claims to be of the same text.
    const forged = createPartsReader();
    for (const part of mine.slice(0, 4)) forged(part);
    expect(forged((mine[4] as string).replace(/.$/, '#'))).toEqual({ read: 0, count: 5 });
  });

  test.each(['GSQ1/', 'GSQ1/00000000/0/5/x', 'GSQ1/00000000/6/5/x', 'GSQ1/00000000/1/99/x', 'GSQ1/zz/1/2/x', ''])(
    'error: %s is no part, but a text of its own',
    (text) => {
      expect(createPartsReader()(text)).toEqual({ text });
    },
  );
});

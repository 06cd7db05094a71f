import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawPage } from './page.ts';
import { plainText, textWidth } from './plainText.ts';

describe('plainText', () => {
  test('behavior: what acts is shown by its number', () => {
    expect(plainText('a\u001b[2Jb\u202ec\nd')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{a}d');
    expect(plainText('Ladestation Süd 7, 充电站')).toBe('Ladestation Süd 7, 充电站');
  });

  test('behavior: no text of any kind leaves anything that acts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect([...plainText(text)].some((character) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character))).toBe(
          false,
        );
      }),
    );
  });
});

describe('drawPage', () => {
  const hostile = 'x\u001b[31m\nrow';

  test('behavior: columns are aligned, whatever the letters', () => {
    const text = drawPage(
      [
        {
          kind: 'table',
          head: ['A', 'B'],
          rows: [
            ['充电站', 'x'],
            ['abc', 'y'],
          ],
        },
      ],
      false,
    );
    const starts = text
      .trimEnd()
      .split('\n')
      .map((line) => textWidth(line.slice(0, line.search(/[Bxy]$/))));
    expect(new Set(starts).size).toBe(1);
  });

  test('behavior: hostile text breaks no line and sets no colour, in any block', () => {
    const text = drawPage(
      [
        { kind: 'heading', text: hostile },
        { kind: 'fields', rows: [[hostile, hostile]] },
        { kind: 'table', head: [hostile], rows: [[hostile]] },
        { kind: 'lines', lines: [hostile] },
        { kind: 'tree', roots: [{ label: hostile, notes: [hostile], children: [{ label: hostile }] }] },
        { kind: 'next', commands: [hostile] },
      ],
      false,
    );
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^row/m);
  });

  test('behavior: colour only where it is wanted', () => {
    const blocks = [{ kind: 'lines' as const, lines: [{ text: 'revoked', tone: 'bad' as const }] }];
    expect(drawPage(blocks, false)).toBe('revoked\n');
    expect(drawPage(blocks, true)).toBe('\u001b[31mrevoked\u001b[0m\n');
  });

  test('behavior: an absent field takes no line', () => {
    expect(
      drawPage(
        [
          {
            kind: 'fields',
            rows: [
              ['A', undefined],
              ['B', 1],
            ],
          },
        ],
        false,
      ),
    ).toBe('B  1\n');
  });
});

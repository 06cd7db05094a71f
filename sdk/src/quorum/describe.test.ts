import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endorse, quorumOf, revoke } from '../../../test/support/quorums.ts';
import { Action, describeAction, escapeText } from './index.ts';

const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/approval.json', import.meta.url), 'utf8')) as {
  readonly actions: readonly { readonly action: unknown }[];
};
const state = quorumOf([1, 2, 3], 2);

describe('describeAction', () => {
  test('behavior: every field of every message is shown', () => {
    for (const { action } of vectors.actions) {
      const decoded = Action.decode(action);
      const { title, details } = describeAction(decoded);
      expect(title.length).toBeGreaterThan(10);
      for (const label of Object.keys(decoded.message)) {
        expect(details.some((detail) => detail.label.startsWith(label))).toBe(true);
      }
    }
  });

  test('behavior: an endorsement', () => {
    const { title, details } = describeAction(endorse(state));
    expect(title).toBe('Endorse a certificate');
    expect(details).toContainEqual({ label: 'deadline', value: '2026-11-20T07:00:00Z (1795158000)' });
    expect(details).toContainEqual({ label: 'chain', value: '31337' });
  });

  test('behavior: a revocation says why, and that it is final', () => {
    expect(describeAction(revoke(state, undefined, 1)).title).toBe(
      'Revoke a certificate for ever: a key is compromised',
    );
    expect(describeAction(revoke(state, undefined, 77)).title).toContain('unknown reason 77');
  });

  test('error: a deadline beyond any calendar', () => {
    const action = endorse(state);
    const far = { ...action, message: { ...action.message, deadline: Number.MAX_SAFE_INTEGER } };
    expect(describeAction(far).details.find(({ label }) => label === 'deadline')?.value).toContain(
      'beyond any calendar',
    );
  });
});

describe('escapeText', () => {
  test.each([
    ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['an isolate', '\u2067', '\\u{2067}'],
    ['a terminal escape', '\u001b[2J', '\\u{1b}[2J'],
    ['log injection', 'x\nERROR y', 'x\\u{a}ERROR y'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a tag character', '\u{e0041}', '\\u{e0041}'],
    ['a lone surrogate', '\ud800', '\\u{d800}'],
    ['a variation selector', 'a\ufe0f', 'a\\u{fe0f}'],
    ['a variation selector of the supplement', 'a\u{e0100}', 'a\\u{e0100}'],
    ['a combining grapheme joiner', 'a\u034f', 'a\\u{34f}'],
    ['a backslash', '\\u{202e}', '\\\\u{202e}'],
    ['stacked marks', `q${'\u0323'.repeat(6)}`, `q${'\u0323'.repeat(4)}\\u{323}\\u{323}`],
  ])('error: %s is made visible', (_, text, shown) => expect(escapeText(text)).toBe(shown));

  test('behavior: other text stays as it is', () => expect(escapeText('Zähler 東京 – “7”')).toBe('Zähler 東京 – “7”'));

  test('behavior: length is bounded, whatever the text', () => {
    expect(escapeText('x'.repeat(1_000_000), { maxLength: 5 })).toBe('xxxxx…');
    expect(escapeText('😀'.repeat(6), { maxLength: 5 })).toBe('😀😀😀😀😀…');
  });

  test('behavior: nothing invisible is left of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect(escapeText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { Messages } from '../lib/feature.ts';
import proposeDe from '../propose/messages/de.ts';
import proposeEn from '../propose/messages/en.ts';
import { uiTexts } from '../ui/index.ts';
import { walletTexts } from '../wallet/index.ts';
import { appTexts } from './appTexts.ts';
import { features } from './features.ts';
import { rootOf } from './place.ts';

/** Every text by its path. */
function flat(messages: Messages, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return (text.match(/\{\{[^}]+\}\}/g) ?? []).sort();
}

const loaded = await Promise.all(
  features.map(async ({ name, messages }) => {
    const [en, de] = await Promise.all([messages.en(), messages.de()]);
    return [name, { en: en.default, de: de.default }] as const;
  }),
);
const propose = { en: proposeEn, de: proposeDe };
const all = [
  ['app', appTexts] as const,
  ['ui', uiTexts] as const,
  ['wallet', walletTexts] as const,
  ['propose', propose] as const,
  ...loaded,
];

describe.each(all)('texts of %s', (_, { en, de }) => {
  test('behavior: both languages say the same things, with the same values', () => {
    const german = new Map(flat(de));
    const english = flat(en);
    expect([...german.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english)
      expect([key, placeholders(german.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  test('error: no text is empty, or the other language’s by mistake', () => {
    const german = new Map(flat(de));
    for (const [key, text] of flat(en)) {
      expect([key, text.trim(), german.get(key)?.trim()]).not.toContain('');
      // Words that both have are short.
      if (text.length > 40) expect([key, german.get(key)]).not.toEqual([key, text]);
    }
  });
});

describe('features', () => {
  test('behavior: names and paths are nobody else’s', () => {
    const names = features.map(({ name }) => name);
    const paths = features.flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).not.toContain('/');
  });

  test('error: the navigation leads to nowhere but to pages that there are', () => {
    for (const { nav, routes } of features) if (nav) expect(routes.map(({ path }) => rootOf(path))).toContain(nav.path);
  });
});

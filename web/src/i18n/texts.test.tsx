import { act, render, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Messages } from '../lib/feature.ts';
import { initialLanguage } from './language.ts';
import { changeLanguage, loadTexts, startTexts, textsOf } from './texts.ts';

const en = { hello: 'Hello {{name}}', rows_one: '{{count}} row', rows_other: '{{count}} rows', only: 'English' };
const de = { hello: 'Hallo {{name}}', rows_one: '{{count}} Zeile', rows_other: '{{count}} Zeilen', only: 'Deutsch' };
const useText = textsOf<typeof en>('words');

function Words() {
  const t = useText();
  return (
    <p>
      {t('hello', { name: '<b>Ann</b>' })}, {t('rows', { count: 1 })}, {t('rows', { count: 2 })}
    </p>
  );
}

describe('texts', () => {
  test('behavior: values as they are, plural forms, and all at once in another language', async () => {
    startTexts({ words: { en, de } }, 'en');
    render(<Words />);
    expect(screen.getByText('Hello <b>Ann</b>, 1 row, 2 rows')).toBeTruthy();
    await act(() => changeLanguage('de'));
    expect(screen.getByText('Hallo <b>Ann</b>, 1 Zeile, 2 Zeilen')).toBeTruthy();
    expect(document.documentElement.lang).toBe('de');
  });

  test('behavior: a namespace that is loaded later comes in the language of now, and changes with the others', async () => {
    startTexts({}, 'de');
    const asked: string[] = [];
    const from = (language: string, messages: Messages) => async () => {
      asked.push(language);
      return { default: messages };
    };
    await loadTexts('words', { en: from('en', en), de: from('de', de) });
    expect(asked).toEqual(['de']);
    render(<Words />);
    expect(screen.getByText(/^Hallo/)).toBeTruthy();
    await act(() => changeLanguage('en'));
    expect(asked).toEqual(['de', 'en']);
    expect(screen.getByText(/^Hello/)).toBeTruthy();
  });
});

describe('initialLanguage', () => {
  test('behavior: the first that there is, else English; what was chosen before comes first', async () => {
    expect(initialLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(initialLanguage(['fr'])).toBe('en');
    startTexts({}, 'en');
    await changeLanguage('de');
    expect(initialLanguage(['en'])).toBe('de');
  });
});

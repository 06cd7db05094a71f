import type { Language } from '../lib/feature.ts';
import { preference } from '../lib/preference.ts';

/** The languages that there are, each in its own words. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const stored = preference<Language>('language', ['en', 'de']);

/** The language that was chosen here before, else the first that the browser asks for and that there is. */
export function initialLanguage(wanted: readonly string[] = navigator.languages): Language {
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'de');
  return stored.read() ?? (known as Language | undefined) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  stored.write(language);
}

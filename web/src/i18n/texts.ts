import { createInstance, type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Messages } from '../lib/feature.ts';
import { initialLanguage, rememberLanguage } from './language.ts';
import type { TextOf } from './translation.ts';

/** Loads the texts of one namespace in one language. */
export type MessageSource = Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>>;

const sources = new Map<string, MessageSource>();
let instance: i18n | undefined;

/** Starts i18next with texts that are there from the beginning. Calling it again replaces them all (tests do). */
export function startTexts(
  texts: Readonly<Record<string, Readonly<Record<Language, Messages>>>>,
  language: Language = initialLanguage(),
): i18n {
  const resources = { en: {}, de: {} } as Record<Language, Record<string, Messages>>;
  for (const [namespace, byLanguage] of Object.entries(texts)) {
    resources.en[namespace] = byLanguage.en;
    resources.de[namespace] = byLanguage.de;
  }
  instance = createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources,
    ns: Object.keys(texts),
    defaultNS: false,
    initAsync: false,
    // React escapes.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  markLanguage(language);
  return instance;
}

/** Makes a namespace's texts known and loads them in the language of now. */
export async function loadTexts(namespace: string, source: MessageSource): Promise<void> {
  sources.set(namespace, source);
  await loadOne(started(), namespace, source, currentLanguage());
}

/** Loads what is missing, then changes the language everywhere at once, and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  const texts = started();
  await Promise.all([...sources].map(([namespace, source]) => loadOne(texts, namespace, source, language)));
  await texts.changeLanguage(language);
  rememberLanguage(language);
  markLanguage(language);
}

export function currentLanguage(): Language {
  return started().language === 'de' ? 'de' : 'en';
}

/** The language of now; the component renders again when it changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'de' ? 'de' : 'en';
}

/**
 * Makes a feature's hook for its texts.
 *
 * @example
 * ```ts
 * // features/quorums/useText.ts
 * export const useText = textsOf<typeof en>('quorums');
 * // in a component
 * const t = useText();
 * t('list.count', { count: 3 });
 * ```
 */
export function textsOf<Source extends Messages>(namespace: string): () => TextOf<Source> {
  return () => {
    const { t } = useTranslation(namespace);
    return t as unknown as TextOf<Source>;
  };
}

function started(): i18n {
  if (!instance) throw new Error('startTexts was not called');
  return instance;
}

async function loadOne(texts: i18n, namespace: string, source: MessageSource, language: Language): Promise<void> {
  if (texts.hasResourceBundle(language, namespace)) return;
  const { default: messages } = await source[language]();
  texts.addResourceBundle(language, namespace, messages);
}

function markLanguage(language: Language): void {
  document.documentElement.lang = language;
}

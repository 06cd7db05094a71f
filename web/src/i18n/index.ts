export { initialLanguage, languages } from './language.ts';
export {
  changeLanguage,
  currentLanguage,
  loadTexts,
  type MessageSource,
  startTexts,
  textsOf,
  useLanguage,
} from './texts.ts';
export type { TextKey, TextOf, TextValues, Translation } from './translation.ts';
export { useFormat } from './useFormat.ts';

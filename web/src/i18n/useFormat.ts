import { type Format, formatIn } from '../lib/format.ts';
import { useLanguage } from './texts.ts';

/** Numbers and times in the reader's language. */
export function useFormat(): Format {
  return formatIn(useLanguage());
}

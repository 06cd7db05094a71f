import type { TextOf } from '../i18n/index.ts';
import type en from './messages/en.ts';

const KNOWN = [0, 1, 2, 3, 4, 5, 6, 9, 10] as const;

/** A CRLReason (RFC 5280, section 5.3.1) in words. */
export function reasonWords(t: TextOf<typeof en>, code: number): string {
  const known = KNOWN.find((reason) => reason === code);
  return known === undefined ? t('reasons.other', { code }) : t(`reasons.r${known}`);
}

import { textsOf } from '../i18n/index.ts';
import type en from './messages/en.ts';

/** Words for kinds, usages, reasons and verdicts. A page that uses them comes by {@link withTrustTexts}. */
export const useTrustText = textsOf<typeof en>('trust');

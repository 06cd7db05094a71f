import { textsOf } from '../i18n/index.ts';
import type en from './messages/en.ts';

/** The texts of the design system. */
export const useUiText = textsOf<typeof en>('ui');

import { textsOf } from '../../i18n/index.ts';
import type en from './messages/en.ts';

/** The texts of this feature. */
export const useText = textsOf<typeof en>('issuance');

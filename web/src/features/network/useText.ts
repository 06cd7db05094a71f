import { textsOf } from '../../i18n/index.ts';
import type en from './messages/en.ts';

export const useText = textsOf<typeof en>('network');

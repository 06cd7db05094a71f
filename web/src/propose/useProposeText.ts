import { textsOf } from '../i18n/index.ts';
import type en from './messages/en.ts';

/** Words for proposing. A page that proposes comes by {@link withProposeTexts}. */
export const useProposeText = textsOf<typeof en>('propose');

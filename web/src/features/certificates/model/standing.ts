import type { Standing } from '../../../data/index.ts';
import type { Tone } from '../../../ui/index.ts';

export { type Standing, standingOf } from '../../../data/index.ts';

/** `endorsed` is a fact, not a recommendation: green is for what one's own anchors lead to. */
export const standingTones: Readonly<Record<Standing, Tone>> = {
  revoked: 'bad',
  expired: 'warn',
  notYetValid: 'info',
  endorsed: 'info',
  unendorsed: 'neutral',
  loading: 'neutral',
  missing: 'warn',
  malformed: 'bad',
};

import type { CertificateRow } from '../../../data/index.ts';
import type { Tone } from '../../../ui/index.ts';

/** What a certificate is apart from trust: what the chain and its own times say. */
export type Standing =
  | 'revoked'
  | 'expired'
  | 'notYetValid'
  | 'endorsed'
  | 'unendorsed'
  | 'loading'
  | 'missing'
  | 'malformed';

/** A revocation by anyone stands first: whether it counts depends on whom one trusts, and must not be overlooked. */
export function standingOf(row: CertificateRow, now: number | null): Standing {
  if (row.revocations.length > 0) return 'revoked';
  if (row.content === 'unasked' || row.content === 'loading') return 'loading';
  if (row.content !== 'loaded') return row.content;
  if (now !== null && row.notAfter !== undefined && Date.parse(row.notAfter) / 1_000 < now) return 'expired';
  if (now !== null && row.notBefore !== undefined && Date.parse(row.notBefore) / 1_000 > now) return 'notYetValid';
  return row.endorsements.length > 0 ? 'endorsed' : 'unendorsed';
}

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

import type { CertificateRow } from './certificates.ts';

/** What a certificate is apart from trust: what the chain and its own times say. In the order in which lists are sorted by it. */
export const standings = [
  'endorsed',
  'unendorsed',
  'notYetValid',
  'expired',
  'revoked',
  'loading',
  'missing',
  'malformed',
] as const;

export type Standing = (typeof standings)[number];

/**
 * A revocation by anyone stands first: whether it counts depends on whom one trusts, and must not be overlooked.
 *
 * @param now Seconds since 1970; null if it is not known yet.
 */
export function standingOf(row: CertificateRow, now: number | null): Standing {
  if (row.revocations.length > 0) return 'revoked';
  if (row.content === 'unasked' || row.content === 'loading') return 'loading';
  if (row.content !== 'loaded') return row.content;
  if (now !== null && row.notAfter !== undefined && Date.parse(row.notAfter) / 1_000 < now) return 'expired';
  if (now !== null && row.notBefore !== undefined && Date.parse(row.notBefore) / 1_000 > now) return 'notYetValid';
  return row.endorsements.length > 0 ? 'endorsed' : 'unendorsed';
}

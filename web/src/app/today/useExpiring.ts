import { type CertificateRow, useCertificates } from '../../data/index.ts';

/** How far ahead is soon. */
export const expiryDays = 30;
const day = 86_400;
const most = 2_000;

/** How many certificates that count now will not in a month; null before that is known. */
export function useExpiring(now: number | null): number | null {
  const { data } = useCertificates({ status: 'endorsed', limit: most });
  if (!data || now === null) return null;
  return data.items.filter((row) => expiresSoon(row, now)).length;
}

/** Whether a certificate ends within the days ahead, without having ended. */
export function expiresSoon({ notAfter }: Pick<CertificateRow, 'notAfter'>, now: number): boolean {
  const end = notAfter === undefined ? Number.NaN : Date.parse(notAfter) / 1_000;
  return end > now && end <= now + expiryDays * day;
}

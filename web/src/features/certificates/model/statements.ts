import type { CertificateRow, Revocation, Statement } from '../../../data/index.ts';

/** One line of what quorums said; `reason` only for a revocation. */
export type Said = Statement & { readonly reason?: number };

/** Endorsements and revocations together, oldest first. */
export function historyOf({ endorsements, revocations }: CertificateRow): readonly Said[] {
  const all: (Statement | Revocation)[] = [...endorsements, ...revocations];
  return all.sort((a, b) => a.at.block - b.at.block || a.at.logIndex - b.at.logIndex);
}

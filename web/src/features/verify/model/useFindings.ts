import type { Hex } from '@gridseal/sdk/bytes';
import {
  type AnnouncementRecord,
  type CertificateRecord,
  type ProposalRecord,
  type QuorumRecord,
  useAnnouncements,
  useCertificate,
  useIndex,
  useProposal,
  useQuorum,
} from '../../../data/index.ts';

/** What the chain and IPFS know under a digest. */
export interface Findings {
  readonly certificate: CertificateRecord | null;
  readonly proposal: ProposalRecord | null;
  readonly quorum: QuorumRecord | null;
  readonly announcements: readonly AnnouncementRecord[];
  /** While something may still be found. */
  readonly isPending: boolean;
}

export function useFindings(digest: Hex): Findings {
  const { status } = useIndex();
  const certificate = useCertificate(digest).data;
  const proposal = useProposal(digest);
  const quorum = useQuorum(digest);
  const announcements = useAnnouncements();
  const record = certificate && (certificate.latest !== null || certificate.content === 'loaded') ? certificate : null;
  const isLoading = !certificate || certificate.content === 'loading' || certificate.content === 'unasked';
  return {
    certificate: record,
    proposal: proposal.data ?? null,
    quorum: quorum.data ?? null,
    announcements: announcements.data?.items.filter(({ latest }) => latest.digest === digest) ?? [],
    isPending: isLoading || proposal.isPending || quorum.isPending || announcements.isPending || status === 'syncing',
  };
}

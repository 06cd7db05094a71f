import type { Codec, Hex } from '@gridseal/sdk/bytes';
import type { CertificateVerdict, GraphView, SignerVerdict } from '@gridseal/sdk/certificate';
import type { ChainEvent, ClaimEvent } from '@gridseal/sdk/chain';
import type { Proposal } from '@gridseal/sdk/quorum';
import type {
  AnnouncementDetail,
  AnnouncementFilter,
  AnnouncementRecord,
  ClaimFilter,
} from '../model/announcements.ts';
import type { CertificateFilter, CertificateRecord, CertificateRow } from '../model/certificates.ts';
import type { EventFilter, Page, Window } from '../model/events.ts';
import type { FleetAnswer, FleetQuestion } from '../model/fleet.ts';
import type { ProposalFilter, ProposalRecord, RecordedApproval } from '../model/proposals.ts';
import type { QuorumFilter, QuorumRecord } from '../model/quorums.ts';
import type { IndexStatus } from '../model/status.ts';
import type { GraphOptions, PolicyInput, VerdictOptions } from '../model/trust.ts';

/** How content is read. */
export interface ContentOptions {
  /** `raw` (one block) by default. */
  readonly codec?: Exclude<Codec, 'directory'>;
  readonly maxBytes?: number;
}

/**
 * What the index of one network answers, from its worker. Ids may be in any case; lists are bounded by their window. Rejects with
 * `DataError`.
 */
export interface DataClient {
  readonly status: () => Promise<IndexStatus>;
  readonly events: (filter: EventFilter & Window) => Promise<Page<ChainEvent>>;
  /** Seconds since 1970, in the order of the blocks; null for a block that the servers do not have. At most 500 of them. */
  readonly blockTimes: (blocks: readonly number[]) => Promise<readonly (number | null)[]>;
  readonly quorums: (filter: QuorumFilter & Window) => Promise<Page<QuorumRecord>>;
  readonly quorum: (id: Hex) => Promise<QuorumRecord | null>;
  readonly certificates: (filter: CertificateFilter & Window) => Promise<Page<CertificateRow>>;
  readonly certificate: (id: Hex) => Promise<CertificateRecord>;
  readonly verdict: (id: Hex, policy: PolicyInput, options?: VerdictOptions) => Promise<CertificateVerdict>;
  readonly signerVerdict: (signer: Hex, policy: PolicyInput, options?: VerdictOptions) => Promise<SignerVerdict>;
  /** Valid certificates that replace this one, the newest last. */
  readonly replacements: (id: Hex, policy: PolicyInput) => Promise<readonly Hex[]>;
  readonly graph: (policy: PolicyInput, options?: GraphOptions) => Promise<GraphView>;
  readonly announcements: (filter: AnnouncementFilter & Window) => Promise<Page<AnnouncementRecord>>;
  readonly announcement: (authority: Hex, subject: Hex) => Promise<AnnouncementDetail | null>;
  readonly claims: (filter: ClaimFilter & Window) => Promise<Page<ClaimEvent>>;
  /** What was announced to devices and groups that the user knows, and what became of it. */
  readonly fleet: (question: FleetQuestion) => Promise<FleetAnswer>;
  readonly proposals: (filter: ProposalFilter & Window) => Promise<Page<ProposalRecord>>;
  readonly proposal: (draft: Hex) => Promise<ProposalRecord | null>;
  /** Where a proposal stands that came by file or link, as {@link ProposalRecord} without who proposed it. */
  readonly assess: (proposal: Proposal.Proposal) => Promise<Pick<ProposalRecord, 'digest' | 'state' | 'approvals'>>;
  /** Approvals of a digest that wallets recorded on chain. */
  readonly approvals: (digest: Hex) => Promise<readonly RecordedApproval[]>;
  /** Content by digest, verified. Kept in the browser once it was read. */
  readonly content: (digest: Hex, options?: ContentOptions) => Promise<Uint8Array>;
  /** Puts bytes into the browser's own cache, so that they need not be read from IPFS. Returns their SHA-256. */
  readonly remember: (bytes: Uint8Array) => Promise<Hex>;
  /** Looks at the chain now: after a transaction, for example. */
  readonly poll: () => Promise<void>;
  /** Forgets what is kept in the browser and reads everything again. */
  readonly reset: () => Promise<void>;
}

import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { Proposal } from '@gridseal/sdk/quorum';
import type { DataClient } from '../client/dataClient.ts';
import type { Within } from '../model/reach.ts';
import type { ChangeScope } from '../model/status.ts';
import type { Network } from '../network.ts';
import { findAnnouncement, findAnnouncements, findClaims } from './announcements.ts';
import { Bodies } from './bodies.ts';
import { certificateRecord, findCertificates, wantInOrder } from './certificates.ts';
import type { Contents } from './contents.ts';
import { EventLog } from './eventLog.ts';
import { findEvents } from './events.ts';
import { Fleet } from './fleet.ts';
import { approvalsOf, assess, findProposal, findProposals, type ProposalContext } from './proposals.ts';
import { Quorums } from './quorums.ts';
import { type Reached, spokenOfBy } from './reach.ts';
import { Trust } from './trust.ts';

/** What is answered from events and contents alone. */
export type Answers = Omit<DataClient, 'status' | 'blockTimes' | 'poll' | 'reset'>;

/** What knowledge is made with. */
export interface KnowledgeOptions {
  readonly network: Network;
  readonly contents: Contents;
  /** Seconds since 1970. */
  readonly blockTime: () => number;
  readonly changed: (scopes: Iterable<ChangeScope>) => void;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** Whether the chain is still being read: content can wait. */
  readonly isBusy: () => boolean;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Everything that is known of a network: events in, answers out. */
export interface Knowledge {
  /** @returns what has changed by that. */
  readonly apply: (removed: readonly ChainEvent[], added: readonly ChainEvent[]) => ReadonlySet<ChangeScope>;
  readonly clear: () => void;
  /** How many events there are. */
  readonly count: () => number;
  /** Tries again what could not be read. To be called now and then. */
  readonly retry: () => void;
  readonly answers: Answers;
}

/** How long an answer waits for a body that is on its way. */
const patienceMs = 400;

/** @example `createKnowledge(options).answers.quorums({})` */
export function createKnowledge(options: KnowledgeOptions): Knowledge {
  const { network, contents, blockTime, changed, now, isBusy, pause } = options;
  const registry = network.addresses.quorumRegistry;
  const log = new EventLog();
  const quorums = new Quorums(log, registry);
  const fleet = new Fleet(log);
  const certificates: Bodies<Certificate.Certificate> = new Bodies({
    read: (id) => contents.read(id, { maxBytes: Certificate.MAX_CERTIFICATE_BYTES }),
    decode: (bytes, id) => Certificate.decode(bytes, { id }),
    keyOf: ({ subject }) => subject.signer?.toLowerCase() as Hex | undefined,
    changed: (_, certificate) => {
      if (certificate) trust.know(certificate);
      changed(['certificates']);
    },
    now,
    isBusy,
  });
  const drafts: Bodies<Proposal.Proposal> = new Bodies({
    read: (id) => contents.read(id, { maxBytes: Proposal.MAX_PROPOSAL_BYTES }),
    decode: (bytes) => Proposal.decode(bytes),
    changed: () => changed(['proposals']),
    now,
    isBusy,
  });
  const trust = new Trust({ registry, log, bodies: certificates, now: blockTime });
  const { chainId } = network;
  const announcements = network.addresses.keyAnnouncements;
  const proposals = (): ProposalContext => {
    return { log, quorums, drafts, chainId, registry, announcements, now: blockTime() };
  };
  /** What takes longer is told by `changed`. */
  const waitFor = (loading: Promise<void>) => Promise.race([loading, pause(patienceMs)]);
  const reached = (within: Within | undefined): Reached | null =>
    within ? { ids: spokenOfBy(log, trust.reach(within.policy)), only: within.only } : null;
  const reachedQuorums = (within: Within | undefined): Reached | null =>
    within ? { ids: quorums.withMembers(trust.reach(within.policy)), only: within.only } : null;

  const answers: Answers = {
    events: async (filter) => findEvents(log, filter),
    quorums: async (filter) => quorums.find(filter, reachedQuorums(filter.within)),
    quorum: async (id) => quorums.get(id),
    certificates: async (filter) => findCertificates(log, certificates, filter, reached(filter.within), blockTime()),
    certificate: async (given) => {
      const id = given.toLowerCase() as typeof given;
      await waitFor(certificates.ask(id));
      return certificateRecord(log, certificates, id);
    },
    verdict: (id, policy, more) => trust.verdict(id, policy, more),
    signerVerdict: (signer, policy, more) => trust.signerVerdict(signer, policy, more),
    replacements: (id, policy) => trust.replacements(id, policy),
    graph: async (policy, more) => {
      wantInOrder(certificates, log.newestFirst('certificate'), reached({ policy, only: false }));
      return trust.view(policy, more);
    },
    announcements: async (filter) => findAnnouncements(log, filter),
    announcement: async (authority, subject) => findAnnouncement(log, authority, subject),
    claims: async (filter) => findClaims(log, filter),
    fleet: async (question) => fleet.find(question),
    proposals: async (filter) => findProposals(proposals(), filter),
    proposal: async (draft) => {
      const id = draft.toLowerCase() as typeof draft;
      if (log.of('draft', id).length > 0) await waitFor(drafts.ask(id));
      return findProposal(proposals(), id);
    },
    assess: async (proposal) => assess(proposals(), proposal),
    approvals: async (digest) => approvalsOf(log, digest),
    content: (digest, more) => contents.read(digest, more),
    remember: async (bytes) => {
      const digest = await contents.keep(bytes);
      certificates.forgive(digest);
      drafts.forgive(digest);
      changed(['certificates', 'proposals']);
      return digest;
    },
  };

  return {
    answers,
    count: () => log.all.length,
    retry: () => {
      certificates.retry();
      drafts.retry();
    },
    apply: (removed, added) => {
      trust.apply(removed, added);
      return log.apply(removed, added);
    },
    clear: () => {
      log.clear();
      trust.clear();
    },
  };
}

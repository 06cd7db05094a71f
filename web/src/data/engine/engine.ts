import { Certificate } from '@gridseal/sdk/certificate';
import { blocksOf, type Chain } from '@gridseal/sdk/chain';
import { ArgumentError } from '@gridseal/sdk/errors';
import { Proposal } from '@gridseal/sdk/quorum';
import type { Store } from '@gridseal/sdk/store';
import type { DataClient } from '../client/dataClient.ts';
import type { ChangeScope, IndexStatus } from '../model/status.ts';
import type { Network } from '../network.ts';
import { findAnnouncement, findAnnouncements, findClaims } from './announcements.ts';
import { Bodies } from './bodies.ts';
import { certificateRecord, findCertificates } from './certificates.ts';
import type { TabChannel } from './channel.ts';
import { Contents } from './contents.ts';
import type { IndexDatabase } from './database.ts';
import { EventLog } from './eventLog.ts';
import { findEvents } from './events.ts';
import { Indexer } from './indexer.ts';
import { approvalsOf, assess, findProposal, findProposals, type ProposalContext } from './proposals.ts';
import { Quorums } from './quorums.ts';
import { createShelf } from './shelf.ts';
import { Trust } from './trust.ts';

/** What the index of a network is made with. Whatever the browser denies is null. */
export interface EngineOptions {
  readonly network: Network;
  readonly chain: Chain;
  /** @throws {ConfigurationError} if nothing is configured to read content from. */
  readonly store: () => Store;
  readonly database: IndexDatabase | null;
  readonly channel: TabChannel | null;
  readonly alone: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly status: (status: IndexStatus) => void;
  readonly changed: (scopes: Iterable<ChangeScope>) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The index of one network, outside any worker. */
export interface Engine extends DataClient {
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const maxBlockTimes = 500;
/** How long an answer waits for a body that is on its way. */
const patienceMs = 400;
const retryMs = 4_000;

/**
 * @example
 * ```ts
 * const engine = createEngine({ network, chain, store, … });
 * await engine.start();
 * const { total } = await engine.events({ types: ['announced'] });
 * ```
 */
export function createEngine(options: EngineOptions): Engine {
  const { network, chain, changed, now, sleep } = options;
  const registry = network.addresses.quorumRegistry;
  const log = new EventLog();
  const closed = new AbortController();
  const contents = new Contents(options.store, createShelf(options.database));
  const quorums = new Quorums(log, registry);
  const blockTime = () => indexer.status.head?.timestamp ?? Math.floor(now() / 1_000);
  const certificates: Bodies<Certificate.Certificate> = new Bodies({
    read: (id) => contents.read(id, { maxBytes: Certificate.MAX_CERTIFICATE_BYTES }),
    decode: (bytes, id) => Certificate.decode(bytes, { id }),
    changed: (_, certificate) => {
      if (certificate) trust.know(certificate);
      changed(['certificates']);
    },
    now,
  });
  const drafts: Bodies<Proposal.Proposal> = new Bodies({
    read: (id) => contents.read(id, { maxBytes: Proposal.MAX_PROPOSAL_BYTES }),
    decode: (bytes) => Proposal.decode(bytes),
    changed: () => changed(['proposals']),
    now,
  });
  const trust = new Trust({ registry, log, bodies: certificates, now: blockTime });
  const indexer = new Indexer({
    ...options,
    knowledge: {
      apply: (removed, added) => {
        trust.apply(removed, added);
        return log.apply(removed, added);
      },
      clear: () => {
        log.clear();
        trust.clear();
      },
      count: () => log.all.length,
    },
  });
  const proposals = (): ProposalContext => ({
    log,
    quorums,
    drafts,
    chainId: network.chainId,
    registry,
    now: blockTime(),
  });

  async function retryBodies(): Promise<void> {
    while (!closed.signal.aborted) {
      await sleep(retryMs, closed.signal);
      certificates.retry();
      drafts.retry();
    }
  }

  /** Waits a moment for a body; what takes longer is told by `changed`. */
  const waitFor = (loading: Promise<void>) => Promise.race([loading, sleep(patienceMs, closed.signal)]);

  return {
    start: async () => {
      void retryBodies();
      await indexer.start();
    },
    close: () => {
      closed.abort();
      return indexer.close();
    },
    status: async () => indexer.status,
    poll: () => indexer.poll(),
    reset: () => indexer.reset(),
    events: async (filter) => findEvents(log, filter),
    blockTimes: async (blocks) => {
      if (blocks.length > maxBlockTimes)
        throw new ArgumentError(`names more than ${maxBlockTimes} blocks`, { field: 'blocks' });
      return (await blocksOf(chain, blocks)).map(({ timestamp }) => timestamp);
    },
    quorums: async (filter) => quorums.find(filter),
    quorum: async (id) => quorums.get(id),
    certificates: async (filter) => findCertificates(log, certificates, filter),
    certificate: async (given) => {
      const id = given.toLowerCase() as typeof given;
      await waitFor(certificates.ask(id));
      return certificateRecord(log, certificates, id);
    },
    verdict: (id, policy, more) => trust.verdict(id, policy, more),
    signerVerdict: (signer, policy, more) => trust.signerVerdict(signer, policy, more),
    replacements: (id, policy) => trust.replacements(id, policy),
    graph: async (policy, more) => {
      certificates.want(log.newestFirst('certificate'));
      return trust.view(policy, more);
    },
    announcements: async (filter) => findAnnouncements(log, filter),
    announcement: async (authority, subject) => findAnnouncement(log, authority, subject),
    claims: async (filter) => findClaims(log, filter),
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
}

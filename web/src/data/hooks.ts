import type { Hex } from '@gridseal/sdk/bytes';
import type { CertificateVerdict, GraphView, SignerVerdict } from '@gridseal/sdk/certificate';
import type { Chain, ChainEvent, ClaimEvent } from '@gridseal/sdk/chain';
import type { Proposal } from '@gridseal/sdk/quorum';
import type { Store } from '@gridseal/sdk/store';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ContentOptions, DataClient } from './client/dataClient.ts';
import { useDataContext } from './context.ts';
import type { AnnouncementDetail, AnnouncementFilter, AnnouncementRecord, ClaimFilter } from './model/announcements.ts';
import type { CertificateFilter, CertificateRecord, CertificateRow } from './model/certificates.ts';
import type { EventFilter, Page, Window } from './model/events.ts';
import type { FleetAnswer, FleetQuestion } from './model/fleet.ts';
import type { ProposalFilter, ProposalRecord, RecordedApproval } from './model/proposals.ts';
import type { QuorumFilter, QuorumRecord } from './model/quorums.ts';
import type { ChangeScope, IndexStatus } from './model/status.ts';
import type { GraphOptions, PolicyInput, VerdictOptions } from './model/trust.ts';
import type { Network } from './network.ts';
import { networkKey, queryKey } from './queryKeys.ts';
import type { Settings } from './settings.ts';
import { type Reaching, useReach } from './useReach.ts';

/** The network that is looked at. */
export function useNetwork(): Network {
  return useDataContext().network;
}

/** All networks that can be looked at. */
export function useNetworks(): readonly Network[] {
  return useDataContext().networks;
}

/** What this browser remembers, and how to change it. */
export function useSettings(): readonly [Settings, (fields: Partial<Settings>) => void] {
  const { settings } = useDataContext();
  return [useSyncExternalStore(settings.subscribe, settings.get), settings.change];
}

/** How far the index is, and the newest block: what every page shows when it is behind. */
export function useIndex(): IndexStatus {
  const { status } = useDataContext();
  return useSyncExternalStore(status.subscribe, status.get);
}

/** Block time in seconds since 1970, the clock of everything that expires; null before the first answer. */
export function useChainTime(): number | null {
  return useIndex().head?.timestamp ?? null;
}

/** The index without React: for exports, `poll` after a transaction, `reset`. */
export function useDataClient(): DataClient {
  return useDataContext().client;
}

/** The SDK's chain of the network, for simulations and reads of the newest state. Loaded when first asked for. */
export function useChain(): UseQueryResult<Chain> {
  const { network } = useDataContext();
  return useQuery({
    queryKey: ['chain', networkKey(network)],
    queryFn: async () => (await import('./open/openChain.ts')).openChain(network),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The SDK's verified content store of the network; writable if the network has `ipfsRpcs`. Loaded when first asked for. */
export function useStore(): UseQueryResult<Store> {
  const { network } = useDataContext();
  return useQuery({
    queryKey: ['store', networkKey(network)],
    queryFn: async () => (await import('./open/openStore.ts')).openContentStore(network),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface Question<T> {
  readonly scope: ChangeScope;
  readonly name: string;
  readonly input: unknown;
  readonly ask: (client: DataClient) => Promise<T>;
  readonly enabled?: boolean;
  /** Shows the answer to the filter before until the new one is here. Never for single records: they would be another's. */
  readonly isList?: boolean;
}

function useIndexed<T>({ scope, name, input, ask, enabled = true, isList = false }: Question<T>): UseQueryResult<T> {
  const { client, network } = useDataContext();
  return useQuery<T>({
    queryKey: queryKey(network, scope, name, input),
    queryFn: () => ask(client),
    enabled,
    // The worker says when something has changed; nothing gets stale by itself.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    // Comparing long lists field by field would take longer than showing them.
    ...(isList ? { placeholderData: keepPreviousData, structuralSharing: false } : {}),
  });
}

/** A list of the index: filter and window in, a page out. */
function useList<T, F>(
  scope: ChangeScope,
  filter: F,
  ask: (client: DataClient) => (filter: F) => Promise<Page<T>>,
  name: string,
): UseQueryResult<Page<T>> {
  return useIndexed({ scope, name, input: filter, isList: true, ask: (client) => ask(client)(filter) });
}

/** Events, the newest first unless the filter says otherwise. */
export function useEvents(filter: EventFilter & Window = {}): UseQueryResult<Page<ChainEvent>> {
  return useList('events', filter, (client) => client.events, 'events');
}

/** When blocks were made, in seconds since 1970 and in their order. */
export function useBlockTimes(blocks: readonly number[]): UseQueryResult<readonly (number | null)[]> {
  const ask = (client: DataClient) => client.blockTimes(blocks);
  return useIndexed({ scope: 'all', name: 'blockTimes', input: blocks, ask, enabled: blocks.length > 0 });
}

/** By default, those that the user's anchors lead to come first. */
export function useQuorums(filter: Reaching<QuorumFilter> & Window = {}): UseQueryResult<Page<QuorumRecord>> {
  return useList('quorums', useReach(filter), (client) => client.quorums, 'quorums');
}

/** Null if nobody created it. */
export function useQuorum(id: Hex | null): UseQueryResult<QuorumRecord | null> {
  const ask = async (client: DataClient) => (id ? client.quorum(id) : null);
  return useIndexed({ scope: 'quorums', name: 'quorum', input: id, ask, enabled: id !== null });
}

/** By default, those that the user's anchors lead to come first. */
export function useCertificates(
  filter: Reaching<CertificateFilter> & Window = {},
): UseQueryResult<Page<CertificateRow>> {
  return useList('certificates', useReach(filter), (client) => client.certificates, 'certificates');
}

/** Loads the body if need be; a body that cannot be had is a state of the record, not an error. */
export function useCertificate(id: Hex | null): UseQueryResult<CertificateRecord> {
  const ask = (client: DataClient) => client.certificate(id as Hex);
  return useIndexed({ scope: 'certificates', name: 'certificate', input: id, ask, enabled: id !== null });
}

/** Whether a certificate is valid by a policy, as a tree that says so of each step. */
export function useVerdict(
  id: Hex | null,
  policy: PolicyInput,
  options: VerdictOptions = {},
): UseQueryResult<CertificateVerdict> {
  const ask = (client: DataClient) => client.verdict(id as Hex, policy, options);
  const input = [id, policy, options];
  return useIndexed({ scope: 'certificates', name: 'verdict', input, ask, enabled: id !== null });
}

/** Whether a signer is authorised for a usage by a policy. */
export function useSignerVerdict(
  signer: Hex | null,
  policy: PolicyInput,
  options: VerdictOptions = {},
): UseQueryResult<SignerVerdict> {
  const ask = (client: DataClient) => client.signerVerdict(signer as Hex, policy, options);
  const input = [signer, policy, options];
  return useIndexed({ scope: 'certificates', name: 'signerVerdict', input, ask, enabled: signer !== null });
}

/** Valid certificates that replace this one, the newest last. */
export function useReplacements(id: Hex | null, policy: PolicyInput): UseQueryResult<readonly Hex[]> {
  const ask = (client: DataClient) => client.replacements(id as Hex, policy);
  return useIndexed({ scope: 'certificates', name: 'replacements', input: [id, policy], ask, enabled: id !== null });
}

/** Part of the trust graph, with what each certificate is to the policy. */
export function useGraph(policy: PolicyInput, options: GraphOptions = {}): UseQueryResult<GraphView> {
  const ask = (client: DataClient) => client.graph(policy, options);
  return useIndexed({ scope: 'certificates', name: 'graph', input: [policy, options], ask, isList: true });
}

/** One record for each authority and subject. */
export function useAnnouncements(filter: AnnouncementFilter & Window = {}): UseQueryResult<Page<AnnouncementRecord>> {
  return useList('announcements', filter, (client) => client.announcements, 'announcements');
}

/** Null if nothing was announced. */
export function useAnnouncement(authority: Hex | null, subject: Hex | null): UseQueryResult<AnnouncementDetail | null> {
  const ask = async (client: DataClient) => (authority && subject ? client.announcement(authority, subject) : null);
  const enabled = authority !== null && subject !== null;
  return useIndexed({ scope: 'announcements', name: 'announcement', input: [authority, subject], ask, enabled });
}

export function useClaims(filter: ClaimFilter & Window = {}): UseQueryResult<Page<ClaimEvent>> {
  return useList('announcements', filter, (client) => client.claims, 'claims');
}

/**
 * What was announced to a fleet, all of it at once.
 *
 * @param key Another one for another question: thousands of ids are too much to be a key.
 */
export function useFleetSlots(question: FleetQuestion | null, key: string): UseQueryResult<FleetAnswer> {
  const ask = (client: DataClient) => client.fleet(question as FleetQuestion);
  const enabled = question !== null;
  return useIndexed({ scope: 'announcements', name: 'fleet', input: key, ask, enabled, isList: true });
}

/** Drafts that were proposed to quorums; by default only those that a member of the quorum proposed. */
export function useProposals(filter: ProposalFilter & Window = {}): UseQueryResult<Page<ProposalRecord>> {
  return useList('proposals', filter, (client) => client.proposals, 'proposals');
}

/** Null if nobody pointed to that draft on chain. */
export function useProposal(draft: Hex | null): UseQueryResult<ProposalRecord | null> {
  const ask = async (client: DataClient) => (draft ? client.proposal(draft) : null);
  return useIndexed({ scope: 'proposals', name: 'proposal', input: draft, ask, enabled: draft !== null });
}

/** Where a proposal stands that came by file or link. */
export function useAssessment(
  proposal: Proposal.Proposal | null,
): UseQueryResult<Pick<ProposalRecord, 'digest' | 'state' | 'approvals'>> {
  const ask = (client: DataClient) => client.assess(proposal as Proposal.Proposal);
  return useIndexed({ scope: 'proposals', name: 'assess', input: proposal, ask, enabled: proposal !== null });
}

/** Approvals of a digest that wallets recorded on chain. */
export function useApprovals(digest: Hex | null): UseQueryResult<readonly RecordedApproval[]> {
  const ask = async (client: DataClient) => (digest ? client.approvals(digest) : []);
  return useIndexed({ scope: 'proposals', name: 'approvals', input: digest, ask, enabled: digest !== null });
}

/** Content by digest, from the browser's cache or from IPFS, verified. Tried again a few times, and on `refetch`. */
export function useContent(digest: Hex | null, options: ContentOptions = {}): UseQueryResult<Uint8Array> {
  const { client, network } = useDataContext();
  return useQuery({
    queryKey: queryKey(network, 'content', 'content', [digest, options]),
    queryFn: () => client.content(digest as Hex, options),
    enabled: digest !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 3,
  });
}

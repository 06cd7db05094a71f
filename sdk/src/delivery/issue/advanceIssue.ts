import { type AnnounceInput, type Chain, chainTime, type OnceOnly, verifySigner } from '../../chain/index.ts';
import { deliveryKinds, type Manifest, prepareDeliveries } from '../../envelope/index.ts';
import { ArgumentError, VerificationError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import { type Announcer, announcementBy, domainOf, messageLifetime } from './announcing.ts';
import type { Authority } from './authority.ts';
import type { StepOptions } from './beginIssue.ts';
import { IssueState } from './issueState.ts';

interface Signing {
  readonly chain: Chain;
  readonly authority: Authority;
}

interface Sealing extends Signing {
  readonly store: Pick<Store, 'writeBlock' | 'writeDirectory'>;
}

/**
 * Has the authority sign the manifests, unless the chain accepts the signature that is there: a quorum's is void once the quorum
 * has been rotated.
 *
 * @returns The very `state` if there was nothing to do.
 * @throws {ApprovalsNeededError} if others have to approve first. @throws {VerificationError} for a signature of somebody else.
 */
export async function signIssue(signing: Signing, state: IssueState): Promise<IssueState> {
  if (await isSigned(signing, state)) return state;
  const { chain, authority } = signing;
  const { root } = prepareDeliveries(authority.signer, IssueState.draftsOf(state));
  const { subject, epoch } = targetOf(state);
  const message = { authority: authority.signer, subject, epoch, root };
  const signature = await authority.sign({ ...domainOf(chain), action: 'manifests', message });
  const signed = { ...state, signature, content: null };
  if (await isSigned(signing, signed)) return signed;
  throw new VerificationError('is not a signature of the authority as the chain knows it now', {
    field: 'signature',
    metaMessages: ['Has the quorum been rotated? Approvals of an earlier version count nowhere.'],
  });
}

async function isSigned({ chain, authority }: Signing, { id, signature }: IssueState): Promise<boolean> {
  if (signature === null) return false;
  return verifySigner(chain, { signer: authority.signer, digest: id, signature }, { depth: 'head' });
}

/**
 * Seals what was signed, and stores it: a block for one device, a directory for a group. What was stored already stays as it is.
 *
 * @returns The very `state` if there was nothing to do.
 * @throws {TransportError} if it cannot be stored now: nothing is lost, seal it again.
 */
export async function sealIssue(
  { chain, authority, store }: Sealing,
  state: IssueState,
  options: StepOptions = {},
): Promise<IssueState> {
  if (state.content !== null) return state;
  if (state.signature === null) throw new ArgumentError('is not signed yet', { field: 'issue.signature' });
  const batch = prepareDeliveries(authority.signer, IssueState.draftsOf(state));
  const files: { readonly name: string; readonly content: Uint8Array }[] = [];
  for await (const { device, envelope } of batch.seal(state.signature)) {
    options.signal?.throwIfAborted();
    files.push({ name: device.slice(2), content: envelope });
    await options.onProgress?.(files.length, state.drafts.length);
  }
  const [first] = files as [(typeof files)[number]];
  const written = state.group === null ? await store.writeBlock(first.content) : await store.writeDirectory(files);
  const { timestamp } = await chainTime(chain);
  const codec = state.group === null ? 0 : 2;
  return { ...state, content: { digest: written.digest, codec, deadline: timestamp + messageLifetime } };
}

/**
 * A message that nobody has sent in time begins anew: co-signers have to approve it again.
 *
 * @returns The very `state` if its deadline has not passed. `time`: block time, seconds since 1970.
 */
export function renewIssue(state: IssueState, time: number): IssueState {
  if (state.content === null || state.content.deadline > time) return state;
  return { ...state, content: { ...state.content, deadline: time + messageLifetime } };
}

/**
 * What is to be announced.
 *
 * @throws {ArgumentError} if it is not stored yet.
 */
export function announcementIn(state: IssueState): AnnounceInput {
  if (state.content === null) throw new ArgumentError('is not stored yet', { field: 'issue.content' });
  const { subject, epoch } = targetOf(state);
  const { notBefore, notAfter, kind } = state;
  const { digest, codec } = state.content;
  return { subject, epoch, digest, kind: deliveryKinds[kind], codec, notBefore, notAfter };
}

/**
 * The transaction that announces what was stored; `isDone` tells whether a refusal means that it is announced already.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function announceIssue(announcer: Announcer, state: IssueState): Promise<OnceOnly> {
  return announcementBy(announcer, announcementIn(state), state.content?.deadline ?? 0);
}

/** The channel and the epoch of an issue: the same for all of its devices. */
export function targetOf(state: IssueState): Pick<Manifest, 'subject' | 'epoch' | 'device'> {
  const [draft] = state.drafts as [IssueState['drafts'][number]];
  const [manifest] = IssueState.manifestsOf({ drafts: [draft] }) as [Manifest];
  return manifest;
}

import { formatTimestamp, type Hex } from '../../bytes/index.ts';
import { type AnnounceInput, chainTime, latestOf, type Outcome, verifySigner } from '../../chain/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { defaultChannels, subjectOf } from '../../delivery/subject/index.ts';
import { type DeliveryDraft, deliveryKinds, Manifest, prepareDeliveries } from '../../envelope/index.ts';
import { ArgumentError, VerificationError } from '../../errors/index.ts';
import type { AdminContext } from './adminContext.ts';
import { messageLifetime, sendAnnouncement, transactionOf } from './announcing.ts';
import { type Audience, audienceOf } from './audience.ts';
import type { Refreshed } from './claimsOf.ts';
import { type CredentialRequest, makeCredential } from './credentialRequest.ts';
import type { KnownDevice } from './knownDevices.ts';
import type { IssuedEntry } from './ledger.ts';
import { decodeDrafts, encodeDrafts, type Pending } from './pending.ts';

/** What is to be issued. */
export interface IssueInput {
  readonly to: Audience;
  readonly credential: CredentialRequest;
  /** The kind's own by default. */
  readonly channel?: string;
  /** How long it is good, from block time on. */
  readonly ttlSeconds: number;
  /** Names of commands in the device's own configuration. */
  readonly postInstall?: readonly string[];
  /** Serials of credentials that this one takes out of use at once, without an overlap. */
  readonly revokes?: readonly string[];
}

/** What was announced. */
export interface Issued {
  readonly entry: IssuedEntry;
  readonly outcome: Outcome;
  /** Devices of the group that nothing could be sealed to, and why. */
  readonly leftOut: Pending['leftOut'];
}

/** Clocks of blocks and machines differ: credentials are good from a little before now, in seconds. */
const backdating = 60;

/**
 * Makes the credentials and writes down everything that the authority is to sign.
 *
 * @param find The devices, with the keys that envelopes are sealed to now.
 * @throws {ArgumentError} or {NotFoundError} naming what cannot be issued.
 */
export async function beginIssue(
  context: AdminContext,
  input: IssueInput,
  find: (ids: readonly Hex[]) => Promise<readonly Refreshed[]>,
): Promise<Pending> {
  const { chain, random, authority, authorityId } = context;
  const { kind } = input.credential;
  const channel = input.channel ?? defaultChannels[kind];
  const { owner, group, devices } = audienceOf(input.to);
  const subject = subjectOf(owner, channel);
  if (!Number.isSafeInteger(input.ttlSeconds) || input.ttlSeconds < 1) {
    throw new ArgumentError('is not a positive number of seconds', { field: 'ttl' });
  }
  if (devices.length === 0) throw new ArgumentError('has no devices', { field: 'group' });
  if (devices.length > 1 && 'request' in input.credential && input.credential.request !== undefined) {
    throw new ArgumentError('is the request of one device', { field: 'request' });
  }
  const { timestamp } = await chainTime(chain);
  const validity = { notBefore: timestamp - backdating, notAfter: timestamp + input.ttlSeconds };
  const { epoch } = await latestOf(chain, { authority: authorityId, subject }, { depth: 'head' });
  const target = { subject, kind, epoch: epoch + 1, ...validity };
  const serials: string[] = [];
  const drafts: DeliveryDraft[] = [];
  const { sealable, leftOut } = sortOut(await find(devices));
  for (const device of sealable) {
    const credential = await makeCredential(input.credential, device, { ...context, random, ...validity });
    serials.push(...credential.serials);
    drafts.push(draftOf(context, device, credential.files, { ...target, ...input }));
  }
  const pending: Pending = {
    type: 'gridseal/pending/v1',
    id: prepareDeliveries(authority.signer, drafts).digest,
    channel,
    group,
    kind,
    issuer: 'issuer' in input.credential ? input.credential.issuer : null,
    serials,
    leftOut,
    ...validity,
    drafts: encodeDrafts(drafts),
    signature: null,
    content: null,
  };
  await context.pending.save(pending);
  return pending;
}

/** One device that claims nonsense must not keep a fleet from its keys. @throws the problem, if there is no other device. */
function sortOut(found: readonly Refreshed[]) {
  const sealable = found.flatMap(({ device, problem }) => (problem === null ? [device] : []));
  const [first] = found;
  if (sealable.length === 0 && first?.problem) throw first.problem;
  const leftOut = found.flatMap(({ device, problem }) => {
    return problem === null ? [] : [{ device: device.id, reason: problem.message.slice(0, 500) }];
  });
  return { sealable, leftOut };
}

type Target = Pick<Manifest, 'subject' | 'kind' | 'epoch'> &
  Pick<IssueInput, 'postInstall' | 'revokes'> & { readonly notBefore: number; readonly notAfter: number };
type Files = Awaited<ReturnType<typeof makeCredential>>['files'];

function draftOf(context: AdminContext, device: KnownDevice, files: Files, target: Target): DeliveryDraft {
  const { chainId, addresses } = context.chain;
  const manifest = Manifest.from({
    chainId,
    announcements: addresses.keyAnnouncements.toLowerCase() as Hex,
    authority: context.authorityId,
    device: device.id,
    subject: target.subject,
    epoch: target.epoch,
    kind: target.kind,
    files: files.map(({ content, ...file }) => ({ ...file, size: content.length, digest: sha256Hex(content) })),
    notBefore: formatTimestamp(target.notBefore),
    notAfter: formatTimestamp(target.notAfter),
    postInstall: [...(target.postInstall ?? [])],
    revokes: [...(target.revokes ?? [])],
  });
  return { manifest, contents: files.map(({ content }) => content), recipients: [device.key] };
}

/**
 * Goes on from wherever an issue was left: signs, seals and stores, announces.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function advanceIssue(context: AdminContext, begun: Pending): Promise<Issued> {
  const signed = (await isSigned(context, begun)) ? begun : await sign(context, begun);
  const sealed = signed.content === null ? await seal(context, signed) : signed;
  return announceContent(context, await withGoodDeadline(context, sealed));
}

/** Whether the chain accepts the signature now: a quorum's is void once the quorum has been rotated. */
async function isSigned({ chain, authority }: AdminContext, { id, signature }: Pending): Promise<boolean> {
  if (signature === null) return false;
  return verifySigner(chain, { signer: authority.signer, digest: id, signature }, { depth: 'head' });
}

async function sign(context: AdminContext, pending: Pending): Promise<Pending> {
  const { authority } = context;
  const drafts = decodeDrafts(pending.drafts);
  const { root } = prepareDeliveries(authority.signer, drafts);
  const [{ manifest }] = drafts as [DeliveryDraft];
  const { subject, epoch } = manifest;
  const message = { authority: authority.signer, subject, epoch, root };
  const signature = await authority.sign({ ...context.domain, action: 'manifests', message });
  const signed = { ...pending, signature, content: null };
  if (!(await isSigned(context, signed))) {
    throw new VerificationError('is not a signature of the authority as the chain knows it now', {
      field: 'signature',
      metaMessages: ['Has the quorum been rotated? Approvals of an earlier version count nowhere.'],
    });
  }
  await context.pending.save(signed);
  return signed;
}

async function seal(context: AdminContext, pending: Pending): Promise<Pending> {
  const { store, chain, authority } = context;
  const batch = prepareDeliveries(authority.signer, decodeDrafts(pending.drafts));
  const files = [];
  for await (const { device, envelope } of batch.seal(pending.signature as Hex)) {
    files.push({ name: device.slice(2), content: envelope });
  }
  const [first] = files as [(typeof files)[number]];
  const written = pending.group === null ? await store.writeBlock(first.content) : await store.writeDirectory(files);
  const { timestamp } = await chainTime(chain);
  const codec = pending.group === null ? 0 : 2;
  const sealed = { ...pending, content: { digest: written.digest, codec, deadline: timestamp + messageLifetime } };
  await context.pending.save(sealed);
  return sealed;
}

/** A message that nobody has sent in time is begun anew: it has to be approved again. */
async function withGoodDeadline(context: AdminContext, pending: Pending): Promise<Pending> {
  const { timestamp } = await chainTime(context.chain);
  if (pending.content === null || pending.content.deadline > timestamp) return pending;
  const renewed = { ...pending, content: { ...pending.content, deadline: timestamp + messageLifetime } };
  await context.pending.save(renewed);
  return renewed;
}

async function announceContent(context: AdminContext, pending: Pending): Promise<Issued> {
  const { digest, codec, deadline } = pending.content as NonNullable<Pending['content']>;
  const [{ manifest }] = decodeDrafts(pending.drafts.slice(0, 1)) as [DeliveryDraft];
  const { subject, epoch } = manifest;
  const { notBefore, notAfter, kind } = pending;
  const input: AnnounceInput = { subject, epoch, digest, kind: deliveryKinds[kind], codec, notBefore, notAfter };
  const outcome = await sendAnnouncement(context, input, deadline);
  const entry = await entryOf(context, pending, manifest, outcome);
  await context.ledger.add(entry);
  await context.pending.remove(pending);
  return { entry, outcome, leftOut: pending.leftOut };
}

async function entryOf(
  context: AdminContext,
  pending: Pending,
  { device, subject, epoch }: Manifest,
  outcome: Outcome,
): Promise<IssuedEntry> {
  const { timestamp } = await chainTime(context.chain);
  const { channel, group, kind, notBefore, notAfter, serials, issuer } = pending;
  return {
    action: 'issued',
    time: timestamp,
    authority: context.authorityId,
    subject,
    channel,
    device: group === null ? device : null,
    group,
    epoch,
    transaction: transactionOf(outcome),
    kind,
    digest: (pending.content as NonNullable<Pending['content']>).digest,
    notBefore,
    notAfter,
    devices: pending.drafts.length,
    serials: await context.batchSerials.keep({ subject, epoch }, serials),
    issuer,
  };
}

import { formatTimestamp, type Hex } from '../../bytes/index.ts';
import { type Chain, chainTime, latestOf } from '../../chain/index.ts';
import type { Credential } from '../../credential/credential.ts';
import type { Validity } from '../../credential/validity.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { type DeliveryDraft, type DeliveryKind, Manifest, prepareDeliveries } from '../../envelope/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { defaultChannels, signerId, subjectOf } from '../subject/index.ts';
import { domainOf } from './announcing.ts';
import { type Audience, audienceOf } from './audience.ts';
import type { Authority } from './authority.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';
import { IssueState } from './issueState.ts';
import type { Refreshed } from './latestClaims.ts';
import { validityFrom } from './validityFrom.ts';

/** What is to be issued, and how each device's part of it is made. */
export interface IssuePlan<Device extends EnrolledDevice = EnrolledDevice> {
  readonly to: Audience;
  /** A public-key directory is published, not issued. */
  readonly kind: Exclude<DeliveryKind, 'publicKeys'>;
  /** The kind's own by default. */
  readonly channel?: string;
  /** How long it is good, from block time on. */
  readonly ttlSeconds: number;
  /** Where a device's part is to end sooner than the rest. */
  readonly ttlSecondsOf?: (device: Device) => number;
  /** Makes one device's credential, for example by `makeCredential`. */
  readonly credentialOf: (device: Device, validity: Validity) => Promise<Credential> | Credential;
  /** What the administrator calls the SSH or TLS authority that signs, if one does. */
  readonly issuer?: string;
  /** Names of commands in the device's own configuration. */
  readonly postInstall?: readonly string[];
  /** Serials of credentials that this one takes out of use at once, without an overlap. */
  readonly revokes?: readonly string[];
}

/** How far work on many devices has come. */
export interface StepOptions {
  /** Awaited after each device: it may let others work, or wait for as long as the user wants a pause. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Makes the credentials, and all that the authority is to sign. Nothing leaves the machine.
 *
 * @param found The devices with the keys that envelopes are sealed to now, from `withLatestClaims`. Those of a group that nothing
 * can be sealed to are left out, and named in the state.
 * @throws {ArgumentError} or {NotFoundError} naming what cannot be issued.
 * @example
 * ```ts
 * let state = await beginIssue({ chain, authority }, plan, found);
 * state = await signIssue({ chain, authority }, state);
 * state = await sealIssue({ chain, authority, store }, state);
 * const { transaction } = await announceIssue({ chain, authority, sender }, state);
 * ```
 */
export async function beginIssue<Device extends EnrolledDevice>(
  { chain, authority }: { readonly chain: Chain; readonly authority: Authority },
  plan: IssuePlan<Device>,
  found: readonly Refreshed<Device>[],
  options: StepOptions = {},
): Promise<IssueState> {
  const channel = plan.channel ?? defaultChannels[plan.kind];
  const { owner, group } = audienceOf(plan.to);
  const subject = subjectOf(owner, channel);
  if (found.length === 0) throw new ArgumentError('has no devices', { field: 'group' });
  const [authorityId, { timestamp }] = [signerId(authority.signer), await chainTime(chain)];
  const whole = validityFrom(timestamp, plan.ttlSeconds);
  const { epoch } = await latestOf(chain, { authority: authorityId, subject }, { depth: 'head' });
  const { sealable, leftOut } = sortOut(found);
  const target = { ...domainOf(chain), authority: authorityId, subject, epoch: epoch + 1, ...whole };
  const { serials, drafts } = await draftAll(plan, sealable, { ...target, time: timestamp }, options);
  return {
    type: 'gridseal/pending/v1',
    id: prepareDeliveries(authority.signer, drafts).digest,
    channel,
    group,
    kind: plan.kind,
    issuer: plan.issuer ?? null,
    serials,
    leftOut,
    ...whole,
    drafts: IssueState.encodeDrafts(drafts),
    signature: null,
    content: null,
  };
}

async function draftAll<Device extends EnrolledDevice>(
  plan: IssuePlan<Device>,
  devices: readonly Device[],
  target: Omit<Target, 'kind'> & { readonly time: number },
  { signal, onProgress }: StepOptions,
) {
  const serials: string[] = [];
  const drafts: DeliveryDraft[] = [];
  for (const device of devices) {
    signal?.throwIfAborted();
    const validity = plan.ttlSecondsOf ? validityFrom(target.time, plan.ttlSecondsOf(device)) : target;
    const { notBefore, notAfter } = validity;
    if (notAfter > target.notAfter) {
      throw new ArgumentError('is longer than that of the whole', { field: `device ${device.id}: ttl` });
    }
    const credential = await plan.credentialOf(device, { notBefore, notAfter });
    serials.push(...credential.serials);
    const { kind, postInstall = [], revokes = [] } = plan;
    drafts.push(draftOf(device, credential.files, { ...target, notBefore, notAfter, kind, postInstall, revokes }));
    await onProgress?.(drafts.length, devices.length);
  }
  return { serials, drafts };
}

/** One device that claims nonsense must not keep a fleet from its keys. @throws the problem, if there is no other device. */
function sortOut<Device extends EnrolledDevice>(found: readonly Refreshed<Device>[]) {
  const sealable = found.flatMap(({ device, problem }) => (problem === null ? [device] : []));
  const [first] = found;
  if (sealable.length === 0 && first?.problem) throw first.problem;
  const leftOut = found.flatMap(({ device, problem }) => {
    return problem === null ? [] : [{ device: device.id, reason: problem.message.slice(0, 500) }];
  });
  return { sealable, leftOut };
}

type Target = Pick<Manifest, 'chainId' | 'announcements' | 'authority' | 'subject' | 'kind' | 'epoch'> & Validity;
type DraftTarget = Target & Pick<Manifest, 'postInstall' | 'revokes'>;

function draftOf(device: EnrolledDevice, files: Credential['files'], target: DraftTarget): DeliveryDraft {
  const { chainId, announcements, authority, subject, kind, epoch } = target;
  const manifest = Manifest.from({
    ...{ chainId, announcements, authority, subject, kind, epoch },
    device: device.id satisfies Hex,
    files: files.map(({ content, ...file }) => ({ ...file, size: content.length, digest: sha256Hex(content) })),
    notBefore: formatTimestamp(target.notBefore),
    notAfter: formatTimestamp(target.notAfter),
    postInstall: target.postInstall,
    revokes: target.revokes,
  });
  return { manifest, contents: files.map(({ content }) => content), recipients: [device.key] };
}

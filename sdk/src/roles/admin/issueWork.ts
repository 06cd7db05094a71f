import type { Hex } from '../../bytes/index.ts';
import { chainTime, type Outcome, sendOnce } from '../../chain/index.ts';
import {
  type Audience,
  announceIssue,
  audienceOf,
  beginIssue,
  type IssueState,
  makeCredential,
  type Refreshed,
  renewIssue,
  sealIssue,
  signIssue,
  targetOf,
} from '../../delivery/issue/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { type AdminContext, transactionOf } from './adminContext.ts';
import { type CredentialRequest, withAuthorities } from './credentialRequest.ts';
import type { KnownDevice } from './knownDevices.ts';
import type { IssuedEntry } from './ledger.ts';

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
  readonly leftOut: IssueState['leftOut'];
}

/**
 * Makes the credentials and writes down everything that the authority is to sign.
 *
 * @param find The devices, with the keys that envelopes are sealed to now.
 * @throws {ArgumentError} or {NotFoundError} naming what cannot be issued.
 */
export async function startIssue(
  context: AdminContext,
  input: IssueInput,
  find: (ids: readonly Hex[]) => Promise<readonly Refreshed<KnownDevice>[]>,
): Promise<IssueState> {
  const { random } = context;
  const { credential: named, ...plan } = input;
  const { devices } = audienceOf(input.to);
  if (devices.length > 1 && 'request' in named && named.request !== undefined) {
    throw new ArgumentError('is the request of one device', { field: 'request' });
  }
  const { timestamp } = await chainTime(context.chain);
  const request = await withAuthorities(named, context, timestamp);
  const state = await beginIssue(
    context,
    {
      ...plan,
      kind: request.kind,
      credentialOf: (device, validity) => makeCredential(request, device, { random, ...validity }),
      ...('issuer' in named ? { issuer: named.issuer } : {}),
    },
    await find(devices),
  );
  await context.pending.save(state);
  return state;
}

/**
 * Goes on from wherever an issue was left: signs, seals and stores, announces. Each step is written down before the next.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function finishIssue(context: AdminContext, begun: IssueState): Promise<Issued> {
  const { chain, account, pending, ledger } = context;
  const keep = async (state: IssueState, before: IssueState) => {
    if (state !== before) await pending.save(state);
    return state;
  };
  const signed = await keep(await signIssue(context, begun), begun);
  const sealed = await keep(await sealIssue(context, signed), signed);
  const { timestamp } = await chainTime(chain);
  const state = await keep(renewIssue(sealed, timestamp), sealed);
  const { transaction, isDone } = await announceIssue({ ...context, sender: account.address }, state);
  const outcome = await sendOnce(chain, account, transaction, isDone);
  const entry = await entryOf(context, state, outcome);
  await ledger.add(entry);
  await pending.remove(state);
  return { entry, outcome, leftOut: state.leftOut };
}

async function entryOf(context: AdminContext, state: IssueState, outcome: Outcome): Promise<IssuedEntry> {
  const { timestamp } = await chainTime(context.chain);
  const { device, subject, epoch } = targetOf(state);
  const { channel, group, kind, notBefore, notAfter, serials, issuer } = state;
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
    digest: (state.content as NonNullable<IssueState['content']>).digest,
    notBefore,
    notAfter,
    devices: state.drafts.length,
    serials: await context.batchSerials.keep({ subject, epoch }, serials),
    issuer,
  };
}

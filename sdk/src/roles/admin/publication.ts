import { fromBase64url, type Hex, toBase64url } from '../../bytes/index.ts';
import { chainTime, latestOf } from '../../chain/index.ts';
import {
  decodePublicKeys,
  encodePublicKeys,
  type PublicKeyDirectory,
  type ServiceEntry,
} from '../../credential/publicKeys/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { defaultChannels, groupId, subjectOf } from '../../delivery/subject/index.ts';
import { deliveryKinds } from '../../envelope/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import type { AdminContext } from './adminContext.ts';
import { messageLifetime, sendAnnouncement, transactionOf } from './announcing.ts';
import type { Issued } from './issueWork.ts';
import type { IssuedEntry } from './ledger.ts';
import type { Publication } from './publications.ts';

/** A service and the keys by which others are to know it: while they rotate, the old and the new one. */
export type PublishedService = Omit<ServiceEntry, 'epoch'>;

/** A directory of public keys that is to be published to everybody who knows the group's name. */
export interface PublishInput {
  readonly group: string;
  /** All services of the directory: one that is left out is not in it any more. */
  readonly services: readonly PublishedService[];
  /** `public-keys` by default. */
  readonly channel?: string;
  /** How long the directory is good, from block time on. */
  readonly ttlSeconds: number;
}

const backdating = 60;

/**
 * Stores the directory, and writes down what the authority is to announce.
 *
 * @throws {ArgumentError} naming what cannot be published.
 */
export async function beginPublication(context: AdminContext, input: PublishInput): Promise<Publication> {
  const { chain, authorityId, store, publications } = context;
  if (!Number.isSafeInteger(input.ttlSeconds) || input.ttlSeconds < 1) {
    throw new ArgumentError('is not a positive number of seconds', { field: 'ttl' });
  }
  const channel = input.channel ?? defaultChannels.publicKeys;
  const subject = subjectOf(groupId(input.group), channel);
  const { timestamp } = await chainTime(chain);
  const { epoch } = await latestOf(chain, { authority: authorityId, subject }, { depth: 'head' });
  const bytes = encodePublicKeys({
    chainId: chain.chainId,
    announcements: chain.addresses.keyAnnouncements.toLowerCase() as Hex,
    authority: authorityId,
    subject,
    epoch: epoch + 1,
    services: withEpochs(input.services, await publications.latest(subject), epoch + 1),
  });
  await store.writeBlock(bytes);
  const publication: Publication = {
    type: 'gridseal/publication/v1',
    id: sha256Hex(bytes),
    channel,
    group: input.group,
    subject,
    epoch: epoch + 1,
    notBefore: timestamp - backdating,
    notAfter: timestamp + input.ttlSeconds,
    deadline: timestamp + messageLifetime,
    directory: toBase64url(bytes),
  };
  await publications.save(publication);
  return publication;
}

/**
 * A service whose keys have changed gets the directory's own epoch: so it grows also for one that was left out for a while, and
 * for an administrator who has only the chain to go by.
 */
function withEpochs(
  services: readonly PublishedService[],
  before: PublicKeyDirectory | null,
  epoch: number,
): readonly ServiceEntry[] {
  return services.map(({ name, keys }) => {
    const known = before?.services.find((entry) => entry.name === name);
    const isSame = known !== undefined && keysText(known.keys) === keysText(keys);
    return { name, keys, epoch: isSame ? known.epoch : epoch };
  });
}

function keysText(keys: ServiceEntry['keys']): string {
  return JSON.stringify(
    keys.map(({ use, algorithm, publicKey, notBefore, notAfter }) => [
      ...[use, algorithm, toBase64url(publicKey), notBefore, notAfter],
    ]),
  );
}

/**
 * Announces a directory that was begun.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function advancePublication(context: AdminContext, begun: Publication): Promise<Issued> {
  const { chain, publications, ledger, authorityId } = context;
  const publication = await withGoodDeadline(context, begun);
  const { id, channel, group, subject, epoch, notBefore, notAfter, deadline } = publication;
  const validity = { notBefore, notAfter };
  const kind = deliveryKinds.publicKeys;
  const outcome = await sendAnnouncement(
    context,
    { subject, epoch, digest: id, kind, codec: 0, ...validity },
    deadline,
  );
  const { timestamp } = await chainTime(chain);
  const entry: IssuedEntry = {
    action: 'issued',
    time: timestamp,
    authority: authorityId,
    ...{ subject, channel, group, epoch, digest: id, ...validity },
    device: null,
    transaction: transactionOf(outcome),
    kind: 'publicKeys',
    devices: 0,
    serials: [],
    issuer: null,
  };
  await publications.published(publication, decodePublicKeys(fromBase64url(publication.directory)));
  await ledger.add(entry);
  await publications.remove(publication);
  return { entry, outcome, leftOut: [] };
}

/** A message that nobody has sent in time is begun anew: it has to be approved again. */
async function withGoodDeadline(context: AdminContext, publication: Publication): Promise<Publication> {
  const { timestamp } = await chainTime(context.chain);
  if (publication.deadline > timestamp) return publication;
  const renewed = { ...publication, deadline: timestamp + messageLifetime };
  await context.publications.save(renewed);
  return renewed;
}

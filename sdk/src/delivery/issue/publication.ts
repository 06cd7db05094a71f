import { z } from 'zod';
import { fromBase64url, type Hex, isHex, toBase64url } from '../../bytes/index.ts';
import { type AnnounceInput, type Chain, chainTime, latestOf } from '../../chain/index.ts';
import {
  decodePublicKeys,
  encodePublicKeys,
  type PublicKeyDirectory,
  type ServiceEntry,
} from '../../credential/publicKeys/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { deliveryKinds } from '../../envelope/index.ts';
import { DecodeError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import { defaultChannels, groupId, signerId, subjectOf } from '../subject/index.ts';
import { domainOf, messageLifetime } from './announcing.ts';
import type { Authority } from './authority.ts';
import { validityFrom } from './validityFrom.ts';

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

const hex32 = z.custom<Hex>((value) => isHex(value, 32));
const seconds = z.int().min(0);
const schema = z.strictObject({
  type: z.literal('gridseal/publication/v1'),
  /** SHA-256 of the directory, which is announced. */
  id: hex32,
  channel: z.string(),
  group: z.string(),
  subject: hex32,
  epoch: z.int().positive(),
  notBefore: seconds,
  notAfter: seconds,
  /** Of the message that co-signers are asked to approve. */
  deadline: seconds,
  /** The canonical bytes of the directory. */
  directory: z.string(),
});

/** A public-key directory that is not announced yet, as plain JSON. Nothing of it is secret. */
export type Publication = z.output<typeof schema>;

/**
 * Makes the next directory of a group's channel, and stores it.
 *
 * @param latest Gives the directory that was announced last to a subject: what has not changed keeps its epoch.
 * @throws {ArgumentError} naming what cannot be published. @throws {TransportError} if it cannot be stored now.
 * @example
 * ```ts
 * const publication = await Publication.begin({ chain, authority, store }, input, async () => null);
 * const { transaction } = await announcementBy(announcer, Publication.announcementIn(publication), publication.deadline);
 * ```
 */
async function begin(
  context: { readonly chain: Chain; readonly authority: Authority; readonly store: Pick<Store, 'writeBlock'> },
  input: PublishInput,
  latest: (subject: Hex) => Promise<PublicKeyDirectory | null>,
): Promise<Publication> {
  const { chain, store } = context;
  const authority = signerId(context.authority.signer);
  const channel = input.channel ?? defaultChannels.publicKeys;
  const subject = subjectOf(groupId(input.group), channel);
  const { timestamp } = await chainTime(chain);
  const validity = validityFrom(timestamp, input.ttlSeconds);
  const epoch = (await latestOf(chain, { authority, subject }, { depth: 'head' })).epoch + 1;
  const services = withEpochs(input.services, await latest(subject), epoch);
  const bytes = encodePublicKeys({ ...domainOf(chain), authority, subject, epoch, services });
  await store.writeBlock(bytes);
  return {
    type: 'gridseal/publication/v1',
    id: sha256Hex(bytes),
    group: input.group,
    ...{ channel, subject, epoch, ...validity },
    deadline: timestamp + messageLifetime,
    directory: toBase64url(bytes),
  };
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

/** A message that nobody has sent in time begins anew: it has to be approved again. `time`: block time. */
function renew(publication: Publication, time: number): Publication {
  return publication.deadline > time ? publication : { ...publication, deadline: time + messageLifetime };
}

function announcementIn({ subject, epoch, id, notBefore, notAfter }: Publication): AnnounceInput {
  return { subject, epoch, digest: id, kind: deliveryKinds.publicKeys, codec: 0, notBefore, notAfter };
}

function decode(value: unknown): Publication {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new DecodeError('is not what a publication has there', {
    field: ['publication', ...(issue?.path ?? [])].join('.'),
  });
}

/**
 * Public keys that are announced to everybody who knows a group's name.
 *
 * - `begin` makes and stores the directory; nothing is announced yet.
 * - `announcementIn` is what is to be announced, `directoryIn` what everybody will read.
 * - `renew` gives an expired message a new deadline; the very publication if it is still good.
 * - `decode` reads what was kept; it throws {DecodeError} naming the field.
 */
export const Publication = {
  begin,
  renew,
  announcementIn,
  directoryIn: ({ directory }: Publication): PublicKeyDirectory => decodePublicKeys(fromBase64url(directory)),
  decode,
} as const;

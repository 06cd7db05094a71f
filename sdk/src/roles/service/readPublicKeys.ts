import type { Hex } from '../../bytes/index.ts';
import { type Announcement, type Chain, findLatest, type Latest } from '../../chain/index.ts';
import { type PublicKeyDirectory, verifyPublicKeys } from '../../credential/publicKeys/index.ts';
import { defaultChannels, groupId, kindOf, signerId, subjectOf } from '../../delivery/subject/index.ts';
import { type CertificateSource, storedCertificates, trustOfAuthorities } from '../../delivery/trust/index.ts';
import { ArgumentError, NotFoundError, TransportError, VerificationError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import type { DirectoryMark, DirectoryMarks } from './directoryMarks.ts';

/** Whose directory is read, and how far it is trusted: all of it the reading service's own configuration. */
export interface PublicKeysQuestion {
  readonly chain: Chain;
  readonly store: Store;
  /** The ERC-7913 signer of the authority that announces the directory. */
  readonly authority: Hex;
  readonly group: string;
  /** `public-keys` by default. */
  readonly channel?: string;
  /** `anchored` (by default): certificates have to lead from the anchors to the authority; `pinned`: it is trusted as such. */
  readonly trust?: 'anchored' | 'pinned';
  /** Ids of the quorums that are trusted by themselves. */
  readonly anchors?: readonly Hex[];
  /** Ids of the certificates that lead from the anchors to the authority. */
  readonly certificates?: readonly Hex[];
  /** IPFS by default; a cache spares the fetches. */
  readonly certificateSource?: CertificateSource;
  /** Remembers what was accepted last, over restarts: without it, an older directory could be shown again. */
  readonly marks: DirectoryMarks;
  /**
   * Refuses to answer from a newest block that is older than this: the endpoints may be freezing us out. `now`: seconds since
   * 1970, by the machine's clock.
   */
  readonly staleHead?: { readonly seconds: number; readonly now: number };
  readonly signal?: AbortSignal;
}

/** A directory that may be used now. */
export interface CurrentPublicKeys {
  readonly directory: PublicKeyDirectory;
  /** Block time at which it was looked up, in seconds since 1970: the time to give to `currentKeys`. */
  readonly time: number;
  /** Until when the directory is good, in seconds since 1970. */
  readonly notAfter: number;
}

/**
 * The latest public-key directory of an authority, fetched and checked (docs/spec/public-keys.md). What the chain says is what
 * enough endpoints agree on.
 *
 * @throws {NotFoundError} if nothing was announced. @throws {VerificationError} naming what is wrong: an authority that is not
 * trusted, a directory that is withdrawn, expired, older than the one accepted before, or not what was announced.
 * @throws {TransportError} if chain or content cannot be had now.
 * @example
 * ```ts
 * const { directory, time } = await readPublicKeys({ chain, store, authority, group: 'backend', anchors, certificates, marks });
 * const [key] = currentKeys(directory, 'billing', { time, use: 'sign' });
 * ```
 */
export async function readPublicKeys(question: PublicKeysQuestion): Promise<CurrentPublicKeys> {
  const { chain, store, authority, group, marks, signal } = question;
  const subject = subjectOf(groupId(group), question.channel ?? defaultChannels.publicKeys);
  const pair = { authority: signerId(authority), subject };
  const mark = await marks.read(pair.authority, subject);
  const latest = await findLatest(chain, pair, signal ? { signal } : {});
  const time = latest.head.timestamp;
  assertFresh(question, time);
  const announcement = usableAnnouncement(latest, mark, time);
  await assertTrusted(question, time);
  const request = { digest: announcement.digest, codec: 'raw', maxBytes: maxDirectoryBytes } as const;
  const bytes = await store.read(signal ? { ...request, signal } : request);
  const { epoch, digest, notAfter } = announcement;
  const announcements = chain.addresses.keyAnnouncements;
  const directory = verifyPublicKeys(bytes, { ...pair, chainId: chain.chainId, announcements, epoch, digest });
  assertServiceEpochs(directory, mark);
  // Somebody else may have read a newer one in the meantime: the mark never falls.
  const newest = await marks.read(pair.authority, subject);
  if (newest !== null && newest.epoch > epoch)
    throw refusal(`is epoch ${epoch}, and ${newest.epoch} was accepted meanwhile`);
  await marks.write(pair.authority, subject, {
    epoch,
    digest,
    services: { ...mark?.services, ...epochsOf(directory) },
  });
  return { directory, time, notAfter };
}

/** docs/spec/public-keys.md: one raw block. */
const maxDirectoryBytes = 1_048_576;

function usableAnnouncement(latest: Latest, mark: DirectoryMark | null, time: number): Announcement {
  const { announcement, slot } = latest;
  if (mark !== null && slot.epoch < mark.epoch) {
    throw refusal(`is epoch ${slot.epoch}, and epoch ${mark.epoch} was accepted before: the chain was rolled back`);
  }
  if (announcement === null) throw new NotFoundError('nothing was announced here', { field: 'announcement' });
  const { epoch, digest, kind, codec, notBefore, notAfter } = announcement;
  if (mark !== null && epoch === mark.epoch && digest !== mark.digest) {
    throw refusal(`is another one than that of epoch ${epoch} which was accepted before`);
  }
  if (epoch <= slot.withdrawnEpoch) throw refusal(`was withdrawn: everything up to epoch ${slot.withdrawnEpoch} is`);
  if (kindOf(kind) !== 'publicKeys') throw refusal(`is of the kind ${kindOf(kind)}`);
  if (codec !== 0) throw refusal('is not one raw block');
  if (time < notBefore) throw refusal('is not valid yet');
  if (time > notAfter) throw refusal('has expired');
  return announcement;
}

function refusal(why: string): VerificationError {
  return new VerificationError(why, { field: 'announcement' });
}

function assertFresh({ staleHead }: PublicKeysQuestion, time: number): void {
  if (staleHead === undefined) return;
  const age = Math.floor(staleHead.now - time);
  if (age <= staleHead.seconds) return;
  throw new TransportError(
    `the newest block is ${age} s old: the chain stands still, or the endpoints hide what is new`,
  );
}

async function assertTrusted(question: PublicKeysQuestion, at: number): Promise<void> {
  const { chain, authority, trust = 'anchored', anchors = [], certificates = [], signal } = question;
  if (trust === 'anchored' && anchors.length === 0) {
    throw new ArgumentError('are none, and the authority is not pinned', { field: 'anchors' });
  }
  const [verdict] = await trustOfAuthorities({
    settings: { anchors, certificates, authorities: [{ signer: authority, trust }] },
    chain,
    certificates: question.certificateSource ?? storedCertificates(question.store),
    at,
    ...(signal ? { signal } : {}),
  });
  if (verdict?.trusted) return;
  throw new VerificationError(`is not trusted to issue keys: ${verdict?.reason}`, { field: 'authority' });
}

/**
 * A service's own epoch never falls: keys that were replaced do not come back by a later directory either, not even after one that
 * leaves the service out.
 */
function assertServiceEpochs(directory: PublicKeyDirectory, mark: DirectoryMark | null): void {
  for (const { name, epoch } of directory.services) {
    const before = mark?.services[name] ?? 0;
    if (epoch >= before) continue;
    throw new VerificationError(`of ${name} is ${epoch}, and ${before} was accepted before`, {
      field: 'directory.services.epoch',
    });
  }
}

function epochsOf({ services }: PublicKeyDirectory): Readonly<Record<string, number>> {
  return Object.fromEntries(services.map(({ name, epoch }) => [name, epoch]));
}

import { chainTime, sendOnce } from '../../chain/index.ts';
import { announcementBy, Publication, type PublishInput } from '../../delivery/issue/index.ts';
import { type AdminContext, transactionOf } from './adminContext.ts';
import type { Issued } from './issueWork.ts';
import type { IssuedEntry } from './ledger.ts';

/**
 * Stores the directory, and writes down what the authority is to announce.
 *
 * @throws {ArgumentError} naming what cannot be published.
 */
export async function startPublication(context: AdminContext, input: PublishInput): Promise<Publication> {
  const { publications } = context;
  const publication = await Publication.begin(context, input, (subject) => publications.latest(subject));
  await publications.save(publication);
  return publication;
}

/**
 * Announces a directory that was begun.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function finishPublication(context: AdminContext, begun: Publication): Promise<Issued> {
  const { chain, account, publications, ledger, authorityId } = context;
  const publication = Publication.renew(begun, (await chainTime(chain)).timestamp);
  if (publication !== begun) await publications.save(publication);
  const announced = Publication.announcementIn(publication);
  const announcer = { ...context, sender: account.address };
  const { transaction, isDone } = await announcementBy(announcer, announced, publication.deadline);
  const outcome = await sendOnce(chain, account, transaction, isDone);
  const { timestamp } = await chainTime(chain);
  const { channel, group } = publication;
  const { kind: _kind, codec: _codec, ...announcement } = announced;
  const entry: IssuedEntry = {
    action: 'issued',
    time: timestamp,
    authority: authorityId,
    ...{ channel, group, ...announcement },
    device: null,
    transaction: transactionOf(outcome),
    kind: 'publicKeys',
    devices: 0,
    serials: [],
    issuer: null,
  };
  await publications.published(publication, Publication.directoryIn(publication));
  await ledger.add(entry);
  await publications.remove(publication);
  return { entry, outcome, leftOut: [] };
}

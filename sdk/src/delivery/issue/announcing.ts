import type { Hex } from '../../bytes/index.ts';
import { type AnnounceInput, announcementOf, type Chain, type OnceOnly, withdrawalOf } from '../../chain/index.ts';
import type { Authority } from './authority.ts';

/** Signed messages that nobody has sent within this time are void, in seconds. */
export const messageLifetime = 3_600;

/** Who announces on which chain, and who pays for it. */
export interface Announcer {
  readonly chain: Chain;
  readonly authority: Authority;
  /** The wallet that sends the transaction: if it is the authority itself, no signature has to be sent. */
  readonly sender: Hex;
}

/** What an authority takes back. */
export interface Withdrawal {
  readonly subject: Hex;
  /** Everything up to this epoch, for ever. */
  readonly epoch: number;
  /** Of the message that the authority signs; seconds since 1970. */
  readonly deadline: number;
}

/**
 * The transaction that announces, signed by the authority unless the sender is the authority.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function announcementBy(
  { chain, authority, sender }: Announcer,
  input: AnnounceInput,
  deadline: number,
): Promise<OnceOnly> {
  if (isSender(authority, sender)) return announcementOf(chain, authority.signer, input, null);
  const message = { ...input, authority: authority.signer, deadline };
  const signature = await authority.sign({ ...domainOf(chain), action: 'announce', message });
  return announcementOf(chain, authority.signer, input, { deadline, signature });
}

/**
 * The transaction that withdraws everything up to an epoch.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 * @example
 * ```ts
 * const { transaction } = await withdrawalBy({ chain, authority, sender }, { subject, epoch: 7, deadline });
 * ```
 */
export async function withdrawalBy(
  { chain, authority, sender }: Announcer,
  { subject, epoch, deadline }: Withdrawal,
): Promise<OnceOnly> {
  if (isSender(authority, sender)) return withdrawalOf(chain, authority.signer, { subject, epoch }, null);
  const message = { authority: authority.signer, subject, epoch, deadline };
  const signature = await authority.sign({ ...domainOf(chain), action: 'withdraw', message });
  return withdrawalOf(chain, authority.signer, { subject, epoch }, { deadline, signature });
}

/** Of messages that authorities sign; the contract in lower case, as proposals spell it. */
export function domainOf({ chainId, addresses }: Chain): { readonly chainId: number; readonly announcements: Hex } {
  return { chainId, announcements: addresses.keyAnnouncements.toLowerCase() as Hex };
}

function isSender(authority: Authority, sender: Hex): boolean {
  return sender.toLowerCase() === authority.signer.toLowerCase();
}

import type { Hex } from '../../bytes/index.ts';
import { type AnnounceInput, announce, announceFor, type Outcome, withdraw, withdrawFor } from '../../chain/index.ts';
import type { AdminContext } from './adminContext.ts';

/** Signed messages that nobody has sent within this time are void, in seconds. */
export const messageLifetime = 3_600;

/**
 * Announces, as the authority itself or with its signature.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function sendAnnouncement(
  { chain, account, authority, isSender, domain }: AdminContext,
  input: AnnounceInput,
  deadline: number,
): Promise<Outcome> {
  if (isSender) return announce(chain, account, input);
  const message = { ...input, authority: authority.signer, deadline };
  const signature = await authority.sign({ ...domain, action: 'announce', message });
  return announceFor(chain, account, { ...message, signature });
}

/**
 * Withdraws everything up to an epoch, as the authority itself or with its signature.
 *
 * @throws {ApprovalsNeededError} if others have to approve first.
 */
export async function sendWithdrawal(
  { chain, account, authority, isSender, domain }: AdminContext,
  { subject, epoch, deadline }: { readonly subject: Hex; readonly epoch: number; readonly deadline: number },
): Promise<Outcome> {
  if (isSender) return withdraw(chain, account, { subject, epoch });
  const message = { authority: authority.signer, subject, epoch, deadline };
  const signature = await authority.sign({ ...domain, action: 'withdraw', message });
  return withdrawFor(chain, account, { ...message, signature });
}

/** The hash of the transaction that did it; null if it was done already. */
export function transactionOf(outcome: Outcome): Hex | null {
  return outcome.outcome === 'done' ? outcome.receipt.transaction : null;
}

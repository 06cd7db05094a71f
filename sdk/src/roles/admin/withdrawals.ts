import { z } from 'zod';
import type { Hex } from '../../bytes/index.ts';
import type { AdminHome } from './home.ts';

const schema = z.strictObject({
  type: z.literal('gridseal/withdrawal/v1'),
  epoch: z.int().positive(),
  /** Of the message that co-signers are asked to approve; seconds since 1970. */
  deadline: z.int().positive(),
});

const folder = 'withdrawals';

/**
 * Withdrawals that wait for co-signers, one for each subject: what they approve has to be the same message when it is sent.
 */
export class PendingWithdrawals {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  /** The deadline of the message that was begun for this epoch and is still good, or else a new one, written down. */
  async deadlineFor(subject: Hex, epoch: number, now: number, lifetime: number): Promise<number> {
    const begun = schema.safeParse(await this.#home.read(folder, subject.slice(2)));
    if (begun.success && begun.data.epoch === epoch && begun.data.deadline > now) return begun.data.deadline;
    const deadline = now + lifetime;
    await this.#home.write(folder, subject.slice(2), { type: 'gridseal/withdrawal/v1', epoch, deadline });
    return deadline;
  }

  async remove(subject: Hex): Promise<void> {
    await this.#home.remove(folder, subject.slice(2));
  }
}

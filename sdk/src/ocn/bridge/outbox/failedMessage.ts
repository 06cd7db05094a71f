import type { BaseError } from '../../../errors/index.ts';
import type { OutboxMessage } from '../store/bridgeStore.ts';

/** A message that was given up, and why. */
export interface FailedMessage {
  readonly message: OutboxMessage;
  readonly attempts: number;
  readonly error: BaseError;
}

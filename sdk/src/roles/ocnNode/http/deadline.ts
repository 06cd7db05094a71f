import { TimeoutError } from './outgoingErrors.ts';

/** The end of an exchange that takes too long, or that its caller does not want any more. */
export interface Deadline {
  /** Why it has come; null as long as it has not. */
  readonly reason: Error | null;
  /** Calls once it comes. One listener: the exchange. */
  onEnd(listener: (reason: Error) => void): void;
  /** The exchange is over. */
  clear(): void;
}

/** After a time, or with the caller; one timer for everything from the look-up of the name to the last byte. */
export function createDeadline(timeoutMs: number, signal: AbortSignal | undefined, field: string): Deadline {
  let reason: Error | null = null;
  let listener: ((reason: Error) => void) | null = null;
  const end = (why: Error) => {
    reason ??= why;
    listener?.(reason);
  };
  const onAbort = () => end(toError(signal?.reason));
  const timer = setTimeout(() => end(new TimeoutError('did not answer in time', { field })), timeoutMs);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort);
  return {
    get reason() {
      return reason;
    },
    onEnd(one) {
      listener = one;
    },
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      // Node's lists of listeners lead from one that was removed to those that came after it: nobody shall find whole exchanges there.
      listener = null;
    },
  };
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the request was ended', { cause: reason });
}

import { TransportError } from '../../../errors/index.ts';
import { type Credentials, credentialsSchema, OcpiError } from '../../../protocol/ocpi/index.ts';
import { AnswerError } from '../client/answerError.ts';
import { callPeer, dataOf, type PeerRequest } from '../client/peer.ts';
import type { BridgeContext } from '../context.ts';
import { backoff } from '../outbox/backoff.ts';

const ATTEMPTS = 5;

/**
 * Sends our credentials, and sends the same again under the same id if the answer was lost: a node lets the old token do that until the
 * new one, which nobody knows, is used.
 *
 * @throws {TransportError} if there is no answer again and again. @throws {BaseError} as {@link dataOf}.
 */
export async function askUntilAnswered(
  context: BridgeContext,
  token: string,
  request: PeerRequest,
  signal?: AbortSignal,
): Promise<Credentials> {
  const requestId = context.randomId();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return dataOf(await callPeer(context, token, { ...request, requestId }, signal), credentialsSchema);
    } catch (error) {
      if (attempt === ATTEMPTS || !mayBeRepeated(error, attempt)) throw error;
      await pause(backoff(attempt, requestId, context.limits), signal);
    }
  }
}

/** No answer, or one of somebody on the way. */
function mayBeRepeated(error: unknown, attempt: number): boolean {
  if (error instanceof TransportError) return true;
  if (error instanceof AnswerError) return error.httpStatus >= 500;
  if (!(error instanceof OcpiError)) return false;
  // What was sent first may be under way still, and is then in the way of what was sent next.
  return error.httpStatus >= 500 || (attempt > 1 && error.httpStatus === 200 && error.statusCode === 2000);
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
  signal?.throwIfAborted();
}

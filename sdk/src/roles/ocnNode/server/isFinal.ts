import { statusCodes } from '../../../protocol/ocpi/index.ts';
import type { Answer } from '../message.ts';

/** Nothing was carried out, or nobody knows whether: a request with one of these can be made again. */
const again = new Set<unknown>([
  statusCodes.serverError,
  statusCodes.hubError,
  statusCodes.unknownReceiver,
  statusCodes.receiverTimeout,
  statusCodes.receiverUnreachable,
]);

function statusCodeOf(body: Uint8Array | null): unknown {
  try {
    return (JSON.parse(new TextDecoder().decode(body ?? undefined)) as { status_code?: unknown } | null)?.status_code;
  } catch {
    return undefined;
  }
}

/** Whether an answer is kept for the same request made again. */
export function isFinal(answer: Answer): boolean {
  return answer.status < 400 && !again.has(statusCodeOf(answer.body));
}

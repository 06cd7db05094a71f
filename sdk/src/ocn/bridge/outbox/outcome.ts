import { BaseError } from '../../../errors/index.ts';
import { OcpiError, statusCodes } from '../../../protocol/ocpi/index.ts';
import { AnswerError } from '../client/answerError.ts';

/** Failures of HTTP that another attempt may not have: a token that is being changed, a platform that is suspended, too many requests. */
const passing: readonly number[] = [401, 403, 408, 409, 425, 429];

/**
 * Whether an error is the receiver's last word. All else is sent again: no answer, faults of servers, hubs that do not reach the receiver
 * (or do not know it yet, while it moves to another node).
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof OcpiError) {
    if (passing.includes(error.httpStatus) || error.httpStatus >= 500) return false;
    return error.statusCode >= statusCodes.clientError && error.statusCode < statusCodes.serverError;
  }
  if (error instanceof AnswerError) return error.httpStatus < 500 && !passing.includes(error.httpStatus);
  return error instanceof BaseError && (error.code === 'NO_SUCH_MODULE' || error.code === 'ARGUMENT');
}

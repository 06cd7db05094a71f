import { BaseError } from '@gridseal/sdk/errors';

/** What went wrong, as plain data: errors lose their class on the way out of the worker. */
export interface Problem {
  /** A stable identifier of the SDK, as `TRANSPORT`, or `INTERNAL` for a fault of ours. */
  readonly code: string;
  /** One sentence in English, for people; may quote servers, so show it as text from outside. */
  readonly shortMessage: string;
  readonly field: string | null;
  readonly metaMessages: readonly string[];
}

/** A {@link Problem} as an error: what the hooks of this folder reject with. */
export class DataError extends BaseError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const { code, shortMessage, field, metaMessages } = problem;
    super(code, shortMessage, { metaMessages, ...(field === null ? {} : { field }) });
    this.problem = problem;
  }
}

/**
 * Reduces anything thrown to what may be shown. What is not an error of the SDK is a fault of ours and keeps its message.
 *
 * @example `setProblem(toProblem(error))`
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof DataError) return error.problem;
  if (error instanceof BaseError) {
    const { code, shortMessage, field = null, metaMessages } = error;
    return { code, shortMessage, field, metaMessages };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'something failed in an unknown way';
  return { code: 'INTERNAL', shortMessage: text, field: null, metaMessages: [] };
}

/** What every error of the SDK carries besides its message. */
export interface BaseErrorOptions {
  /** The underlying error, if there is one. */
  readonly cause?: unknown;
  /** The field, option or path that is wrong, for example `certificate.notAfter`. */
  readonly field?: string;
  /** What to do, and further facts, one a line. Never a secret. */
  readonly metaMessages?: readonly string[];
}

/**
 * The ancestor of every error that the SDK throws on purpose: anything else is a bug of ours.
 *
 * @example
 * ```ts
 * try { decode(bytes) } catch (error) {
 *   if (error instanceof BaseError) console.error(error.code, error.field, error.shortMessage);
 * }
 * ```
 */
export class BaseError extends Error {
  /** A stable, documented identifier, for programs. */
  readonly code: string;
  /** One sentence, for people. */
  readonly shortMessage: string;
  readonly field: string | undefined;
  readonly metaMessages: readonly string[];

  constructor(code: string, shortMessage: string, options: BaseErrorOptions = {}) {
    const lines = [options.field ? `${options.field}: ${shortMessage}` : shortMessage, ...(options.metaMessages ?? [])];
    super(lines.join('\n'), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.shortMessage = shortMessage;
    this.field = options.field;
    this.metaMessages = options.metaMessages ?? [];
  }
}

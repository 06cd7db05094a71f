import { BaseError, type BaseErrorOptions } from '../../errors/index.ts';
import { type StatusKind, type StatusName, statusCodes, statusKind, statusName } from './statusCodes.ts';

/** HTTP's words for failures that OCPI leaves to it. */
export type OcpiHttpStatus = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 502 | 503 | 504;

export interface OcpiErrorOptions extends BaseErrorOptions {
  /** 200 if left out: what OCPI itself refuses was still a request that HTTP understood. */
  readonly httpStatus?: OcpiHttpStatus;
}

/**
 * A request that OCPI refuses: thrown by a server to answer with its status code, and by a client that got one.
 *
 * @example `throw new OcpiError('unknownToken', 'is a token that nobody knows', { field: 'token_uid' })`
 */
export class OcpiError extends BaseError {
  readonly statusCode: number;
  readonly httpStatus: OcpiHttpStatus;

  /** @param status The name of a status code, or a code outside of the standard. */
  constructor(status: Exclude<StatusName, 'success'> | number, shortMessage: string, options: OcpiErrorOptions = {}) {
    super('OCPI', shortMessage, options);
    this.statusCode = typeof status === 'number' ? status : statusCodes[status];
    this.httpStatus = options.httpStatus ?? 200;
  }

  /** The code's name, if the standard has one. */
  get statusName(): StatusName | null {
    return statusName(this.statusCode);
  }

  /** Who failed. */
  get kind(): StatusKind | null {
    return statusKind(this.statusCode);
  }

  /**
   * What to answer when something else failed: 2001 for input that is wrong, 3000 for our own faults, which say nothing of
   * themselves.
   *
   * @example `catch (error) { return respond(OcpiError.from(error)); }`
   */
  static from(error: unknown): OcpiError {
    if (error instanceof OcpiError) return error;
    if (error instanceof BaseError && error.code === 'DECODE') {
      const field = error.field === undefined ? {} : { field: error.field };
      return new OcpiError('invalidParameters', error.shortMessage, { ...field, cause: error });
    }
    return new OcpiError('serverError', 'failed', { cause: error });
  }
}

import { BaseError } from '../../../errors/index.ts';

/** The other side answered with a status of HTTP that is a failure, and no response of OCPI that says more. */
export class AnswerError extends BaseError {
  readonly httpStatus: number;

  constructor(httpStatus: number) {
    super('ANSWER', `was answered with HTTP status ${httpStatus}`, { field: 'status' });
    this.httpStatus = httpStatus;
  }
}

import { BaseError } from '../../errors/index.ts';

/** A request that gets an error for an answer. The message is for the one who asked. */
export class HttpError extends BaseError {
  readonly status: number;

  constructor(status: number, shortMessage: string) {
    super('HTTP', shortMessage);
    this.status = status;
  }
}

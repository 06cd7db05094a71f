import { BaseError, type BaseErrorOptions } from '../../errors/index.ts';

/** The command line itself is wrong: an unknown command or option, a missing argument. */
export class UsageError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('USAGE', shortMessage, options);
  }
}

/** Somebody said no, or there was nobody to ask. */
export class NotConfirmedError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('NOT_CONFIRMED', shortMessage, options);
  }
}

/** SIGINT or SIGTERM ended the command. */
export class InterruptedError extends BaseError {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super('INTERRUPTED', signal === 'SIGINT' ? 'interrupted' : 'terminated');
    this.signal = signal;
  }
}

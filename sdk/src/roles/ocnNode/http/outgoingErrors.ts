import { BaseError, type BaseErrorOptions } from '../../../errors/index.ts';

// None of these quotes a URL, an address or an answer: they are told to others, and a node is no tool to look around in networks.

/** The other side could not be reached, ended the connection, or did not answer in HTTP. */
export class UnreachableHostError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('UNREACHABLE_HOST', shortMessage, options);
  }
}

/** The last byte of the answer did not come in time. */
export class TimeoutError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('TIMEOUT', shortMessage, options);
  }
}

/** A URL that this node does not request, or a name that leads to an address that it does not connect to. */
export class ForbiddenUrlError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('FORBIDDEN_URL', shortMessage, options);
  }
}

/** The answer has more bytes than it may, packed or unpacked, or longer headers. */
export class TooLargeError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('TOO_LARGE', shortMessage, options);
  }
}

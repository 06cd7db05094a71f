import { BaseError, type BaseErrorOptions } from './baseError.ts';

/** A network peer (RPC endpoint, IPFS node) did not answer, answered too late, too much, or nonsense. */
export class TransportError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('TRANSPORT', shortMessage, options);
  }
}

/** The file system refused, or a file is not as it has to be (mode, owner, missing). */
export class FileError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('FILE', shortMessage, options);
  }
}

/** A configuration value is missing or wrong. `field` names the flag, variable or key. */
export class ConfigurationError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('CONFIGURATION', shortMessage, options);
  }
}

/** Nothing has the name, id or address that was asked for. */
export class NotFoundError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('NOT_FOUND', shortMessage, options);
  }
}

import { BaseError, type BaseErrorOptions } from '../../../errors/index.ts';

/** Another process was first, or what has to be unique is somewhere else already. `field` names which: `revision` or `parties`. */
export class ConflictError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('CONFLICT', shortMessage, options);
  }
}

/** The database does not answer, has no space, or this store was closed. The same call may work later. */
export class StoreUnavailableError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('STORE_UNAVAILABLE', shortMessage, options);
  }
}

/** The database is there, and is not one that this version may work with: newer, in use by another process, or somebody else's. */
export class StoreSetupError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('STORE_SETUP', shortMessage, options);
  }
}

/** The sealing key is not the one that the tokens in the database were sealed with, or one of them was changed or moved. */
export class SealingError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('SEALING', shortMessage, options);
  }
}

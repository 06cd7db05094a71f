import { BaseError, type BaseErrorOptions } from './baseError.ts';

/** Bytes, text or a value from outside does not have the form that it should have. Names the field or the offset. */
export class DecodeError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('DECODE', shortMessage, options);
  }
}

/** A caller passed an argument that cannot be right. */
export class ArgumentError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('ARGUMENT', shortMessage, options);
  }
}

/** Something well-formed failed a check: a signature, a digest, a validity period, a threshold. */
export class VerificationError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('VERIFICATION', shortMessage, options);
  }
}

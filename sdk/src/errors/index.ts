export { BaseError, type BaseErrorOptions } from './baseError.ts';
export { ConfigurationError, FileError, NotFoundError, TransportError } from './environmentErrors.ts';
export { ArgumentError, DecodeError, VerificationError } from './inputErrors.ts';

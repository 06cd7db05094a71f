import { DecodeError } from '@gridseal/sdk/errors';

/** What is wrong with a text that should be public keys; each has words of its own. */
export type KeyTextProblem = 'nothing' | 'private' | 'unsupported' | 'damaged' | 'tooLong' | 'tooMany';

/** A text in which there is no public key that can be used. Nothing of the text is quoted: it may be secret. */
export class KeyTextError extends DecodeError {
  override readonly name = 'KeyTextError';
  readonly problem: KeyTextProblem;

  constructor(problem: KeyTextProblem, shortMessage: string, cause?: unknown) {
    super(shortMessage, { field: 'publicKey', ...(cause === undefined ? {} : { cause }) });
    this.problem = problem;
  }
}

/** @throws {KeyTextError} `damaged` in place of whatever else `read` throws. */
export function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof KeyTextError) throw error;
    throw new KeyTextError('damaged', error instanceof DecodeError ? error.shortMessage : 'is not a public key', error);
  }
}

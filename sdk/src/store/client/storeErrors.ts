import { type BaseErrorOptions, TransportError } from '../../errors/index.ts';

/** What one endpoint did when it was asked. */
export interface EndpointFailure {
  /** Kind and origin, for example `gateway https://ipfs.example.org`. */
  readonly endpoint: string;
  readonly error: string;
  readonly durationMs: number;
}

/** No endpoint delivered the content: each is listed with what went wrong there. */
export class ContentUnavailableError extends TransportError {
  readonly failures: readonly EndpointFailure[];

  constructor(what: string, failures: readonly EndpointFailure[], options: BaseErrorOptions = {}) {
    super(`${what} could not be fetched from any of ${failures.length} endpoints`, {
      ...options,
      metaMessages: failures.map(({ endpoint, error, durationMs }) => `${endpoint}: ${error} (${durationMs} ms)`),
    });
    this.failures = failures;
  }
}

/** One endpoint's part in a write. */
export interface Copy {
  readonly endpoint: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly durationMs: number;
}

/** Fewer endpoints than required hold what was written. Writing it again is safe. */
export class TooFewCopiesError extends TransportError {
  readonly copies: readonly Copy[];

  constructor(action: string, copies: readonly Copy[], minimumCopies: number) {
    const good = copies.filter(({ ok }) => ok).length;
    super(`${action} succeeded at ${good} endpoints where ${minimumCopies} are required`, {
      metaMessages: copies.map(
        ({ endpoint, ok, error, durationMs }) => `${endpoint}: ${ok ? 'done' : error} (${durationMs} ms)`,
      ),
    });
    this.copies = copies;
  }
}

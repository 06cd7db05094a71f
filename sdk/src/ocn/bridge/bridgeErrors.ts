import { BaseError, type BaseErrorOptions } from '../../errors/index.ts';

/** There is no registration with a node (or peer) yet, or not any more. */
export class NotRegisteredError extends BaseError {
  constructor(options: BaseErrorOptions = {}) {
    super('NOT_REGISTERED', 'is not registered with a node', {
      metaMessages: ['Call register() with the registration token of the node.'],
      ...options,
    });
  }
}

/** The outbox holds as much as it may: nothing was written. */
export class OutboxFullError extends BaseError {
  constructor(limit: number) {
    super('OUTBOX_FULL', `has ${limit} messages that wait`, { field: 'outbox' });
  }
}

/** A message was given up: the receiver refused it for good, or nobody took it in time. */
export class UndeliverableError extends BaseError {
  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    super('UNDELIVERABLE', shortMessage, options);
  }
}

/** A result that was announced did not come in time. */
export class NoResultError extends BaseError {
  constructor(seconds: number) {
    super('NO_RESULT', `did not come within ${seconds} seconds`, { field: 'result' });
  }
}

/** The other side does not have the module. */
export class NoSuchModuleError extends BaseError {
  constructor(module: string, role: string) {
    super('NO_SUCH_MODULE', `has no ${role} side of the module ${module}`, { field: 'endpoints' });
  }
}

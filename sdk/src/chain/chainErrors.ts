import { BaseError, type BaseErrorOptions } from '../errors/index.ts';

/** What one endpoint said, or why it said nothing. `endpoint` is host and place in the list, never a path or credential. */
export interface EndpointReport {
  readonly endpoint: string;
  readonly reason: string;
}

function lines(reports: readonly EndpointReport[]): string[] {
  return reports.map(({ endpoint, reason }) => `${endpoint}: ${reason}`);
}

/** An endpoint refused a call: a JSON-RPC error that is not a revert, for example a range limit or a rate limit. */
export class RpcResponseError extends BaseError {
  /** The JSON-RPC error code. */
  readonly rpcCode: number;

  constructor(shortMessage: string, rpcCode: number, options: BaseErrorOptions = {}) {
    super('RPC_RESPONSE', shortMessage, options);
    this.rpcCode = rpcCode;
  }
}

/** Endpoints give different answers to the same question about the same block: at least one of them is wrong. */
export class DisagreementError extends BaseError {
  readonly reports: readonly EndpointReport[];

  constructor(what: string, reports: readonly EndpointReport[]) {
    super('RPC_DISAGREEMENT', `the RPC endpoints disagree on ${what}`, {
      metaMessages: [
        ...lines(reports),
        'Nothing was believed. Add a further endpoint, or remove the one that is wrong.',
      ],
    });
    this.reports = reports;
  }
}

/** Fewer endpoints answered than have to agree. */
export class UnreachableError extends BaseError {
  readonly reports: readonly EndpointReport[];

  constructor(what: string, answered: number, needed: number, reports: readonly EndpointReport[]) {
    super('RPC_UNREACHABLE', `${answered} of ${needed} RPC endpoints that are needed answered ${what}`, {
      field: 'rpcUrls',
      metaMessages: lines(reports),
    });
    this.reports = reports;
  }
}

/** The chain was reorganised more deeply than the cursor keeps events for. */
export class ReorganisationError extends BaseError {
  constructor(block: number, retained: number) {
    super('REORGANISATION', `the chain was reorganised below block ${block}, deeper than the ${retained} blocks kept`, {
      metaMessages: ['Delete what was derived from the cursor and start it again from the contract’s first block.'],
    });
  }
}

/** A transaction was sent and is not (yet) known to have succeeded. */
export class TransactionError extends BaseError {
  readonly transaction: string;

  constructor(shortMessage: string, transaction: string, options: BaseErrorOptions = {}) {
    super('TRANSACTION', shortMessage, {
      ...options,
      metaMessages: [`transaction ${transaction}`, ...(options.metaMessages ?? [])],
    });
    this.transaction = transaction;
  }
}

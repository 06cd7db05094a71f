import { BaseError } from '../errors/index.ts';

/** A contract refused. `errorName` is the Solidity error, `field` the argument at fault, the meta messages what to do. */
export class ContractError extends BaseError {
  readonly errorName: string;
  readonly args: readonly unknown[];

  constructor(errorName: string, args: readonly unknown[], description: Description) {
    super('CONTRACT', description.message, {
      field: description.field,
      ...(description.advice ? { metaMessages: [description.advice] } : {}),
    });
    this.errorName = errorName;
    this.args = args;
  }
}

/** The message names a version that is not the quorum's current one. */
export class StaleVersionError extends ContractError {}
/** The message's deadline has passed. */
export class ExpiredError extends ContractError {}
/** The approvals weigh less than the threshold. */
export class BelowThresholdError extends ContractError {}
/** An approval or a signature does not verify. */
export class InvalidApprovalError extends ContractError {}
/** The quorum has said this already. */
export class AlreadyDoneError extends ContractError {}
/** Nobody created this quorum. */
export class UnknownQuorumError extends ContractError {}
/** Members, weights or thresholds are not as they have to be. */
export class RejectedQuorumError extends ContractError {}
/** The epoch, validity or claim is not acceptable now. */
export class InvalidEpochError extends ContractError {}
/** The message names another change than the next one: it was sent before, or another came first. */
export class StaleSequenceError extends ContractError {}
/** Nobody has this node, party or service. */
export class UnknownEntryError extends ContractError {}
/** Somebody else holds this OCPI id. */
export class IdTakenError extends ContractError {}
/** The certificate does not give this id to this owner now. */
export class RejectedCertificateError extends ContractError {}
/** The node registry does not take a change that says this. */
export class RejectedChangeError extends ContractError {}

/** What an error says to people. */
export interface Description {
  readonly message: string;
  readonly field: string;
  readonly advice?: string;
}

export type ErrorClass = new (errorName: string, args: readonly unknown[], description: Description) => ContractError;
/** How one of the contracts' errors is told. */
export type ErrorEntry = readonly [ErrorClass, (args: readonly unknown[]) => Description];

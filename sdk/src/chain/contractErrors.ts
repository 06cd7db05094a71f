import type { Abi } from 'viem';
import { decodeErrorResult } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { keyAnnouncementsAbi, quorumRegistryAbi } from '../generated/index.ts';
import {
  AlreadyDoneError,
  BelowThresholdError,
  ContractError,
  type Description,
  type ErrorEntry,
  ExpiredError,
  InvalidApprovalError,
  InvalidEpochError,
  RejectedQuorumError,
  StaleVersionError,
  UnknownQuorumError,
} from './contractError.ts';
import { nodeErrors, nodeErrorsAbi } from './nodes/nodeErrors.ts';

const order = 'Order the members by keccak256(signer), each once; Quorum.from does.';

const known: Readonly<Record<string, ErrorEntry>> = {
  ...nodeErrors,
  QuorumRegistryUnknownQuorum: [
    UnknownQuorumError,
    ([quorum]) => ({
      field: 'quorum',
      message: `no quorum has the id ${quorum}`,
      advice: 'Create it, or check the chain.',
    }),
  ],
  QuorumRegistryInvalidMemberCount: [
    RejectedQuorumError,
    ([count]) => ({ field: 'members', message: `${count} members; a quorum has 1 to 64` }),
  ],
  QuorumRegistryInvalidSigner: [
    RejectedQuorumError,
    ([index]) => ({ field: `members[${index}].signer`, message: 'is no ERC-7913 signer of 20 to 65,535 bytes' }),
  ],
  QuorumRegistryUnorderedMembers: [
    RejectedQuorumError,
    ([index]) => ({ field: `members[${index}]`, message: 'is out of order or there twice', advice: order }),
  ],
  QuorumRegistryInvalidWeight: [
    RejectedQuorumError,
    ([index]) => ({ field: `members[${index}].weight`, message: 'is less than 1' }),
  ],
  QuorumRegistryInvalidThreshold: [
    RejectedQuorumError,
    ([threshold, revocationThreshold, total]) => ({
      field: 'threshold',
      message: `threshold ${threshold} and revocation threshold ${revocationThreshold} do not fit a total weight of ${total}`,
      advice: '1 ≤ revocation threshold ≤ threshold ≤ sum of the weights.',
    }),
  ],
  QuorumRegistryStaleVersion: [
    StaleVersionError,
    ([, version, current]) => ({
      field: 'version',
      message: `names version ${version}, but the quorum is at version ${current}`,
      advice: 'Collect new approvals from the current members.',
    }),
  ],
  QuorumRegistryExpired: [ExpiredError, expired],
  QuorumRegistryMalformedApprovals: [
    InvalidApprovalError,
    ([offset]) => ({
      field: 'approvals',
      message: `is malformed at byte ${offset}: cut off, out of order, or not a member`,
    }),
  ],
  QuorumRegistryInvalidApproval: [
    InvalidApprovalError,
    ([index]) => ({ field: `approvals[member ${index}]`, message: 'does not verify for what is asked' }),
  ],
  QuorumRegistryBelowThreshold: [
    BelowThresholdError,
    ([weight, threshold]) => ({
      field: 'approvals',
      message: `weigh ${weight}, and ${threshold} is needed`,
      advice: 'Collect more approvals.',
    }),
  ],
  QuorumRegistryAlreadyEndorsed: [
    AlreadyDoneError,
    () => ({ field: 'certificate', message: 'is endorsed by this quorum already' }),
  ],
  QuorumRegistryAlreadyRevoked: [
    AlreadyDoneError,
    () => ({ field: 'certificate', message: 'is revoked by this quorum, for ever' }),
  ],
  QuorumRegistryUnorderedQuorums: [
    ContractError,
    ([index]) => ({ field: `quorums[${index}]`, message: 'is out of order or there twice', advice: 'Sort the ids.' }),
  ],
  QuorumRegistryLengthMismatch: [ContractError, lengths],
  KeyAnnouncementsInvalidEpoch: [
    InvalidEpochError,
    ([epoch, current]) => ({
      field: 'epoch',
      message: `${epoch} does not follow ${current}`,
      advice: 'An epoch is 1 to 65,536 above the current one; a withdrawal reaches up to the current one.',
    }),
  ],
  KeyAnnouncementsInvalidValidity: [
    InvalidEpochError,
    ([notBefore, notAfter]) => ({
      field: 'notAfter',
      message: `${notAfter} has passed, or is before notBefore ${notBefore}`,
    }),
  ],
  KeyAnnouncementsExpired: [ExpiredError, expired],
  KeyAnnouncementsInvalidSignature: [
    InvalidApprovalError,
    () => ({ field: 'signature', message: 'is not the signer’s signature of this message' }),
  ],
  KeyAnnouncementsInvalidClaim: [
    InvalidEpochError,
    ([, epoch]) => ({
      field: 'epoch',
      message: `${epoch} is not announced, or not above what the device has claimed already`,
    }),
  ],
  KeyAnnouncementsLengthMismatch: [ContractError, lengths],
};

function expired([deadline]: readonly unknown[]): Description {
  return {
    field: 'deadline',
    message: `${deadline} has passed`,
    advice: 'Ask for new approvals with a later deadline.',
  };
}

function lengths([first, second]: readonly unknown[]): Description {
  return { field: 'arguments', message: `two lists that belong together have ${first} and ${second} items` };
}

const abi: Abi = [...quorumRegistryAbi, ...keyAnnouncementsAbi, ...nodeErrorsAbi].filter(
  ({ type }) => type === 'error',
);

/**
 * The typed error of what a contract reverted with.
 *
 * @param operation What was asked of the contract; the error's field when the revert says nothing.
 * @example
 * ```ts
 * throw toContractError(revert, 'endorse'); // AlreadyDoneError: certificate: is endorsed by this quorum already
 * ```
 */
export function toContractError(revert: Hex, operation: string): ContractError {
  const decoded = decode(revert);
  if (!decoded) {
    return new ContractError('unknown', [], {
      field: operation,
      message: `the contract reverted with ${revert.slice(0, 74)}`,
    });
  }
  const { errorName, args = [] } = decoded;
  const [Class, describe] = (Object.hasOwn(known, errorName) && known[errorName]) || [ContractError, undefined];
  return new Class(
    errorName,
    args,
    describe?.(args) ?? { field: operation, message: `the contract reverted: ${errorName}` },
  );
}

function decode(revert: Hex): { readonly errorName: string; readonly args?: readonly unknown[] } | null {
  try {
    return decodeErrorResult({ abi, data: revert }) as { errorName: string; args?: readonly unknown[] };
  } catch {
    return null;
  }
}

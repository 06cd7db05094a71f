import type { Hex } from '../../sdk/src/bytes/index.ts';
import { type Signer, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import {
  type Action,
  Approval,
  PackedApprovals,
  Quorum,
  type QuorumState,
  TypedData,
} from '../../sdk/src/quorum/index.ts';

/** A deployment that exists nowhere: typed data only needs its address. */
export const registry: Hex = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
export const announcements: Hex = '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512';
export const chainId = 31_337;
export const deadline = 1_795_158_000;

/** A wallet with a fixed key. */
export function wallet(number: number): Signer {
  const key = new Uint8Array(32);
  key[0] = 1;
  key[30] = number >> 8;
  key[31] = number & 0xff;
  return secp256k1Signer(key);
}

/** 32 bytes that are easy to tell apart. */
export function bytes32(number: number): Hex {
  return `0x${number.toString(16).padStart(64, '0')}`;
}

/** A k-of-n quorum of wallets at version 1. */
export function quorumOf(numbers: readonly number[], threshold: number, revocationThreshold = threshold): QuorumState {
  const members = numbers.map((number) => ({ signer: wallet(number).signer }));
  return Quorum.firstState(Quorum.from({ members, threshold, revocationThreshold }));
}

/** The action of endorsing a certificate by a quorum at its version. */
export function endorse(state: QuorumState, certificate: Hex = bytes32(7)): Action.Endorse {
  const message = { certificate, quorum: state.id, version: state.version, deadline };
  return { action: 'endorse', chainId, registry, message };
}

/** The action of revoking a certificate. */
export function revoke(state: QuorumState, certificate: Hex = bytes32(7), reason = 1): Action.Revoke {
  const message = { certificate, quorum: state.id, version: state.version, reason, deadline };
  return { action: 'revoke', chainId, registry, message };
}

/** The approvals of these wallets. */
export function approvalsOf(action: Action.RegistryAction, numbers: readonly number[]): Promise<Approval.Approval[]> {
  return Promise.all(numbers.map((number) => Approval.sign(wallet(number), action)));
}

/** The packed approvals of these wallets, members of `state`, without any check. */
export async function pack(
  state: QuorumState,
  action: Action.RegistryAction,
  numbers: readonly number[],
): Promise<Hex> {
  const digest = TypedData.digest(action);
  const approvals = await Promise.all(
    numbers.map(async (number) => {
      const { signer, sign } = wallet(number);
      return { index: state.members.findIndex((member) => member.signer === signer), signature: await sign(digest) };
    }),
  );
  return PackedApprovals.encode(approvals);
}

import type { Hex } from '../../bytes/index.ts';
import { groupId, signerId, subjectOf } from '../subject/index.ts';

/** One slot that a device follows: an authority, and one channel of the device or of a group. */
export interface FollowedSlot {
  /** The authority's ERC-7913 signer. */
  readonly signer: Hex;
  /** keccak256 of it. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly channel: string;
  /** Null for the device's own channels. */
  readonly group: string | null;
}

/** What a device listens to. */
export interface Following {
  /** The ERC-7913 signers of authorities. */
  readonly authorities: readonly Hex[];
  readonly channels: readonly string[];
  /** Names of groups that the device belongs to. */
  readonly groups: readonly string[];
}

/**
 * Everything that a device follows: each authority with each channel of the device and of its groups.
 *
 * @param device The device's id.
 * @throws {ArgumentError} naming the channel or the group that may not be called so.
 * @example
 * ```ts
 * slotsOf({ authorities: [signer], channels: ['ssh-user'], groups: [] }, device)[0]?.subject;
 * ```
 */
export function slotsOf({ authorities, channels, groups }: Following, device: Hex): readonly FollowedSlot[] {
  const owners = [{ group: null, id: device }, ...groups.map((group) => ({ group, id: groupId(group) }))];
  return authorities.flatMap((signer) =>
    owners.flatMap(({ group, id }) =>
      channels.map((channel) => ({
        ...{ signer, authority: signerId(signer), subject: subjectOf(id, channel) },
        ...{ channel, group },
      })),
    ),
  );
}

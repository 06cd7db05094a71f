import type { Hex } from '@gridseal/sdk/bytes';
import type { Recipient } from '@gridseal/sdk/envelope';

/** A device as lists show it. */
export interface FleetEntry {
  /** keccak256 of the signer. */
  readonly id: Hex;
  /** What the administrator calls it; at first the name that the device gave itself. */
  readonly label: string;
  /** The name in its request. */
  readonly name: string;
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  /** Names of groups, sorted. */
  readonly groups: readonly string[];
  /** Seconds since 1970. */
  readonly enrolledAt: number;
  /** The device certificate's id, once there is one. */
  readonly certificate: Hex | null;
}

/** Which claim named the key in force. */
export interface ClaimMark {
  readonly block: number;
  readonly logIndex: number;
  readonly epoch: number;
  readonly record: Hex;
}

/** A device with its keys: what an issue needs. All of it is public. */
export interface FleetDevice extends FleetEntry {
  /** The key to seal to: the enrolled one, or the one that the claim `claim` named. Look at the chain before sealing. */
  readonly key: Recipient;
  /** Null while the enrolled key is in force. */
  readonly claim: ClaimMark | null;
  /** The enrolment request's canonical bytes. */
  readonly request: Uint8Array;
}

/** What may change of a device. */
export type DeviceChange = Partial<Pick<FleetDevice, 'label' | 'groups' | 'certificate' | 'key' | 'claim'>>;

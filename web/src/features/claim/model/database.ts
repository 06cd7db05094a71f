import type { Hex } from '@gridseal/sdk/bytes';
import type { Receipt } from '@gridseal/sdk/delivery/claim';
import type { ClockMark } from '@gridseal/sdk/delivery/receive';
import type { DeliveryKind } from '@gridseal/sdk/envelope';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** How a device of this browser keeps the key that opens what is sealed to it. */
export type KeyKind = 'MLKEM768-X25519' | 'P-256';

/** An authority that a device listens to. */
export interface FollowedAuthority {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  /** `pinned`: on the user's word alone; `anchored`: only while certificates lead to it from the user's anchors. */
  readonly trust: 'pinned' | 'anchored';
}

/** What a device listens to. */
export interface Listening {
  readonly authorities: readonly FollowedAuthority[];
  readonly channels: readonly string[];
  readonly groups: readonly string[];
}

/** A device of this browser. The private keys in it are handles, which no page can read. */
export interface StoredDevice {
  /** keccak256 of the signer. */
  readonly id: Hex;
  /** Chain id and address of KeyAnnouncements: where it is at home. */
  readonly network: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly signer: Hex;
  readonly signing: { readonly algorithm: 'P-256' | 'P-521'; readonly pair: CryptoKeyPair };
  /** The enrolment request's canonical bytes; null until it is signed. */
  readonly request: Uint8Array | null;
  /** Of the key ratchet: names of keys, no secret. */
  readonly state: Uint8Array | null;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly listening: Listening;
  readonly clock: ClockMark | null;
}

/** A key that opens, under the name that the ratchet gave it. */
export type StoredKey = { readonly device: Hex; readonly name: string } & (
  | { readonly kind: 'P-256'; readonly pair: CryptoKeyPair }
  | {
      readonly kind: 'MLKEM768-X25519';
      readonly x25519: CryptoKeyPair;
      readonly mlKemPublicKey: Uint8Array;
      /** AES-256-GCM of the 64 bytes of the ML-KEM key, under `wrapping`. */
      readonly wrapped: { readonly nonce: Uint8Array; readonly ciphertext: Uint8Array };
      /** Cannot be exported. */
      readonly wrapping: CryptoKey;
    }
);

/** A delivery that the user has taken. What was in it is not kept. */
export interface Taken {
  readonly epoch: number;
  readonly kind: DeliveryKind;
  /** SHA-256 of the manifest. */
  readonly manifest: Hex;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Block time, in seconds since 1970. */
  readonly takenAt: number;
  readonly revokes: readonly string[];
  /** Whether the receipt names the key for the next epoch. */
  readonly turnsKey: boolean;
  /** Whether its claim is final. */
  readonly isFinal: boolean;
}

/** What is kept of one slot. */
export interface StoredSlot {
  readonly device: Hex;
  readonly authority: Hex;
  readonly subject: Hex;
  /** The highest epoch that was taken. */
  readonly taken: Taken | null;
}

/** A receipt whose claim is not final. */
export interface StoredReceipt extends Pick<StoredSlot, 'device' | 'authority' | 'subject'> {
  readonly receipt: Receipt;
}

interface Schema extends DBSchema {
  devices: { key: Hex; value: StoredDevice };
  keys: { key: [Hex, string]; value: StoredKey };
  slots: { key: [Hex, Hex, Hex]; value: StoredSlot };
  receipts: { key: [Hex, Hex, Hex]; value: StoredReceipt };
}

/** The devices of this browser: public data, and handles of keys. */
export type DeviceDatabase = IDBPDatabase<Schema>;

/** Settings empty every database of this prefix when the user forgets everything. */
export const databaseName = 'gridseal.devices';

/** Each change is on disk before the next step relies on it. */
export const durably = { durability: 'strict' } as const;

/** @example `const database = await openDeviceDatabase()` */
export function openDeviceDatabase(ended: () => void = () => undefined): Promise<DeviceDatabase> {
  return openDB<Schema>(databaseName, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('devices', { keyPath: 'id' });
      fresh.createObjectStore('keys', { keyPath: ['device', 'name'] });
      fresh.createObjectStore('slots', { keyPath: ['device', 'authority', 'subject'] });
      fresh.createObjectStore('receipts', { keyPath: ['device', 'authority', 'subject'] });
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      ended();
    },
    terminated: ended,
  });
}

/** All rows of one device. */
export function rowsOf(device: Hex): IDBKeyRange {
  return IDBKeyRange.bound([device], [device, []]);
}

import type { KemAlgorithm, OpeningKey, Signer } from '../crypto/index.ts';

/**
 * Where a device's keys are made, kept and destroyed: sealed files, a TPM, a browser's storage of keys that cannot be exported. Whoever
 * implements it makes each change durable before it returns: the key ratchet relies on their order.
 */
export interface DeviceVault {
  /** What the device signs with. */
  readonly signer: Signer;
  /** What was written last; null if nothing was. It names keys, and holds no secret. */
  readState(): Promise<Uint8Array | null>;
  /** All or nothing. */
  writeState(state: Uint8Array): Promise<void>;
  /** Makes a key and keeps it under a name. */
  makeKey(name: string, algorithm: KemAlgorithm): Promise<OpeningKey>;
  /** Null if there is no key of that name. @throws {DecodeError} if it is broken. */
  readKey(name: string): Promise<OpeningKey | null>;
  /** Destroys, as far as the medium allows; a key that is not there is no error. */
  destroyKey(name: string): Promise<void>;
}

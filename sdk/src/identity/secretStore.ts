/**
 * Where secrets are kept: files, a TPM, a keychain. Whoever implements it makes `write` and `remove` durable before they return:
 * the key ratchet relies on their order.
 *
 * Names are 1 to 64 characters of `a-z 0-9 -`; values are at most 64 KiB.
 */
export interface SecretStore {
  /** Null if there is no such secret. The caller wipes what it gets. */
  read(name: string): Promise<Uint8Array | null>;
  /** Creates or replaces, all or nothing. */
  write(name: string, secret: Uint8Array): Promise<void>;
  /** Destroys, as far as the medium allows; a secret that is not there is no error. */
  remove(name: string): Promise<void>;
}

/** The largest secret, in bytes. */
export const MAX_SECRET_SIZE = 65_536;

/** Whether `name` may name a secret. */
export function isSecretName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(name);
}

import { ed25519PrivateKey, type SshPublicKey, type SshSigner, sshSigner } from '../../credential/ssh/index.ts';
import { type RandomBytes, wipe } from '../../crypto/index.ts';
import { ArgumentError, NotFoundError } from '../../errors/index.ts';
import type { SecretStore } from '../../identity/index.ts';

const namePattern = /^[a-z][a-z0-9-]{0,31}$/;

/** An SSH certificate authority of the administrator. */
export interface SshAuthority {
  readonly name: string;
  readonly signer: SshSigner;
  readonly publicKey: SshPublicKey;
}

/** The administrator's SSH certificate authorities: Ed25519 seeds in a secret store. */
export class SshAuthorities {
  readonly #store: SecretStore;

  constructor(store: SecretStore) {
    this.#store = store;
  }

  /** @throws {ArgumentError} for a name that is taken or is none. */
  async create(name: string, random: RandomBytes): Promise<SshAuthority> {
    checkName(name);
    const taken = await this.#store.read(secretName(name));
    if (taken !== null) {
      wipe(taken);
      throw new ArgumentError('there is an SSH authority of this name already', { field: 'name' });
    }
    const seed = random(32);
    await this.#store.write(secretName(name), seed);
    return toAuthority(name, seed);
  }

  /** @throws {NotFoundError} if there is none of this name. */
  async get(name: string): Promise<SshAuthority> {
    checkName(name);
    const seed = await this.#store.read(secretName(name));
    if (seed === null) {
      throw new NotFoundError(`there is no SSH authority called ${name}`, { field: 'authority' });
    }
    return toAuthority(name, seed);
  }
}

function checkName(name: string): void {
  if (namePattern.test(name)) return;
  throw new ArgumentError('has to be a lower-case letter and up to 31 of a-z, 0-9 and -', { field: 'name' });
}

function secretName(name: string): string {
  return `ssh-authority-${name}`;
}

function toAuthority(name: string, seed: Uint8Array): SshAuthority {
  const key = ed25519PrivateKey(seed, `gridseal-${name}`);
  return { name, signer: sshSigner(key), publicKey: key.publicKey };
}

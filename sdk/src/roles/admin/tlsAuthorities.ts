import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson } from '../../bytes/index.ts';
import {
  adoptTlsChain,
  createTlsAuthority,
  formatTlsPrivateKey,
  generateTlsKeys,
  parseTlsPrivateKey,
  type TlsAlgorithm,
  type TlsAuthority,
  type TlsNameConstraints,
  tlsAlgorithms,
} from '../../credential/tls/index.ts';
import { type RandomBytes, wipe } from '../../crypto/index.ts';
import { ArgumentError, FileError, NotFoundError } from '../../errors/index.ts';
import type { SecretStore } from '../../identity/index.ts';

const namePattern = /^[a-z][a-z0-9-]{0,31}$/;
const schema = z.strictObject({
  type: z.literal('gridseal/tls-authority/v1'),
  algorithm: z.custom<TlsAlgorithm>((value) => typeof value === 'string' && Object.hasOwn(tlsAlgorithms, value)),
  /** PEM: its own certificate first, the root last. */
  chain: z.array(z.string()).min(1).max(17),
  /** PKCS #8 in PEM. */
  privateKey: z.string(),
});

/** What a new TLS authority is to be. */
export interface NewTlsAuthority {
  readonly commonName: string;
  /** P-256 by default. */
  readonly algorithm?: TlsAlgorithm;
  /** The name of the authority above; without it, this one is a root. */
  readonly issuer?: string;
  /** How many further authorities may follow; 0 by default. */
  readonly pathLength?: number;
  /** What it may certify; anything by default. */
  readonly nameConstraints?: TlsNameConstraints;
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly random: RandomBytes;
}

/** The administrator's X.509 certificate authorities: chains and private keys in a secret store. */
export class TlsAuthorities {
  readonly #store: SecretStore;

  constructor(store: SecretStore) {
    this.#store = store;
  }

  /**
   * @throws {ArgumentError} for a name that is taken or is none. @throws {NotFoundError} for an issuer that is not there.
   * @example
   * ```ts
   * await admin.tlsAuthorities.create('root', { commonName: 'Fleet root', pathLength: 1, notBefore, notAfter, random });
   * await admin.tlsAuthorities.create('services', { commonName: 'Services', issuer: 'root', notBefore, notAfter, random });
   * ```
   */
  async create(name: string, wanted: NewTlsAuthority): Promise<TlsAuthority> {
    checkName(name);
    const taken = await this.#store.read(secretName(name));
    if (taken !== null) {
      wipe(taken);
      throw new ArgumentError('there is a TLS authority of this name already', { field: 'name' });
    }
    const { algorithm = 'P-256', issuer, ...options } = wanted;
    const parent = issuer === undefined ? {} : { issuer: await this.get(issuer) };
    const keys = await generateTlsKeys(algorithm);
    const authority = await createTlsAuthority({ ...options, ...parent, keys });
    await this.#write(name, algorithm, authority);
    return authority;
  }

  /**
   * Replaces the chain above an authority's key, by one that an authority elsewhere has certified.
   *
   * @param chain DER: its own certificate first, the root last. @param at Seconds since 1970.
   * @throws {NotFoundError} if there is none of this name. @throws {VerificationError} if the chain is not one of its key.
   */
  async adopt(
    name: string,
    chain: readonly Uint8Array[],
    options: { readonly at: number; readonly random: RandomBytes },
  ): Promise<TlsAuthority> {
    const { algorithm, ...authority } = await this.#read(name);
    const adopted = await adoptTlsChain(authority, chain, options);
    await this.#write(name, algorithm, adopted);
    return adopted;
  }

  async #write(name: string, algorithm: TlsAlgorithm, authority: TlsAuthority): Promise<void> {
    const secret = encodeCanonicalJson({
      type: 'gridseal/tls-authority/v1',
      algorithm,
      chain: [...authority.chain],
      privateKey: await formatTlsPrivateKey(authority.privateKey),
    });
    await this.#store.write(secretName(name), secret);
    wipe(secret);
  }

  /** @throws {NotFoundError} if there is none of this name. */
  async get(name: string): Promise<TlsAuthority> {
    const { chain, privateKey } = await this.#read(name);
    return { chain, privateKey };
  }

  async #read(name: string): Promise<TlsAuthority & { readonly algorithm: TlsAlgorithm }> {
    checkName(name);
    const secret = await this.#store.read(secretName(name));
    if (secret === null) {
      throw new NotFoundError(`there is no TLS authority called ${name}`, { field: 'authority' });
    }
    const field = `authorities/${secretName(name)}`;
    const result = schema.safeParse(decodeCanonicalJson(secret, { field }));
    wipe(secret);
    if (!result.success) throw new FileError('is not a TLS authority', { field });
    const { algorithm, chain, privateKey } = result.data;
    return { algorithm, chain, privateKey: await parseTlsPrivateKey(privateKey, algorithm, field) };
  }
}

function checkName(name: string): void {
  if (namePattern.test(name)) return;
  throw new ArgumentError('has to be a lower-case letter and up to 31 of a-z, 0-9 and -', { field: 'name' });
}

function secretName(name: string): string {
  return `tls-authority-${name}`;
}

import { equalBytes, fromHex, type Hex, toHex } from '../bytes/index.ts';
import {
  defaultKemAlgorithm,
  type KemAlgorithm,
  keccak256Hex,
  type OpeningKey,
  type RandomBytes,
  randomBytes,
  type Signer,
  wipe,
} from '../crypto/index.ts';
import { ArgumentError, FileError, NotFoundError } from '../errors/index.ts';
import { DeviceState, type RatchetState, readChannel } from './deviceState.ts';
import type { DeviceVault } from './deviceVault.ts';
import { type EnrolledKey, Enrolment } from './enrolment.ts';
import { readName } from './name.ts';
import type { SecretStore } from './secretStore.ts';
import { createSecretVault, missingKey, openSecretVault, readStoredState } from './secretVault.ts';
import type { SigningKeyChoice } from './signingKey.ts';

/** What a new device is to be. */
export interface DeviceIdentityOptions {
  readonly name: string;
  readonly signing: SigningKeyChoice;
  /** Of its HPKE keys; MLKEM768-X25519 unless given. */
  readonly algorithm?: KemAlgorithm;
  readonly randomBytes?: RandomBytes;
}

/**
 * A device's keys: one that signs, and HPKE keys that turn with every claim.
 *
 * Each channel (any name the agent chooses for an (authority, subject) pair) is a ratchet of its own. It starts with the key
 * that the device enrolled with. `prepareNext` makes the following key durable *before* a claim names it; `confirmNext`, once
 * the claim is final, moves on and destroys the old key as soon as no other opened channel needs it. Every step leaves a state
 * that `load` can go on from.
 *
 * @example
 * ```ts
 * const device = await DeviceIdentity.create(store, { name: 'station-7', signing: { algorithm: 'secp256k1' } });
 * await device.open('0xauthority:0xsubject');
 * const nextKey = await device.prepareNext('0xauthority:0xsubject'); // goes into the claim record
 * await device.confirmNext('0xauthority:0xsubject'); // the claim is final
 * ```
 */
export class DeviceIdentity {
  readonly signer: Signer;
  /** keccak256 of the ERC-7913 signer. */
  readonly id: Hex;
  readonly #vault: DeviceVault;
  readonly #randomBytes: RandomBytes;
  readonly #keys: Map<string, OpeningKey>;
  #state: DeviceState;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(vault: DeviceVault, state: DeviceState, keys: Map<string, OpeningKey>, random: RandomBytes) {
    this.#vault = vault;
    this.#randomBytes = random;
    this.#state = state;
    this.#keys = keys;
    this.signer = vault.signer;
    this.id = keccak256Hex(fromHex(vault.signer.signer));
  }

  /**
   * Makes a device and stores it; the state comes last, so a device exists whole or not at all.
   *
   * @throws {FileError} if the store has a device already.
   */
  static async create(store: SecretStore, options: DeviceIdentityOptions): Promise<DeviceIdentity> {
    readName(options.name, 'name');
    if ((await readStoredState(store)) !== null) throw occupied('store');
    const random = options.randomBytes ?? randomBytes;
    return DeviceIdentity.createIn(await createSecretVault(store, options.signing, random), options);
  }

  /**
   * Makes a device whose keys a vault keeps; the state comes last.
   *
   * @throws {FileError} if the vault has a device already.
   */
  static async createIn(vault: DeviceVault, options: Omit<DeviceIdentityOptions, 'signing'>): Promise<DeviceIdentity> {
    const name = readName(options.name, 'name');
    if ((await vault.readState()) !== null) throw occupied('vault');
    const random = options.randomBytes ?? randomBytes;
    const algorithm = options.algorithm ?? defaultKemAlgorithm;
    const enrolled = keyName(random);
    const key = await vault.makeKey(enrolled, algorithm);
    const state: DeviceState = { name, algorithm, enrolled, ratchets: {}, retired: [] };
    await vault.writeState(DeviceState.encode(state));
    return new DeviceIdentity(vault, state, new Map([[enrolled, key]]), random);
  }

  /**
   * Loads a device and finishes what an interrupted step left undone.
   *
   * @throws {NotFoundError} if the store has none, {FileError} if a key is missing, {DecodeError} if something is malformed.
   */
  static async load(store: SecretStore, options: { readonly randomBytes?: RandomBytes } = {}): Promise<DeviceIdentity> {
    if ((await readStoredState(store)) === null) throw new NotFoundError('has no device', { field: 'store' });
    return DeviceIdentity.loadFrom(await openSecretVault(store), options);
  }

  /** {@link load} from a vault. */
  static async loadFrom(
    vault: DeviceVault,
    options: { readonly randomBytes?: RandomBytes } = {},
  ): Promise<DeviceIdentity> {
    const stored = await vault.readState();
    if (stored === null) throw new NotFoundError('has no device', { field: 'vault' });
    const state = DeviceState.decode(stored);
    const keys = new Map<string, OpeningKey>();
    for (const name of DeviceState.keysOf(state)) {
      const key = await vault.readKey(name);
      if (key !== null) keys.set(name, key);
    }
    const device = new DeviceIdentity(vault, state, keys, options.randomBytes ?? randomBytes);
    await device.#recover();
    return device;
  }

  get name(): string {
    return this.#state.name;
  }

  /** All HPKE keys that the device still has: what an envelope may be opened with. */
  keys(): readonly OpeningKey[] {
    return [...this.#keys.values()];
  }

  /** The channels that are open. */
  channels(): readonly string[] {
    return Object.keys(this.#state.ratchets);
  }

  /** The key that the next envelope on a channel is expected to be sealed to; the enrolled key for one that is not open. */
  currentKey(channel: string): OpeningKey | null {
    const name = this.#state.ratchets[channel]?.current ?? this.#state.enrolled;
    return (name === null ? undefined : this.#keys.get(name)) ?? null;
  }

  /** A signed request that names the enrolled key, and other public keys of the device if it has any (SSH, TLS). */
  async enrolmentRequest(others: readonly EnrolledKey[] = []): Promise<Enrolment> {
    const { enrolled, name } = this.#state;
    const pair = enrolled === null ? undefined : this.#keys.get(enrolled);
    if (pair === undefined) {
      throw new NotFoundError('was destroyed after a claim: the device is enrolled already', { field: 'enrolledKey' });
    }
    const key: EnrolledKey = { use: 'encrypt', algorithm: pair.algorithm, publicKey: pair.publicKey };
    return Enrolment.sign(this.signer, { name, keys: [key, ...others] });
  }

  /**
   * Opens a channel. As long as it is open and has not moved on, the key that it starts with is kept, whatever other channels
   * do: open all channels that the device follows before the first claim. A channel that is open stays as it is.
   *
   * @param publicKey The key that the channel starts with: the enrolled one unless given.
   * @throws {NotFoundError} if the device no longer has that key.
   */
  open(channel: string, publicKey?: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      readChannel(channel, 'channel');
      if (this.#state.ratchets[channel] !== undefined) return;
      const current = publicKey === undefined ? this.#requireCurrent(channel) : this.#nameOf(publicKey);
      await this.#setRatchet(channel, { current, next: null });
    });
  }

  /** Makes the channel's next key durable and gives its public half. Until `confirmNext` it is the same key every time. */
  prepareNext(channel: string): Promise<Pick<OpeningKey, 'algorithm' | 'publicKey'>> {
    return this.#inTurn(async () => {
      readChannel(channel, 'channel');
      const current = this.#requireCurrent(channel);
      const known = this.#state.ratchets[channel]?.next ?? null;
      const pair = (known === null ? undefined : this.#keys.get(known)) ?? (await this.#addNext(channel, current));
      return { algorithm: pair.algorithm, publicKey: pair.publicKey };
    });
  }

  /**
   * The claim that named the next key is final: the next key is the current one, and the old one is destroyed, unless another
   * open channel has not moved on from it.
   *
   * @throws {ArgumentError} if no next key was prepared.
   */
  confirmNext(channel: string): Promise<void> {
    return this.#inTurn(async () => {
      const ratchet = this.#state.ratchets[channel];
      if (ratchet === undefined || ratchet.next === null) {
        throw new ArgumentError('has no next key that could have been claimed', { field: 'channel' });
      }
      const ratchets = { ...this.#state.ratchets, [channel]: { current: ratchet.next, next: null } };
      const needed = Object.values(ratchets).some(({ current }) => current === ratchet.current);
      const { enrolled } = this.#state;
      const retired = needed ? this.#state.retired : [...this.#state.retired, ratchet.current];
      await this.#save({
        ...this.#state,
        ratchets,
        retired,
        enrolled: !needed && enrolled === ratchet.current ? null : enrolled,
      });
      await this.#destroyRetired();
    });
  }

  /** The state names the key before the key is stored: a crash in between leaves a name without a key, which `load` forgets. */
  async #addNext(channel: string, current: string): Promise<OpeningKey> {
    const name = keyName(this.#randomBytes);
    await this.#setRatchet(channel, { current, next: name });
    const key = await this.#vault.makeKey(name, this.#state.algorithm);
    this.#keys.set(name, key);
    return key;
  }

  async #recover(): Promise<void> {
    for (const [channel, { current, next }] of Object.entries(this.#state.ratchets)) {
      if (!this.#keys.has(current)) throw missingKey(current);
      if (next !== null && !this.#keys.has(next)) {
        await this.#vault.destroyKey(next);
        await this.#setRatchet(channel, { current, next: null });
      }
    }
    const { enrolled } = this.#state;
    if (enrolled !== null && !this.#keys.has(enrolled)) throw missingKey(enrolled);
    await this.#destroyRetired();
  }

  async #destroyRetired(): Promise<void> {
    if (this.#state.retired.length === 0) return;
    for (const name of this.#state.retired) {
      await this.#vault.destroyKey(name);
      const key = this.#keys.get(name);
      if (key !== undefined && 'privateKey' in key) wipe(key.privateKey);
      this.#keys.delete(name);
    }
    await this.#save({ ...this.#state, retired: [] });
  }

  #requireCurrent(channel: string): string {
    const current = this.#state.ratchets[channel]?.current ?? this.#state.enrolled;
    if (current === null) {
      throw new NotFoundError('starts with the enrolled key, which was destroyed after a claim', {
        field: 'channel',
        metaMessages: ['Open all channels before the first claim, or enrol the device anew.'],
      });
    }
    return current;
  }

  #nameOf(publicKey: Uint8Array): string {
    for (const [name, pair] of this.#keys) if (equalBytes(pair.publicKey, publicKey)) return name;
    throw new NotFoundError('is not among the keys of the device', { field: 'publicKey' });
  }

  #setRatchet(channel: string, ratchet: RatchetState): Promise<void> {
    return this.#save({ ...this.#state, ratchets: { ...this.#state.ratchets, [channel]: ratchet } });
  }

  async #save(state: DeviceState): Promise<void> {
    await this.#vault.writeState(DeviceState.encode(state));
    this.#state = state;
  }

  /** One change at a time, in the order of the calls. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(change, change);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function keyName(random: RandomBytes): string {
  return `kem-${toHex(random(16)).slice(2)}`;
}

function occupied(field: string): FileError {
  return new FileError('has a device already', { field, metaMessages: ['Use another one.'] });
}

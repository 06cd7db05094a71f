import { equalBytes, fromHex, type Hex, toHex } from '../bytes/index.ts';
import {
  defaultKemAlgorithm,
  Hpke,
  type KemAlgorithm,
  type KemKeyPair,
  keccak256Hex,
  type RandomBytes,
  randomBytes,
  type Signer,
  wipe,
} from '../crypto/index.ts';
import { ArgumentError, FileError, NotFoundError } from '../errors/index.ts';
import { DeviceState, type RatchetState, readChannel } from './deviceState.ts';
import { type EnrolledKey, Enrolment } from './enrolment.ts';
import { KemKey } from './kemKey.ts';
import { readName } from './name.ts';
import type { SecretStore } from './secretStore.ts';
import { SigningKey, type SigningKeyChoice } from './signingKey.ts';

/** What a new device is to be. */
export interface DeviceIdentityOptions {
  readonly name: string;
  readonly signing: SigningKeyChoice;
  /** Of its HPKE keys; MLKEM768-X25519 unless given. */
  readonly algorithm?: KemAlgorithm;
  readonly randomBytes?: RandomBytes;
}

const STATE = 'device';
const SIGNING_KEY = 'signing-key';

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
  readonly #store: SecretStore;
  readonly #randomBytes: RandomBytes;
  readonly #keys: Map<string, KemKeyPair>;
  #state: DeviceState;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    store: SecretStore,
    signer: Signer,
    state: DeviceState,
    keys: Map<string, KemKeyPair>,
    random: RandomBytes,
  ) {
    this.#store = store;
    this.#randomBytes = random;
    this.#state = state;
    this.#keys = keys;
    this.signer = signer;
    this.id = keccak256Hex(fromHex(signer.signer));
  }

  /**
   * Makes a device and stores it; the state comes last, so a device exists whole or not at all.
   *
   * @throws {FileError} if the store has a device already.
   */
  static async create(store: SecretStore, options: DeviceIdentityOptions): Promise<DeviceIdentity> {
    const name = readName(options.name, 'name');
    if ((await store.read(STATE)) !== null) {
      throw new FileError('has a device already', { field: 'store', metaMessages: ['Use another directory.'] });
    }
    const random = options.randomBytes ?? randomBytes;
    const signing = await SigningKey.generate(options.signing, random);
    await writeSecret(store, SIGNING_KEY, SigningKey.encode(signing));
    const algorithm = options.algorithm ?? defaultKemAlgorithm;
    const pair = Hpke.generateKeyPair(algorithm);
    const enrolled = keyName(random);
    await writeSecret(store, enrolled, KemKey.encode(pair));
    const state: DeviceState = { name, algorithm, enrolled, ratchets: {}, retired: [] };
    await store.write(STATE, DeviceState.encode(state));
    return new DeviceIdentity(store, SigningKey.toSigner(signing), state, new Map([[enrolled, pair]]), random);
  }

  /**
   * Loads a device and finishes what an interrupted step left undone.
   *
   * @throws {NotFoundError} if the store has none, {FileError} if a key is missing, {DecodeError} if something is malformed.
   */
  static async load(store: SecretStore, options: { readonly randomBytes?: RandomBytes } = {}): Promise<DeviceIdentity> {
    const stored = await store.read(STATE);
    if (stored === null) throw new NotFoundError('has no device', { field: 'store' });
    const state = DeviceState.decode(stored);
    const signing = SigningKey.decode(await readSecret(store, SIGNING_KEY));
    const keys = new Map<string, KemKeyPair>();
    for (const name of DeviceState.keysOf(state)) {
      const secret = await store.read(name);
      if (secret !== null) keys.set(name, decodeKey(secret));
    }
    const random = options.randomBytes ?? randomBytes;
    const device = new DeviceIdentity(store, SigningKey.toSigner(signing), state, keys, random);
    await device.#recover();
    return device;
  }

  get name(): string {
    return this.#state.name;
  }

  /** All HPKE keys that the device still has: what an envelope may be opened with. */
  keys(): readonly KemKeyPair[] {
    return [...this.#keys.values()];
  }

  /** The channels that are open. */
  channels(): readonly string[] {
    return Object.keys(this.#state.ratchets);
  }

  /** The key that the next envelope on a channel is expected to be sealed to; the enrolled key for one that is not open. */
  currentKey(channel: string): KemKeyPair | null {
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
  prepareNext(channel: string): Promise<Pick<KemKeyPair, 'algorithm' | 'publicKey'>> {
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
  async #addNext(channel: string, current: string): Promise<KemKeyPair> {
    const name = keyName(this.#randomBytes);
    const pair = Hpke.generateKeyPair(this.#state.algorithm);
    await this.#setRatchet(channel, { current, next: name });
    await writeSecret(this.#store, name, KemKey.encode(pair));
    this.#keys.set(name, pair);
    return pair;
  }

  async #recover(): Promise<void> {
    for (const [channel, { current, next }] of Object.entries(this.#state.ratchets)) {
      if (!this.#keys.has(current)) throw missingKey(current);
      if (next !== null && !this.#keys.has(next)) {
        await this.#store.remove(next);
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
      await this.#store.remove(name);
      wipe(this.#keys.get(name)?.privateKey);
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
    await this.#store.write(STATE, DeviceState.encode(state));
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

function missingKey(name: string): FileError {
  return new FileError('is missing', { field: name, metaMessages: ['The device has to be enrolled anew.'] });
}

function decodeKey(secret: Uint8Array): KemKeyPair {
  try {
    return KemKey.decode(secret);
  } finally {
    wipe(secret);
  }
}

async function readSecret(store: SecretStore, name: string): Promise<Uint8Array> {
  const secret = await store.read(name);
  if (secret === null) throw missingKey(name);
  return secret;
}

async function writeSecret(store: SecretStore, name: string, secret: Uint8Array): Promise<void> {
  try {
    await store.write(name, secret);
  } finally {
    wipe(secret);
  }
}

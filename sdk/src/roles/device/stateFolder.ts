import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Hex, utf8Encode } from '../../bytes/index.ts';
import { contractAddresses, createChain } from '../../chain/index.ts';
import type { KemAlgorithm, RandomBytes } from '../../crypto/index.ts';
import type { StepHook } from '../../delivery/install/index.ts';
import type { TimeSources } from '../../delivery/receive/index.ts';
import { ConfigurationError, FileError } from '../../errors/index.ts';
import { replaceFile } from '../../files/index.ts';
import { DeviceIdentity, Enrolment } from '../../identity/index.ts';
import { FileSecretStore, readPrivateFile } from '../../identity/node/index.ts';
import { createStore } from '../../store/index.ts';
import { type DeviceConfig, decodeDeviceConfig } from './config.ts';
import { Device } from './device.ts';
import { lightFetch } from './lightFetch.ts';
import { makeOwnKeys } from './ownKeys.ts';
import { takeStateFolder } from './stateLock.ts';

/** What a new device is to be. */
export interface NewDevice {
  /** Made if it is not there. */
  readonly stateDirectory: string;
  /** Checked like a file. */
  readonly config: unknown;
  /** MLKEM768-X25519 by default. */
  readonly algorithm?: KemAlgorithm;
  /** secp256k1 by default; P-256 needs `chain.p256Verifier`. */
  readonly signing?: 'secp256k1' | 'P-256';
  readonly random: RandomBytes;
}

const configFile = (directory: string) => path.join(directory, 'device.json');
const requestFile = (directory: string) => path.join(directory, 'enrolment.json');
/** In bytes; far above what any device needs. */
const maxConfigSize = 262_144;

const keysFolder = (directory: string) => path.join(directory, 'identity');

/** Where the receipts are. */
export const claimsFolder = (directory: string) => path.join(directory, 'claims');

/**
 * Makes a device: keys, configuration, and the enrolment request that is also left as `enrolment.json`.
 *
 * @throws {ConfigurationError} for a configuration that is not one, {FileError} if there is a device already.
 * @example
 * ```ts
 * const enrolment = await initialiseDevice({ stateDirectory, config, random: randomBytes });
 * ```
 */
export async function initialiseDevice(device: NewDevice): Promise<Enrolment> {
  const { stateDirectory, random } = device;
  const config = decodeDeviceConfig(device.config);
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  const secrets = await FileSecretStore.at(keysFolder(stateDirectory));
  const identity = await DeviceIdentity.create(secrets, {
    name: config.name,
    signing: signingOf(device.signing ?? 'secp256k1', config),
    ...(device.algorithm ? { algorithm: device.algorithm } : {}),
    randomBytes: random,
  });
  await mkdir(config.install.root, { recursive: true, mode: 0o755 });
  const keys = await makeOwnKeys(config.install.root, config.name, random);
  const enrolment = await identity.enrolmentRequest(keys);
  await replaceFile(requestFile(stateDirectory), Enrolment.encode(enrolment), 0o600);
  await saveDeviceConfig(stateDirectory, config);
  return enrolment;
}

function signingOf(algorithm: 'secp256k1' | 'P-256', config: DeviceConfig) {
  if (algorithm === 'secp256k1') return { algorithm };
  const verifier = config.chain.p256Verifier;
  if (verifier === undefined) {
    throw new ConfigurationError('is needed for a P-256 key', { field: 'device.json: chain.p256Verifier' });
  }
  return { algorithm, verifier };
}

/** The request that `initialiseDevice` left. */
export async function readEnrolmentRequest(stateDirectory: string): Promise<Enrolment> {
  return Enrolment.decode(await readBytes(requestFile(stateDirectory)));
}

/** @throws {FileError} or {ConfigurationError} naming what is wrong. */
export async function readDeviceConfig(stateDirectory: string): Promise<DeviceConfig> {
  const file = configFile(stateDirectory);
  // It names the commands that the agent runs, and may hold keys of endpoints: nobody else's hands, nobody else's eyes.
  const bytes = await readPrivateFile(file, maxConfigSize);
  if (bytes === null) throw missing(file);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ConfigurationError('is not JSON', { field: file });
  }
  return decodeDeviceConfig(value);
}

/** Replaces the configuration as a whole, after checking it. */
export async function saveDeviceConfig(stateDirectory: string, config: DeviceConfig): Promise<void> {
  const text = `${JSON.stringify(decodeDeviceConfig(config), null, 2)}\n`;
  await replaceFile(configFile(stateDirectory), utf8Encode(text), 0o600);
}

/** The replaceable parts of an opened device. */
export interface OpenDeviceOptions {
  /** The system's clocks by default. */
  readonly time?: TimeSources;
  readonly onStep?: StepHook;
}

/** The system's clocks. */
export const systemTime: TimeSources = { system: () => Date.now() / 1_000, monotonic: () => performance.now() / 1_000 };

/** What a device writes is small, and a node that hangs must not hold up the removal of what expires. Milliseconds. */
const patience = { writeTimeoutMs: 10_000, totalTimeoutMs: 60_000 };

/**
 * Opens the device of a state folder, with its configured chain and IPFS endpoints. The folder is this process's until it ends:
 * two agents would turn each other's keys. To look at a device, use `readDeviceStatus`.
 *
 * @throws {FileError} or {ConfigurationError} naming what is wrong with the folder.
 */
export async function openDevice(stateDirectory: string, options: OpenDeviceOptions = {}): Promise<Device> {
  const config = await readDeviceConfig(stateDirectory);
  await takeStateFolder(stateDirectory);
  const { chain, ipfs } = config;
  const identity = await DeviceIdentity.load(await FileSecretStore.at(keysFolder(stateDirectory)));
  return Device.open({
    config,
    directory: stateDirectory,
    identity,
    chain: createChain({
      chainId: chain.chainId,
      rpcUrls: chain.rpcUrls,
      finality: chain.finality,
      fetch: lightFetch,
      addresses: {
        // The verifiers are where CREATE2 puts them; they have no state that could differ.
        ...contractAddresses,
        quorumRegistry: chain.quorumRegistry,
        keyAnnouncements: chain.keyAnnouncements,
        ...(chain.p256Verifier ? { p256Verifier: chain.p256Verifier } : {}),
      },
      ...(chain.headers ? { headers: chain.headers } : {}),
    }),
    store: createStore({ endpoints: ipfs.endpoints.map(withoutUndefined), ...patience, fetch: lightFetch }),
    time: options.time ?? systemTime,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });
}

type Endpoint = DeviceConfig['ipfs']['endpoints'][number];

function withoutUndefined({ rpc, gateway, headers }: Endpoint) {
  return { ...(rpc ? { rpc } : {}), ...(gateway ? { gateway } : {}), ...(headers ? { headers } : {}) };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw missing(file, cause);
  }
}

function missing(file: string, cause?: unknown): FileError {
  const metaMessages = ['Is this the state folder of a device?'];
  return new FileError('cannot be read', { field: file, metaMessages, ...(cause === undefined ? {} : { cause }) });
}

/** A device's id as people compare it: the first and last bytes. */
export function shortId(id: Hex): string {
  return `${id.slice(0, 10)}…${id.slice(-6)}`;
}

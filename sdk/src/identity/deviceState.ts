import { decodeCanonicalJson, encodeCanonicalJson, readList, readObject, readOneOf, readText } from '../bytes/index.ts';
import { type KemAlgorithm, kemAlgorithms } from '../crypto/index.ts';
import { DecodeError } from '../errors/index.ts';
import { readName } from './name.ts';

/** Where one ratchet stands: names of stored keys. */
export interface RatchetState {
  readonly current: string;
  /** Durable, perhaps claimed already; null if the current key was not followed yet. */
  readonly next: string | null;
}

/** What a device keeps beside its keys; nothing in it is secret, but all of it has to be true. */
export interface DeviceState {
  readonly name: string;
  readonly algorithm: KemAlgorithm;
  /** The stored name of the key that the device enrolled with; null once it is destroyed. */
  readonly enrolled: string | null;
  readonly ratchets: Readonly<Record<string, RatchetState>>;
  /** Keys that no ratchet needs and that are still to be destroyed. */
  readonly retired: readonly string[];
}

const TYPE = 'gridseal/device-state/v1';
const MAX_RATCHETS = 1024;
const algorithms = Object.keys(kemAlgorithms) as KemAlgorithm[];

function encode(state: DeviceState): Uint8Array {
  return encodeCanonicalJson({ ...state, type: TYPE });
}

function decode(bytes: Uint8Array): DeviceState {
  const value = decodeCanonicalJson(bytes, { field: 'device' });
  const object = readObject(value, 'device', ['algorithm', 'enrolled', 'name', 'ratchets', 'retired', 'type']);
  readOneOf(object.type, 'device.type', [TYPE]);
  return {
    name: readName(object.name, 'device.name'),
    algorithm: readOneOf(object.algorithm, 'device.algorithm', algorithms),
    enrolled: object.enrolled === null ? null : readKeyName(object.enrolled, 'device.enrolled'),
    ratchets: readRatchets(object.ratchets, 'device.ratchets'),
    retired: readList(object.retired, 'device.retired', 0, 4096).map((key, i) =>
      readKeyName(key, `device.retired[${i}]`),
    ),
  };
}

function readRatchets(value: unknown, field: string): Readonly<Record<string, RatchetState>> {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  if (entries === null || entries.length > MAX_RATCHETS) {
    throw new DecodeError(`is not an object of at most ${MAX_RATCHETS} ratchets`, { field });
  }
  return Object.fromEntries(
    entries.map(([channel, state]: [string, unknown]) => {
      const at = `${field}.${readChannel(channel, field)}`;
      const { current, next } = readObject(state, at, ['current', 'next']);
      const ratchet: RatchetState = {
        current: readKeyName(current, `${at}.current`),
        next: next === null ? null : readKeyName(next, `${at}.next`),
      };
      return [channel, ratchet];
    }),
  );
}

function readKeyName(value: unknown, field: string): string {
  return readText(value, field, /^kem-[0-9a-f]{32}$/, 'the name of a stored key');
}

/** @throws {DecodeError} unless `channel` may name a ratchet. */
export function readChannel(channel: string, field: string): string {
  return readText(
    channel,
    field,
    /^(?!__proto__$)[A-Za-z0-9._:-]{1,160}$/,
    '1 to 160 characters of A-Z a-z 0-9 . _ : -',
  );
}

/** Every key that the state needs. */
function keysOf({ enrolled, ratchets }: DeviceState): ReadonlySet<string> {
  const keys = Object.values(ratchets).flatMap(({ current, next }) => (next === null ? [current] : [current, next]));
  return new Set(enrolled === null ? keys : [enrolled, ...keys]);
}

/** The state of a device's ratchets, as it is stored. */
export const DeviceState = { encode, decode, keysOf } as const;

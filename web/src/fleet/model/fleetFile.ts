import {
  encodeCanonicalJson,
  fromBase64url,
  type Hex,
  type Json,
  readHex,
  readInteger,
  readList,
  readObject,
  readOneOf,
  readText,
  toBase64url,
  utf8Decode,
  utf8Encode,
} from '@gridseal/sdk/bytes';
import { DecodeError } from '@gridseal/sdk/errors';
import type { FleetDevice } from './fleetDevice.ts';
import { type IssueRecord, readIssueRecord, readLedgerEntry } from './issueRecord.ts';
import { type DeviceRequest, readRequest } from './readRequest.ts';

/** What a line of a file brings. */
export type FleetContent =
  | {
      readonly type: 'device';
      readonly asked: DeviceRequest;
      readonly label?: string;
      readonly groups?: readonly string[];
      readonly enrolledAt: number | null;
      readonly certificate: Hex | null;
    }
  | { readonly type: 'issue'; readonly issue: IssueRecord }
  | { readonly type: 'channels'; readonly channels: readonly string[] };

const types = {
  fleet: 'gridseal/fleet/v1',
  device: 'gridseal/fleet-device/v1',
  issue: 'gridseal/fleet-issue/v1',
  known: 'gridseal/known-device/v1',
  enrolment: 'gridseal/enrolment/v1',
} as const;

/**
 * A device as an administrator's home has it in `devices/<id without 0x>.json`, for `gridseal`.
 *
 * @example `download(`${id.slice(2)}.json`, encodeKnownDevice(device))`
 */
export function encodeKnownDevice(device: FleetDevice): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encodeCanonicalJson(knownDevice(device)));
}

function knownDevice({ request, certificate, key, claim }: FleetDevice): Json {
  return {
    type: types.known,
    enrolment: toBase64url(request),
    certificate,
    key: { algorithm: key.algorithm, publicKey: toBase64url(key.publicKey) },
    claim: claim && { ...claim },
  };
}

/** The whole register: one line of JSON that says what it is, then one for each device and each issue. */
export function encodeFleetFile(register: {
  readonly devices: readonly FleetDevice[];
  readonly issues: readonly IssueRecord[];
  readonly channels: readonly string[];
}): Uint8Array<ArrayBuffer> {
  const lines: Json[] = [
    { type: types.fleet, channels: [...register.channels] },
    ...register.devices.map((device): Json => {
      const { label, groups, enrolledAt } = device;
      return { type: types.device, label, groups: [...groups], enrolledAt, device: knownDevice(device) };
    }),
    ...register.issues.map((issue) => ({ type: types.issue, issue: issue as unknown as Json })),
  ];
  return Uint8Array.from(utf8Encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
}

/** A line that can be read, when its turn comes. */
export interface FleetLine {
  /** Counted from 1. */
  readonly line: number;
  /** How much of the file is behind it, 0 to 1. */
  readonly part: number;
  /** @throws {DecodeError} if it says nothing that belongs here. */
  readonly read: () => FleetContent;
}

/**
 * The lines of a file: one of {@link encodeFleetFile}, a device or the history of an administrator's home, or an enrolment request. Each is read on its
 * own, so a damaged one costs that one alone. Proofs are not verified here.
 */
export function* readFleetFile(file: Uint8Array): Generator<FleetLine> {
  // Two programs that differ in white space alone mean the same.
  const whole = asJson(file);
  if (whole !== undefined) return yield { line: 1, part: 1, read: () => readContent(whole) };
  const lines = new TextDecoder().decode(file).trimEnd().split('\n');
  for (const [i, text] of lines.entries()) {
    if (text.trim() === '') continue;
    yield { line: i + 1, part: (i + 1) / lines.length, read: () => readContent(asJson(text)) };
  }
}

/** Undefined if it is no JSON. */
function asJson(source: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof source === 'string' ? source : utf8Decode(source, { field: 'file' })) as unknown;
  } catch {
    return undefined;
  }
}

function readContent(value: unknown): FleetContent {
  const { type, action } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (action === 'issued') return { type: 'issue', issue: readLedgerEntry(value) };
  if (action === 'withdrawn') return { type: 'channels', channels: [] };
  switch (readOneOf(type, 'type', Object.values(types))) {
    case types.fleet: {
      const { channels } = readObject(value, 'fleet', ['type', 'channels']);
      return { type: 'channels', channels: readList(channels, 'fleet.channels', 0, 1_000).map(readChannelName) };
    }
    case types.issue:
      return { type: 'issue', issue: readIssueRecord(readObject(value, 'fleet', ['type', 'issue']).issue) };
    case types.device:
      return readDevice(value);
    case types.known:
      return { ...readKnown(value), enrolledAt: null };
    default: {
      const asked = readRequest(encodeCanonicalJson(value as Json));
      return { type: 'device', asked, enrolledAt: null, certificate: null };
    }
  }
}

const readChannelName = (name: unknown, i: number) =>
  readText(name, `fleet.channels[${i}]`, /^[a-z][a-z0-9-]{0,31}$/, 'the name of a channel');

function readDevice(value: unknown): FleetContent {
  const object = readObject(value, 'fleet', ['type', 'label', 'groups', 'enrolledAt', 'device']);
  const text = (name: unknown, field: string) => readText(name, field, /^.{1,800}$/su, 'text');
  return {
    ...readKnown(object.device),
    label: text(object.label, 'fleet.label'),
    groups: readList(object.groups, 'fleet.groups', 0, 1_000).map((group, i) => text(group, `fleet.groups[${i}]`)),
    enrolledAt: readInteger(object.enrolledAt, 'fleet.enrolledAt', 0, 2 ** 48),
  };
}

/** Its `key` and `claim` are left aside: whoever wrote the file could name a key of their own. The chain says which key is in force. */
function readKnown(value: unknown) {
  const object = readObject(value, 'device', ['type', 'enrolment', 'certificate', 'key', 'claim']);
  readOneOf(object.type, 'device.type', [types.known]);
  if (typeof object.enrolment !== 'string') throw new DecodeError('is not text', { field: 'device.enrolment' });
  const asked = readRequest(fromBase64url(object.enrolment, { field: 'device.enrolment' }));
  const certificate = object.certificate === null ? null : readHex(object.certificate, 'device.certificate', 32);
  return { type: 'device' as const, asked, certificate };
}

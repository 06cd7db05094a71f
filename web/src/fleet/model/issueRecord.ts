import { type Hex, readHex, readInteger, readList, readObject, readOneOf, readText } from '@gridseal/sdk/bytes';
import { type DeliveryKind, deliveryKinds } from '@gridseal/sdk/envelope';
import { readName } from '@gridseal/sdk/identity';

/** Something that was issued with this browser. */
export interface IssueRecord {
  /** keccak256 of the authority's signer. */
  readonly authority: Hex;
  readonly subject: Hex;
  readonly channel: string;
  readonly kind: DeliveryKind;
  /** The group's name; null for a single device. */
  readonly group: string | null;
  /** The devices that there are envelopes for. */
  readonly devices: readonly Hex[];
  readonly epoch: number;
  /** What was announced. */
  readonly digest: Hex;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Null if it was found done already. */
  readonly transaction: Hex | null;
  /** Serials of the credentials in it. */
  readonly serials: readonly string[];
  /** When, in seconds since 1970. */
  readonly at: number;
}

const fields = [
  ...(['authority', 'subject', 'channel', 'kind', 'group', 'devices', 'epoch'] as const),
  ...(['digest', 'notBefore', 'notAfter', 'transaction', 'serials', 'at'] as const),
] as const;
const kinds = Object.keys(deliveryKinds) as DeliveryKind[];
const most = { devices: 100_000, serials: 100_000, seconds: 2 ** 48 } as const;

/** @throws {DecodeError} with the path of the field. */
export function readIssueRecord(value: unknown, field = 'issue'): IssueRecord {
  const object = readObject(value, field, fields);
  const at = (name: string) => `${field}.${name}`;
  const seconds = (name: 'notBefore' | 'notAfter' | 'at') => readInteger(object[name], at(name), 0, most.seconds);
  const list = (name: 'devices' | 'serials') => readList(object[name], at(name), 0, most[name]);
  return {
    authority: readHex(object.authority, at('authority'), 32),
    subject: readHex(object.subject, at('subject'), 32),
    channel: readText(object.channel, at('channel'), /^[a-z][a-z0-9-]{0,31}$/, 'the name of a channel'),
    kind: readOneOf(object.kind, at('kind'), kinds),
    group: object.group === null ? null : readName(object.group, at('group')),
    devices: list('devices').map((id, i) => readHex(id, at(`devices[${i}]`), 32)),
    epoch: readInteger(object.epoch, at('epoch'), 1, Number.MAX_SAFE_INTEGER),
    digest: readHex(object.digest, at('digest'), 32),
    notBefore: seconds('notBefore'),
    notAfter: seconds('notAfter'),
    transaction: object.transaction === null ? null : readHex(object.transaction, at('transaction'), 32),
    serials: list('serials').map((serial, i) =>
      readText(serial, at(`serials[${i}]`), /^(0|[1-9][0-9]{0,77}|0x[0-9a-f]{1,64})$/, 'a serial'),
    ),
    at: seconds('at'),
  };
}

/**
 * A line of an administrator's `history.jsonl` that says what was issued. It counts the devices of a group without naming them.
 *
 * @throws {DecodeError} with the path of the field.
 */
export function readLedgerEntry(value: unknown, field = 'history'): IssueRecord {
  const { action, time, device, issuer, devices, ...same } = readObject(value, field, [
    ...(['action', 'authority', 'subject', 'channel', 'kind', 'group', 'device', 'devices', 'epoch'] as const),
    ...(['digest', 'notBefore', 'notAfter', 'transaction', 'serials', 'issuer', 'time'] as const),
  ]);
  return readIssueRecord({ ...same, devices: device === null ? [] : [device], at: time }, field);
}

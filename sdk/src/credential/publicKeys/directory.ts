import {
  compareBytes,
  decodeCanonicalJson,
  encodeCanonicalJson,
  formatTimestamp,
  fromBase64url,
  type Hex,
  parseTimestamp,
  readHex,
  readInteger,
  readList,
  readObject,
  readOneOf,
  readText,
  toBase64url,
  utf8Encode,
} from '../../bytes/index.ts';
import { isKeyAlgorithm, type KeyAlgorithm, keyAlgorithms } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { assertValidity, type Validity } from '../validity.ts';

/** A public key of a service, good from `notBefore` to `notAfter` (seconds since 1970, both inclusive). */
export interface ServiceKey extends Validity {
  readonly use: 'sign' | 'encrypt';
  readonly algorithm: KeyAlgorithm;
  /** Raw, as in certificates (docs/spec/certificate.md). */
  readonly publicKey: Uint8Array;
}

/** A service and its current keys: while they rotate, the old and the new one. */
export interface ServiceEntry {
  /** For example `billing` or `eu/billing`. */
  readonly name: string;
  /** Grows with each change of the service's keys. */
  readonly epoch: number;
  readonly keys: readonly ServiceKey[];
}

/** The public keys of an authority's services, announced to a group as kind `publicKeys`, without a seal. */
export interface PublicKeyDirectory {
  /** Those of the announcement (docs/spec/announcement.md). */
  readonly chainId: number;
  readonly announcements: Hex;
  readonly authority: Hex;
  readonly subject: Hex;
  readonly epoch: number;
  readonly services: readonly ServiceEntry[];
}

const TYPE = 'gridseal/public-keys/v1';
/** One raw block on IPFS. */
const MAX_BYTES = 1_048_576;
const MAX_SERVICES = 4096;
const MAX_KEYS = 8;
const nameForm = /^[a-z0-9](?:[a-z0-9._/-]{0,126}[a-z0-9])?$/;
const fields = ['announcements', 'authority', 'chainId', 'epoch', 'services', 'subject', 'type'] as const;

/**
 * The canonical bytes (RFC 8785): services in the order of their names, times as in certificates.
 *
 * @throws {ArgumentError} naming the field, for example `directory.services[0].keys[1].publicKey`.
 * @example
 * ```ts
 * encodePublicKeys({ chainId, announcements, authority, subject, epoch: 3, services: [{ name: 'billing', epoch: 2, keys }] });
 * ```
 */
export function encodePublicKeys(directory: PublicKeyDirectory): Uint8Array {
  const services = [...directory.services]
    .sort((a, b) => compareBytes(utf8Encode(a.name), utf8Encode(b.name)))
    .map(({ name, epoch, keys }) => ({ name, epoch, keys: keys.map(encodeKey) }));
  const bytes = encodeCanonicalJson({ ...directory, services, type: TYPE });
  try {
    decodePublicKeys(bytes);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new ArgumentError(cause.shortMessage, cause.field === undefined ? {} : { field: cause.field });
  }
  return bytes;
}

function encodeKey(key: ServiceKey): Record<string, string> {
  assertValidity(key);
  return {
    use: key.use,
    algorithm: key.algorithm,
    publicKey: toBase64url(key.publicKey),
    notBefore: formatTimestamp(key.notBefore),
    notAfter: formatTimestamp(key.notAfter),
  };
}

/**
 * Reads the bytes of a directory. Their origin is checked by `verifyPublicKeys`.
 *
 * @throws {DecodeError} naming the field; for anything but canonical bytes that keep every rule.
 */
export function decodePublicKeys(bytes: Uint8Array): PublicKeyDirectory {
  if (bytes.length > MAX_BYTES) throw new DecodeError(`is longer than ${MAX_BYTES} bytes`, { field: 'directory' });
  const object = readObject(decodeCanonicalJson(bytes, { field: 'directory' }), 'directory', fields);
  readOneOf(object.type, 'directory.type', [TYPE]);
  const services = readList(object.services, 'directory.services', 0, MAX_SERVICES).map((value, i) =>
    readService(value, `directory.services[${i}]`),
  );
  for (let i = 1; i < services.length; i++) {
    const [a, b] = [services[i - 1], services[i]] as [ServiceEntry, ServiceEntry];
    if (compareBytes(utf8Encode(a.name), utf8Encode(b.name)) >= 0) {
      throw new DecodeError('is not after the name before it', { field: `directory.services[${i}].name` });
    }
  }
  return {
    chainId: readInteger(object.chainId, 'directory.chainId', 1, Number.MAX_SAFE_INTEGER),
    announcements: readHex(object.announcements, 'directory.announcements', 20),
    authority: readHex(object.authority, 'directory.authority', 32),
    subject: readHex(object.subject, 'directory.subject', 32),
    epoch: readInteger(object.epoch, 'directory.epoch', 1, Number.MAX_SAFE_INTEGER),
    services,
  };
}

function readService(value: unknown, field: string): ServiceEntry {
  const object = readObject(value, field, ['epoch', 'keys', 'name']);
  return {
    name: readText(object.name, `${field}.name`, nameForm, 'the name of a service'),
    epoch: readInteger(object.epoch, `${field}.epoch`, 1, Number.MAX_SAFE_INTEGER),
    keys: readList(object.keys, `${field}.keys`, 1, MAX_KEYS).map((key, i) => readKey(key, `${field}.keys[${i}]`)),
  };
}

function readKey(value: unknown, field: string): ServiceKey {
  const object = readObject(value, field, ['algorithm', 'notAfter', 'notBefore', 'publicKey', 'use']);
  const { algorithm } = object;
  if (!isKeyAlgorithm(algorithm)) throw new DecodeError('is not a known algorithm', { field: `${field}.algorithm` });
  const use = readOneOf(object.use, `${field}.use`, ['sign', 'encrypt'] as const);
  const { purpose, publicKeySizes } = keyAlgorithms[algorithm];
  if (purpose !== 'both' && purpose !== use) {
    throw new DecodeError(`is not what ${algorithm} is good for`, { field: `${field}.use` });
  }
  const publicKey = fromBase64url(object.publicKey as string, { field: `${field}.publicKey` });
  if (!publicKeySizes.some((size) => size === publicKey.length)) {
    throw new DecodeError(`does not have the size of a key of ${algorithm}`, { field: `${field}.publicKey` });
  }
  const notBefore = parseTimestamp(object.notBefore, { field: `${field}.notBefore` });
  const notAfter = parseTimestamp(object.notAfter, { field: `${field}.notAfter` });
  if (notBefore > notAfter) throw new DecodeError('is before notBefore', { field: `${field}.notAfter` });
  return { use, algorithm, publicKey, notBefore, notAfter };
}

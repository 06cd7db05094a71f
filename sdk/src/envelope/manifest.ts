import {
  decodeCanonicalJson,
  encodeCanonicalJson,
  parseTimestamp,
  readHex,
  readInteger,
  readList,
  readObject,
  readOneOf,
  readText,
} from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { type DeliveryContext, type DeliveryKind, deliveryKinds } from './deliveryContext.ts';
import { type ManifestFile, readFiles } from './manifestFiles.ts';

/** What one device is to install for one epoch (docs/spec/manifest.md). */
export interface Manifest extends DeliveryContext {
  readonly type: 'gridseal/manifest/v1';
  readonly files: readonly ManifestFile[];
  /** Names of commands in the device's own configuration. */
  readonly postInstall: readonly string[];
  /** Serials of credentials that this epoch takes out of use: decimal, or `0x` hex. */
  readonly revokes: readonly string[];
  /** `YYYY-MM-DDTHH:MM:SSZ`, both inclusive. */
  readonly notBefore: string;
  readonly notAfter: string;
}

const kinds = Object.keys(deliveryKinds) as DeliveryKind[];
const fields = [
  'announcements',
  'authority',
  'chainId',
  'device',
  'epoch',
  'files',
  'kind',
  'notAfter',
  'notBefore',
  'postInstall',
  'revokes',
  'subject',
  'type',
] as const;

/** 64 files, 8 commands and 1,024 serials of the longest kind stay far below this. */
const MAX_SIZE = 262_144;

function read(value: unknown): Manifest {
  const at = (name: string) => `manifest.${name}`;
  const object = readObject(value, 'manifest', fields);
  const manifest: Manifest = {
    announcements: readHex(object.announcements, at('announcements'), 20),
    authority: readHex(object.authority, at('authority'), 32),
    chainId: readInteger(object.chainId, at('chainId'), 1, Number.MAX_SAFE_INTEGER),
    device: readHex(object.device, at('device'), 32),
    epoch: readInteger(object.epoch, at('epoch'), 1, Number.MAX_SAFE_INTEGER),
    files: readFiles(object.files, at('files')),
    kind: readOneOf(object.kind, at('kind'), kinds),
    notAfter: readTime(object.notAfter, at('notAfter')),
    notBefore: readTime(object.notBefore, at('notBefore')),
    postInstall: readList(object.postInstall, at('postInstall'), 0, 8).map((name, i) =>
      readText(name, at(`postInstall[${i}]`), /^[a-z][a-z0-9-]{0,31}$/, 'the name of a command'),
    ),
    revokes: readList(object.revokes, at('revokes'), 0, 1024).map((serial, i) =>
      readText(
        serial,
        at(`revokes[${i}]`),
        /^(?:0|[1-9][0-9]{0,77}|0x[0-9a-f]{1,64})$/,
        'a serial (decimal or 0x hex)',
      ),
    ),
    subject: readHex(object.subject, at('subject'), 32),
    type: readOneOf(object.type, at('type'), ['gridseal/manifest/v1']),
  };
  if (manifest.notBefore > manifest.notAfter) throw new DecodeError('is before notBefore', { field: at('notAfter') });
  return manifest;
}

function readTime(value: unknown, field: string): string {
  parseTimestamp(value, { field });
  return value as string;
}

function decode(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_SIZE) throw new DecodeError(`is longer than ${MAX_SIZE} bytes`, { field: 'manifest' });
  return read(decodeCanonicalJson(bytes, { field: 'manifest' }));
}

function from(input: Omit<Manifest, 'type'>): Manifest {
  try {
    return read({ ...input, type: 'gridseal/manifest/v1' });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ArgumentError(error.shortMessage, error.field === undefined ? {} : { field: error.field });
  }
}

/**
 * The manifest of a delivery.
 *
 * - `from` checks every field and throws {ArgumentError} naming the one that is wrong.
 * - `encode` gives the canonical bytes (RFC 8785), which are the leaf that the authority signs.
 * - `decode` refuses anything but canonical bytes that keep every rule; it throws {DecodeError} with the path of the field.
 * - `read` does the same for a parsed value.
 *
 * @example
 * ```ts
 * const manifest = Manifest.from({ chainId: 31337, files: [{ path: 'key', …ManifestFile.describe(bytes) }], … });
 * Manifest.decode(Manifest.encode(manifest));
 * ```
 */
export const Manifest = {
  from,
  read,
  decode,
  encode: (manifest: Manifest): Uint8Array => encodeCanonicalJson(manifest),
  contextOf: ({ chainId, announcements, authority, subject, device, epoch, kind }: Manifest): DeliveryContext => ({
    chainId,
    announcements,
    authority,
    subject,
    device,
    epoch,
    kind,
  }),
} as const;

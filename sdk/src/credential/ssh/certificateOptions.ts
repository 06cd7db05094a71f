import { compareBytes, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { WireReader, WireWriter } from './wire.ts';

/** What a user certificate permits; `ssh-keygen` grants all five unless told otherwise, this SDK grants `pty` only. */
export const sshExtensions = [
  'permit-X11-forwarding',
  'permit-agent-forwarding',
  'permit-port-forwarding',
  'permit-pty',
  'permit-user-rc',
] as const;
export type SshExtension = (typeof sshExtensions)[number];

/** Critical options and extensions (OpenSSH PROTOCOL.certkeys). */
export interface CertificateOptions {
  /** The only command that the holder can run. sshd gives it to the account's shell: it is the authority's own text. */
  readonly forceCommand?: string;
  /** The networks, in CIDR form, that the holder may come from. */
  readonly sourceAddress?: readonly string[];
  readonly extensions: readonly SshExtension[];
}

const FORCE_COMMAND = 'force-command';
const SOURCE_ADDRESS = 'source-address';
const addressForm = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:\/\d{1,3})?)$/;

/** Names ascend and values are strings within strings. */
function encodeNamed(entries: readonly (readonly [name: string, value: string | null])[]): Uint8Array {
  const writer = new WireWriter();
  for (const [name, value] of [...entries].sort(([a], [b]) => compareBytes(utf8Encode(a), utf8Encode(b)))) {
    writer.text(name).string(value === null ? new Uint8Array() : new WireWriter().text(value).bytes());
  }
  return writer.bytes();
}

/** @throws {ArgumentError} naming `forceCommand` or `sourceAddress[i]`. */
export function encodeCriticalOptions(options: CertificateOptions): Uint8Array {
  const entries: [string, string][] = [];
  if (options.forceCommand !== undefined) {
    if (
      options.forceCommand.length === 0 ||
      options.forceCommand.length > 4096 ||
      /[\0\r\n]/.test(options.forceCommand)
    ) {
      throw new ArgumentError('has to be one line of 1 to 4096 characters', { field: 'forceCommand' });
    }
    entries.push([FORCE_COMMAND, options.forceCommand]);
  }
  if (options.sourceAddress !== undefined) {
    if (options.sourceAddress.length === 0) throw new ArgumentError('is empty', { field: 'sourceAddress' });
    options.sourceAddress.forEach((address, i) => {
      if (!addressForm.test(address)) {
        throw new ArgumentError('is not an address or network', { field: `sourceAddress[${i}]` });
      }
    });
    entries.push([SOURCE_ADDRESS, options.sourceAddress.join(',')]);
  }
  return encodeNamed(entries);
}

/** @throws {ArgumentError} for an unknown extension. */
export function encodeExtensions(options: CertificateOptions): Uint8Array {
  for (const [i, name] of options.extensions.entries()) {
    if (!sshExtensions.includes(name))
      throw new ArgumentError('is not a known extension', { field: `extensions[${i}]` });
  }
  return encodeNamed([...new Set(options.extensions)].map((name) => [name, null]));
}

/** Unknown critical options are refused, unknown extensions are left out, as PROTOCOL.certkeys has it. */
export function decodeOptions(critical: Uint8Array, extensions: Uint8Array, field: string): CertificateOptions {
  let forceCommand: string | undefined;
  let sourceAddress: readonly string[] | undefined;
  for (const [name, data] of readNamed(critical, `${field}.criticalOptions`)) {
    const reader = new WireReader(data, `${field}.${name}`);
    if (name === FORCE_COMMAND) forceCommand = reader.text();
    else if (name === SOURCE_ADDRESS) sourceAddress = reader.text().split(',');
    else throw new DecodeError(`has the unknown critical option ${JSON.stringify(name)}`, { field });
    reader.end();
  }
  const names = readNamed(extensions, `${field}.extensions`).map(([name]) => name);
  return {
    ...(forceCommand === undefined ? {} : { forceCommand }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    extensions: sshExtensions.filter((name) => names.includes(name)),
  };
}

function readNamed(bytes: Uint8Array, field: string): readonly (readonly [string, Uint8Array])[] {
  const reader = new WireReader(bytes, field);
  const entries: [string, Uint8Array][] = [];
  while (!reader.done) {
    const name = reader.text();
    const last = entries.at(-1)?.[0];
    if (last !== undefined && compareBytes(utf8Encode(last), utf8Encode(name)) >= 0) {
      throw new DecodeError('is not in ascending order', { field });
    }
    entries.push([name, reader.string()]);
  }
  return entries;
}

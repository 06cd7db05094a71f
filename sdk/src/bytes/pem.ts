import { DecodeError } from '../errors/index.ts';
import { fromBase64, toBase64 } from './base64.ts';

const MAX_SIZE = 65_536;
const LINE = 64;

/** One block of a PEM file. */
export interface PemBlock<Label extends string> {
  readonly label: Label;
  readonly bytes: Uint8Array;
}

/**
 * The text of one block (RFC 7468).
 *
 * @example `encodePem('PUBLIC KEY', spki) // '-----BEGIN PUBLIC KEY-----\n…'`
 */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/**
 * The one block of a file that has one of these labels (RFC 7468, section 3); text around blocks and blocks of other kinds are not looked at.
 *
 * @throws {DecodeError} naming `field` if there is none, more than one, or it is malformed. Nothing of the file is quoted.
 * @example `decodePem(text, ['PUBLIC KEY'], 'publicKey').bytes`
 */
export function decodePem<Label extends string>(
  text: string,
  labels: readonly Label[],
  field: string,
): PemBlock<Label> {
  if (text.length > MAX_SIZE) throw new DecodeError(`is longer than ${MAX_SIZE} characters`, { field });
  const found = labels.flatMap((label) =>
    text
      .split(new RegExp(`^-----BEGIN ${label}-----[ \\t\\r]*$`, 'm'))
      .slice(1)
      .map((rest) => ({ label, rest })),
  );
  const [block, second] = found;
  if (block === undefined) throw new DecodeError(`has no PEM block ${labels.join(' or ')}`, { field });
  if (second !== undefined) throw new DecodeError('has more than one such PEM block', { field });
  const { label, rest } = block;
  const end = rest.search(new RegExp(`^-----END ${label}-----[ \\t\\r]*$`, 'm'));
  if (end < 0) throw new DecodeError(`has no end of the PEM block ${label}`, { field });
  return { label, bytes: fromBase64(rest.slice(0, end).replace(/[ \t\r\n]/g, ''), field) };
}

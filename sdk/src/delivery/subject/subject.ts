import { concat, fromHex, type Hex, utf8Encode } from '../../bytes/index.ts';
import { keccak256Hex } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';

const channelPattern = /^[a-z][a-z0-9-]{0,31}$/;
const separator = Uint8Array.of(0);

/** Whether `name` may name a channel: `[a-z][a-z0-9-]{0,31}`. */
export function isChannel(name: string): boolean {
  return channelPattern.test(name);
}

/** The id of a signer (an authority or a device): keccak256 of its ERC-7913 bytes. */
export function signerId(signer: Hex): Hex {
  return keccak256Hex(fromHex(signer, { field: 'signer' }));
}

/**
 * The id of a group of devices.
 *
 * @example
 * ```ts
 * groupId('stations-north'); // keccak256 of 'gridseal/group/v1', a zero byte and the name
 * ```
 */
export function groupId(name: string): Hex {
  if (name.length === 0 || name.length > 200) {
    throw new ArgumentError('has to have 1 to 200 characters', { field: 'group' });
  }
  return keccak256Hex(concat(utf8Encode('gridseal/group/v1'), separator, utf8Encode(name.normalize('NFC'))));
}

/**
 * What an announcement addresses: one channel of a device or of a group (docs/spec/announcement.md).
 *
 * @throws {ArgumentError} naming `channel`; {DecodeError} naming `owner`.
 */
export function subjectOf(owner: Hex, channel: string): Hex {
  if (!isChannel(channel)) {
    throw new ArgumentError('has to be a lower-case letter and up to 31 of a-z, 0-9 and -', { field: 'channel' });
  }
  const id = fromHex(owner, { field: 'owner', size: 32 });
  return keccak256Hex(concat(utf8Encode('gridseal/subject/v1'), separator, id, utf8Encode(channel)));
}

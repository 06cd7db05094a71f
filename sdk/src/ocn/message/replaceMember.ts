import { concat, type Json, utf8Encode } from '../../bytes/index.ts';
import { jsonMembers } from './jsonMembers.ts';

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * The text of a JSON object with another value of a member, every other byte as it was.
 *
 * @param json What `JSON.parse` has accepted.
 * @returns A member that was not there comes last.
 * @throws {DecodeError} naming `field`, as {@link jsonMembers}.
 * @example `replaceMember(body, 'response_url', 'https://node.example/ocpi/sender/2.2.1/commands/STOP_SESSION/4Zr…')`
 */
export function replaceMember(json: Uint8Array, name: string, value: Json, field = 'body'): Uint8Array {
  const members = jsonMembers(json, field);
  const text = JSON.stringify(value);
  const span = members.get(name);
  if (span === undefined) {
    const brace = json.lastIndexOf(0x7d);
    const member = `${members.size === 0 ? '' : ','}${JSON.stringify(name)}:${text}`;
    return concat(json.subarray(0, brace), utf8Encode(member), json.subarray(brace));
  }
  let { start, end } = span;
  while (isSpace(json[start])) start++;
  while (isSpace(json[end - 1])) end--;
  return concat(json.subarray(0, start), utf8Encode(text), json.subarray(end));
}

import { fromBase64, utf8Decode } from '@gridseal/sdk/bytes';
import { KeyTextError, orDamaged } from './keyTextError.ts';
import { keyOf, type ReadKey } from './readKey.ts';

const curves = { nistp256: 'P-256', nistp521: 'P-521' } as const;

/** Whether a line looks like one of a `.pub` file. */
export function isOpenSsh(line: string): boolean {
  return /^(ssh-|ecdsa-sha2-|sk-)\S+ /.test(line);
}

/** The key of a line `algorithm base64 [comment]` (RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709). @throws {KeyTextError} */
export function keyOfOpenSsh(line: string): ReadKey {
  const [named = '', base64 = ''] = line.split(' ');
  const parts = orDamaged(() => stringsOf(fromBase64(base64, 'publicKey')));
  const [type, first, second] = parts;
  if (!type || utf8Decode(type) !== named) throw new KeyTextError('damaged', 'names another algorithm than its bytes');
  if (named === 'ssh-ed25519' && first && parts.length === 2) return keyOf('Ed25519', first);
  const curve = first && named.startsWith('ecdsa-sha2-') ? utf8Decode(first) : '';
  if (second && parts.length === 3 && Object.hasOwn(curves, curve) && named === `ecdsa-sha2-${curve}`) {
    return keyOf(curves[curve as keyof typeof curves], second);
  }
  throw new KeyTextError('unsupported', 'is of an algorithm that certificates do not have');
}

/** Strings with their lengths before them (RFC 4251, section 5). */
function stringsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new KeyTextError('damaged', 'ends in the middle of a key');
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return found;
}

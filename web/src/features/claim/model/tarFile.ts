import { concat, utf8Encode } from '@gridseal/sdk/bytes';

/** A file to be kept with its mode. */
export interface TarEntry {
  /** Relative, of ASCII letters, digits and `._-@+/`, as manifests allow: at most 255 bytes. */
  readonly path: string;
  /** Octal, within 0777. */
  readonly mode: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const NAME = 100;

/**
 * The files as one archive, which keeps their modes: ssh refuses keys that others may read (POSIX.1-2017, `pax`, ustar interchange format).
 *
 * @param time Seconds since 1970.
 * @example `download('credential.tar', tarFile(files, time), 'application/x-tar')`
 */
export function tarFile(entries: readonly TarEntry[], time: number): Uint8Array<ArrayBuffer> {
  const parts = entries.flatMap(({ path, mode, content }) => [
    header(path, mode, content.length, time),
    content,
    new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return Uint8Array.from(concat(...parts, new Uint8Array(2 * BLOCK)));
}

function header(path: string, mode: string, size: number, time: number): Uint8Array {
  const bytes = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => bytes.set(utf8Encode(text), at);
  const number = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  const { prefix, name } = split(path);
  put(0, name);
  put(100, number(Number.parseInt(mode, 8) & 0o777, 7));
  put(108, number(0, 7));
  put(116, number(0, 7));
  put(124, number(size, 11));
  put(136, number(Math.floor(time), 11));
  // While the sum is made, its own field counts as spaces.
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\x0000');
  put(345, prefix);
  put(
    148,
    `${number(
      bytes.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  );
  return bytes;
}

/** Names of more than 100 bytes are split at a slash; what manifests allow always can be, or is cut to the last name. */
function split(path: string): { readonly prefix: string; readonly name: string } {
  if (path.length <= NAME) return { prefix: '', name: path };
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (prefix.length <= 155 && name.length <= NAME) return { prefix, name };
  }
  return { prefix: '', name: path.slice(-NAME) };
}

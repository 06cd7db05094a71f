import { DecodeError } from '../../../errors/index.ts';
import type { Capture } from './readCaptures.ts';

const START =
  /^(?:HTTP\/[0-9.]{1,3} +([1-5]\d\d)(?: [^\r\n]*)?|(GET|POST|PUT|PATCH|DELETE) +([^\s]+) +HTTP\/[0-9.]{1,3})\r?\n/;
const MAX_HEADERS = 200;

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Whether it begins like a request or a response. */
export const isHttpText = (bytes: Uint8Array): boolean => START.test(latin(bytes.subarray(0, 8_192)));

interface Head {
  readonly status: number | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the body begins. */
  readonly end: number;
}

/**
 * A request or response as it is written on the wire, or as `curl -i` shows it: interim responses and those of proxies are passed over.
 *
 * @throws {DecodeError} naming `field`.
 */
export function readHttpText(bytes: Uint8Array, field: string): Capture {
  let rest = bytes;
  let head = readHead(rest, field);
  while (head.status !== undefined && isHttpText(rest.subarray(head.end))) {
    rest = rest.subarray(head.end);
    head = readHead(rest, field);
  }
  const { status, method, path, headers } = head;
  const body = bodyOf(rest.subarray(head.end), headers);
  const label = status === undefined ? `${method} ${path}` : `response ${status}`;
  const time = Date.parse(headerOf(headers, 'date') ?? '');
  return {
    label,
    message: { method, path: path === undefined ? undefined : pathOf(path), status, headers, body },
    signature: null,
    time: Number.isNaN(time) ? null : Math.floor(time / 1000),
  };
}

function readHead(bytes: Uint8Array, field: string): Head {
  const text = latin(bytes);
  const start = START.exec(text) as RegExpExecArray;
  const blank = /\r?\n\r?\n/.exec(text);
  const end = blank ? blank.index + blank[0].length : text.length;
  const lines = text.slice(start[0].length, blank ? Math.max(blank.index, start[0].length) : text.length);
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined || index >= MAX_HEADERS) {
      throw new DecodeError(`has a line ${index + 2} that is no header`, { field });
    }
    const other = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
    Object.defineProperty(headers, other ?? name, {
      value: other === undefined ? value : `${headers[other]}, ${value}`,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return {
    status: start[1] === undefined ? undefined : Number(start[1]),
    method: start[2],
    path: start[3],
    headers,
    end,
  };
}

const headerOf = (headers: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];

/** Without what an editor has put after it, and without the frames of a chunked body. */
function bodyOf(bytes: Uint8Array, headers: Readonly<Record<string, string>>): Uint8Array {
  const length = headerOf(headers, 'content-length');
  if (length !== undefined && /^\d{1,12}$/.test(length)) return bytes.subarray(0, Number(length));
  return /chunked/i.test(headerOf(headers, 'transfer-encoding') ?? '') ? unchunked(bytes) : bytes;
}

/** As it is, if it is not chunked after all: `curl -i` shows the header and not the frames. */
function unchunked(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const [line, size] = /^([0-9a-fA-F]{1,7})[^\r\n]*\r?\n/.exec(latin(bytes.subarray(at, at + 256))) ?? [];
    if (line === undefined || size === undefined) return bytes;
    const length = Number.parseInt(size, 16);
    if (length === 0) return Uint8Array.from(parts.flatMap((part) => [...part]));
    const start = at + line.length;
    if (start + length > bytes.length) return bytes;
    parts.push(bytes.subarray(start, start + length));
    at = start + length;
    if (bytes[at] === 13) at++;
    if (bytes[at] === 10) at++;
  }
}

/** The path and query of what may be a whole URL. */
export function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.parse(target);
  return url ? `${url.pathname}${url.search}` : target;
}

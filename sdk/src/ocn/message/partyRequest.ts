import { DecodeError } from '../../errors/index.ts';
import type { HttpMethod, InterfaceRole, OcpiVersion, Party } from '../../protocol/ocpi/index.ts';
import { isModuleId } from './moduleNames.ts';

/** Where a request of one party to another leads, whichever node it goes through. */
export interface RequestTarget {
  readonly version: OcpiVersion;
  /** A module of OCPI, or a custom one. */
  readonly module: string;
  readonly role: InterfaceRole;
  /** Below the module's URL, as it was sent: empty, or beginning with a slash. */
  readonly path: string;
  /** As they were sent, percent escapes and all. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** A request of one party to another, as nodes carry it. */
export interface PartyRequest extends RequestTarget {
  readonly method: HttpMethod;
  readonly from: Party;
  readonly to: Party;
  /** The one that the party gave. */
  readonly requestId: string;
  readonly correlationId: string;
  /** The party's `OCN-Signature`. */
  readonly signature: string | null;
  /** The very bytes; null for none. */
  readonly body: Uint8Array | null;
}

const MAX_PATH = 1_024;
const MAX_QUERY = 3_072;

/**
 * The path and query of a request as it is sent to a node, without what is before `/ocpi` in the node's URL: what a version 2 signature has
 * in `path`, wherever the message is on its way.
 *
 * @example `requestPath({ version: '2.2.1', module: 'tokens', role: 'SENDER', path: '/T1/authorize', query: [['type', 'RFID']] })
 * // '/ocpi/sender/2.2.1/tokens/T1/authorize?type=RFID'`
 */
export function requestPath({ version, module, role, path, query }: RequestTarget): string {
  const side = role.toLowerCase();
  const start = isModuleId(module) ? `/ocpi/${side}/${version}/${module}` : `/ocpi/custom/${side}/${module}`;
  return `${start}${path}${queryText(query)}`;
}

/** With its question mark; empty for none. */
export function queryText(query: RequestTarget['query']): string {
  return query.length === 0 ? '' : `?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

/**
 * The parameters of a query, as they stand there.
 *
 * @param text Without the question mark.
 * @throws {DecodeError} naming `field`: also for a parameter without `=`, which could not be told from an empty one any more.
 */
export function readQuery(text: string, field: string): readonly (readonly [string, string])[] {
  if (text === '') return [];
  if (text.length > MAX_QUERY || !/^[\x21\x24-\x7e]*$/.test(text)) throw new DecodeError('is not a query', { field });
  return text.split('&').map((part) => {
    const at = part.indexOf('=');
    if (at < 1) throw new DecodeError('has a parameter without a name or without =', { field });
    return [part.slice(0, at), part.slice(at + 1)];
  });
}

/** @throws {DecodeError} naming the parameter for a broken percent escape. */
export function decodedQuery(query: RequestTarget['query'], field: string): readonly (readonly [string, string])[] {
  try {
    return query.map(([name, value]) => [decodePart(name), decodePart(value)]);
  } catch {
    throw new DecodeError('has a broken percent escape', { field });
  }
}

const decodePart = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/**
 * The path below a module's URL.
 *
 * @param text With or without a slash at the beginning.
 * @throws {DecodeError} naming `field`: for what would lead elsewhere once it is joined to a URL (`..`, `//host`, `\`, `?`, `#`).
 */
export function readPath(text: string, field: string): string {
  if (text === '') return '';
  const path = text.startsWith('/') ? text : `/${text}`;
  if (path.length > MAX_PATH || !/^[\x21\x24-\x3e\x40-\x5b\x5d-\x7e]*$/.test(path)) {
    throw new DecodeError('is not a path', { field });
  }
  const isBad = (segment: string): boolean => /^(?:\.|%2e){1,2}$/i.test(segment);
  const segments = path.slice(1).split('/');
  if (segments.some(isBad) || segments.slice(0, -1).includes('')) {
    throw new DecodeError('has a segment that is empty, . or ..', { field });
  }
  return path;
}

import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { foldCiString } from './ciString.ts';
import type { Endpoint, HttpMethod } from './endpoint.ts';
import type { InterfaceRole } from './versions.ts';

/** The values of a path's parameters, by their names. */
export type PathParameters = Readonly<Record<string, string>>;

/** What a path leads to: an endpoint, or just to others for other methods (HTTP 405). */
export type EndpointMatch =
  | { readonly endpoint: Endpoint; readonly parameters: PathParameters }
  | { readonly endpoint: null; readonly allowed: readonly HttpMethod[] };

export interface EndpointRequest {
  readonly module: string;
  readonly role: InterfaceRole | null;
  readonly method: string;
  /** Below the module's URL, as it was sent: percent escapes and all. */
  readonly path: string;
}

const MAX_PATH = 1_024;
const patterns: Readonly<Record<string, RegExp>> = { country_code: /^[A-Za-z]{2}$/, party_id: /^[A-Za-z0-9]{3}$/ };
const idPattern = /^[\x20-\x7e]{1,36}$/;

function isValid(name: string, value: string): boolean {
  // `.` and `..` are never what they seem to be once a path is joined to another one.
  return (patterns[name] ?? idPattern).test(value) && value !== '.' && value !== '..';
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new DecodeError('has a broken percent escape', { field: 'path' });
  }
}

function segmentsOf(path: string): readonly string[] {
  if (path === '' || path === '/') return [];
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

function nameOf(segment: string): string | null {
  return segment.startsWith('{') ? segment.slice(1, -1) : null;
}

/** The parameters of a path with the form of a pattern; null for another form. */
function parametersOf(pattern: string, segments: readonly string[]): PathParameters | null {
  const wanted = segmentsOf(pattern);
  if (wanted.length !== segments.length) return null;
  const found: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const [name, value] = [nameOf(part), segments[i] as string];
    if (name !== null) found[name] = value;
    else if (foldCiString(part) !== foldCiString(value)) return null;
  }
  return found;
}

/**
 * Finds the endpoint of a request.
 *
 * @param table One of {@link endpoints}.
 * @returns null if the path leads nowhere (HTTP 404).
 * @throws {DecodeError} naming the parameter that is too long, empty, not printable, or no party.
 * @example `matchEndpoint(endpoints['2.2.1'], { module: 'tariffs', role: 'RECEIVER', method: 'PUT', path: '/NL/TNM/14' })`
 */
export function matchEndpoint(table: readonly Endpoint[], request: EndpointRequest): EndpointMatch | null {
  if (request.path.length > MAX_PATH) throw new DecodeError(`has more than ${MAX_PATH} characters`, { field: 'path' });
  const segments = segmentsOf(request.path).map(decodeSegment);
  const matches = table.flatMap((endpoint) => {
    if (endpoint.module !== request.module || endpoint.role !== request.role || endpoint.path === null) return [];
    const parameters = parametersOf(endpoint.path, segments);
    return parameters === null ? [] : [{ endpoint, parameters }];
  });
  const match = matches.find(({ endpoint }) => endpoint.method === request.method);
  if (!match) {
    return matches.length === 0 ? null : { endpoint: null, allowed: matches.map(({ endpoint }) => endpoint.method) };
  }
  for (const [name, value] of Object.entries(match.parameters)) {
    if (!isValid(name, value)) throw new DecodeError('is not what a path can name', { field: name });
  }
  return match;
}

/**
 * The path of an endpoint below its module's URL.
 *
 * @throws {ArgumentError} naming a parameter that is missing or cannot be, or if the endpoint's URL is somebody else's choice.
 * @example `endpointPath(endpoint, { country_code: 'NL', party_id: 'TNM', tariff_id: '14' }) // '/NL/TNM/14'`
 */
export function endpointPath(endpoint: Endpoint, parameters: PathParameters = {}): string {
  if (endpoint.path === null) throw new ArgumentError('has a URL that was sent before', { field: endpoint.name });
  return segmentsOf(endpoint.path)
    .map((part) => {
      const name = nameOf(part);
      if (name === null) return `/${part}`;
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      if (value === undefined || !isValid(name, value)) {
        throw new ArgumentError('is not what a path can name', { field: name });
      }
      return `/${encodeURIComponent(value)}`;
    })
    .join('');
}

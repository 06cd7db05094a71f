import { basicAuthorization } from '../../bytes/index.ts';
import { ConfigurationError } from '../../errors/index.ts';

/**
 * Where content is read from and written to: the RPC of a Kubo-compatible node (reads and writes), or a gateway (reads).
 * Credentials go into `headers`, or into the URL as `https://user:password@host`, and appear in no message.
 *
 * @example
 * ```ts
 * const endpoints: EndpointOptions[] = [
 *   { rpc: 'http://127.0.0.1:5001' },
 *   { rpc: 'https://ipfs.example.org', headers: { authorization: `Bearer ${token}` } },
 *   { gateway: 'https://trustless-gateway.link' },
 * ];
 * ```
 */
export interface EndpointOptions {
  readonly rpc?: string;
  readonly gateway?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A checked endpoint. `name` is for people: kind and origin, without credentials, path or query. */
export interface Endpoint {
  readonly kind: 'rpc' | 'gateway';
  readonly name: string;
  /** Without credentials, without a slash at the end, and without the `/api/v0` or `/ipfs` that some people write. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws {ConfigurationError} naming the endpoint's place in the list, never its URL. */
export function parseEndpoint(options: EndpointOptions, index: number): Endpoint {
  const field = `endpoints[${index}]`;
  if ((options.rpc === undefined) === (options.gateway === undefined)) {
    throw new ConfigurationError('needs either rpc or gateway', { field });
  }
  const kind = options.rpc === undefined ? 'gateway' : 'rpc';
  const url = parseUrl(options.rpc ?? options.gateway ?? '', `${field}.${kind}`);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
  try {
    new Headers(headers);
  } catch {
    throw new ConfigurationError('has a name or value that HTTP does not allow', { field: `${field}.headers` });
  }
  if (url.username !== '' || url.password !== '') headers.authorization ??= basicAuthorization(url, `${field}.${kind}`);
  const path = url.pathname.replace(/\/+$/, '').replace(kind === 'rpc' ? /\/api\/v0$/ : /\/ipfs$/, '');
  return { kind, name: `${kind} ${url.origin}`, url: `${url.origin}${path}`, headers };
}

function parseUrl(text: string, field: string): URL {
  // The parser's own error would repeat the URL, and with it a password.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigurationError('is not an http or https URL', { field });
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigurationError('has a query or a fragment, where only a base URL is expected', { field });
  }
  return url;
}

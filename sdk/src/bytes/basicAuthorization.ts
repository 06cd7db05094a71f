import { ConfigurationError } from '../errors/index.ts';
import { utf8Encode } from './utf8.ts';

/**
 * The value of the `Authorization` header for the user name and password of a URL (RFC 7617, in UTF-8).
 *
 * @throws {ConfigurationError} naming `field`, and quoting nothing, for a broken percent escape.
 * @example `basicAuthorization(new URL('https://me:pass@example.org'), 'ipfs.endpoints[0]') // 'Basic bWU6cGFzcw=='`
 */
export function basicAuthorization(url: Pick<URL, 'username' | 'password'>, field: string): string {
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return `Basic ${btoa(String.fromCharCode(...utf8Encode(pair)))}`;
  } catch {
    throw new ConfigurationError('has a user name or password with a broken percent escape', { field });
  }
}

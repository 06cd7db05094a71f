import { isIP } from 'node:net';
import type { AddressRules } from './addressRules.ts';
import type { Reach } from './outgoing.ts';
import { ForbiddenUrlError } from './outgoingErrors.ts';

/** OCPI's URLs have 255 characters at most; the query of a page may make more of them. */
const MAX_URL = 4_096;

/** The address that a host is, if it is one and no name: `[::1]` and `127.0.0.1`. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

/**
 * Reads a URL that this node is to request.
 *
 * @throws {ForbiddenUrlError} saying which rule it breaks, and nothing of the URL.
 */
export function parseOutgoingUrl(text: string, reach: Reach, rules: AddressRules, allowHttp: boolean): URL {
  const refuse = (why: string): never => {
    throw new ForbiddenUrlError(why, { field: 'url' });
  };
  // What the parser would take out silently (tabs, line breaks) or turn around (backslashes) is not what it seems to be.
  if (text.length > MAX_URL || !/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return refuse('is not a URL');
  if (!URL.canParse(text)) return refuse('is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) return refuse('is not an https URL');
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/\/[^/?#]*@/i.test(text))
    return refuse('has a user name');
  if (url.hash !== '') return refuse('has a fragment');
  if (reach.kind === 'platform' && url.origin !== new URL(reach.origin).origin) {
    return refuse('is not of the host that the platform has registered with');
  }
  const address = literalAddress(url.hostname);
  if (address !== null && !rules.allows(address)) return refuse('leads to an address that is not public');
  return url;
}

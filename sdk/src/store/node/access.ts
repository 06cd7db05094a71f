import type { IncomingMessage } from 'node:http';
import { HttpError } from './httpError.ts';

/** Who may talk to a server on this machine. */
export interface AccessRules {
  /** Web origins, for example `http://localhost:5173`, besides which no page in a browser gets through. */
  readonly allowedOrigins: readonly string[];
  /** Values of the Host header besides the loopback names, for a server behind a proxy. */
  readonly allowedHosts: readonly string[];
}

/**
 * Refuses pages in a browser (a page anywhere can send requests to loopback, and with DNS rebinding even read the answers).
 *
 * @returns the allowed origin that asks, if the request comes from a page.
 * @throws {HttpError} 403
 */
export function checkAccess(request: IncomingMessage, rules: AccessRules): string | undefined {
  const host = (request.headers.host ?? '').toLowerCase();
  if (!isLoopback(host.replace(/:\d*$/, '')) && !rules.allowedHosts.includes(host)) {
    throw new HttpError(403, 'the Host header names another machine');
  }
  const { origin } = request.headers;
  if (origin !== undefined) {
    if (!rules.allowedOrigins.includes(origin)) throw new HttpError(403, 'this origin is not allowed');
    return origin;
  }
  // A page's request without an Origin header: an image, a form, a navigation.
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none' && site !== 'same-origin') {
    throw new HttpError(403, 'requests from other sites are not allowed');
  }
  return undefined;
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { AddressRules } from './addressRules.ts';
import { ForbiddenUrlError, UnreachableHostError } from './outgoingErrors.ts';
import { literalAddress } from './outgoingUrl.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** As the machine is set up: hosts file, DNS. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * The addresses of a host, each of which may be connected to. One that may not spoils the name: whoever has a name that leads both to
 * the world and into a network has no good reason to.
 *
 * @throws {ForbiddenUrlError} @throws {UnreachableHostError} for a name that nobody knows.
 */
export async function addressesOf(hostname: string, rules: AddressRules, resolve: Resolve): Promise<LookupAddress[]> {
  const literal = literalAddress(hostname);
  const found =
    literal === null
      ? await resolve(hostname).catch((cause: unknown) => {
          throw new UnreachableHostError('has a name that leads nowhere', { field: 'url', cause });
        })
      : [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  if (found.length === 0) throw new UnreachableHostError('has a name that leads nowhere', { field: 'url' });
  if (found.every(({ address }) => rules.allows(address))) return [...found];
  throw new ForbiddenUrlError('leads to an address that is not public', { field: 'url' });
}

/**
 * What sockets look names up with: the addresses that were checked are the very ones that are connected to, so a name that leads
 * elsewhere the next time (rebinding) gains nothing.
 */
export function createGuardedLookup(rules: AddressRules, resolve: Resolve): LookupFunction {
  return (hostname: string, options: LookupOptions, callback) => {
    addressesOf(hostname, rules, resolve).then(
      (addresses) => {
        const [first] = addresses as [LookupAddress];
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 4),
    );
  };
}

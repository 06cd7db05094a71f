import { ArgumentError } from '../../errors/index.ts';
import { formatDateTime, type OcpiVersion, type Party, sameParty } from '../../protocol/ocpi/index.ts';
import { type BridgeLimits, type BridgeOptions, defaultLimits } from './options.ts';
import type { Signing, SigningVersion } from './signing/signing.ts';

/** What every part of a bridge works with. */
export interface BridgeContext extends Omit<BridgeOptions, 'limits' | 'versions' | 'url'> {
  /** Without a slash at the end. */
  readonly url: string;
  readonly limits: BridgeLimits;
  readonly versions: readonly OcpiVersion[];
  /** Now, as OCPI writes it. */
  timestamp(): string;
  /** How we sign for one of our parties. */
  signingFor(party: Party): Signing;
  isOurs(party: Party): boolean;
  readonly firstParty: Party;
}

/** @throws {ArgumentError} naming the option that cannot be. */
export function createContext(options: BridgeOptions): BridgeContext {
  const [first] = options.roles;
  if (!first) throw new ArgumentError('has to name a party', { field: 'roles' });
  const url = options.url.replace(/\/+$/, '');
  if (!/^https?:\/\/[^?#]+$/.test(url) || !URL.canParse(url)) {
    throw new ArgumentError('is not an http or https URL without a query', { field: 'url' });
  }
  if (!URL.canParse(options.node.versionsUrl)) throw new ArgumentError('is not a URL', { field: 'node.versionsUrl' });
  const limits = { ...defaultLimits, ...options.limits };
  if (limits.leaseMs <= limits.timeoutMs)
    throw new ArgumentError('is not longer than timeoutMs', { field: 'limits.leaseMs' });
  const version = signingVersion(options);
  return {
    ...options,
    url,
    limits,
    versions: options.versions ?? ['2.2.1', '2.2'],
    timestamp: () => formatDateTime(options.now()),
    signingFor: (party) => ({
      version,
      signer: typeof options.signer === 'function' ? options.signer(party) : (options.signer ?? null),
      network: options.node.network ?? '',
      now: options.now(),
    }),
    isOurs: (party) => options.roles.some((role) => sameParty(role, party)),
    firstParty: { country_code: first.country_code, party_id: first.party_id },
  };
}

function signingVersion({ node, signer, verify }: BridgeOptions): SigningVersion {
  const version = node.signatures ?? (signer && node.network ? 'v2' : 'none');
  if (version !== 'none' && !signer) throw new ArgumentError('is needed to sign', { field: 'signer' });
  const needsNetwork = version === 'v2' || (verify && verify.incoming !== 'off');
  if (needsNetwork && !/^eip155:[1-9]\d{0,15}:0x[0-9a-f]{40}$/.test(node.network ?? '')) {
    throw new ArgumentError('is not the registry of a network, like eip155:1:0x…', { field: 'node.network' });
  }
  return version;
}

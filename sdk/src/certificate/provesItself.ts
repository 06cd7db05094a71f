import type { KnownVerifiers } from '../crypto/index.ts';
import type { Bundle } from './bundle.ts';
import { verifyBundle } from './verifyBundle.ts';

/** Where and when a bundle has to hold. */
export interface ProvingOptions {
  readonly chainId: number;
  readonly verifiers: KnownVerifiers;
  /** Seconds since 1970. */
  readonly at: number;
}

/**
 * Whether every endorsement in it is proven with no connection: approvals that wallets recorded on chain, also for a quorum that is a
 * member, and those of contract wallets leave nothing that would prove them.
 *
 * @example `const isSelfContained = await Bundle.provesItself(bundle, { chainId, verifiers, at: timestamp });`
 */
export async function provesItself(bundle: Bundle, { chainId, verifiers, at }: ProvingOptions): Promise<boolean> {
  const { endorsements } = await verifyBundle(bundle, {
    ...{ anchors: [], at, chainId, registry: bundle.registry, verifiers },
    keyWallets: true,
    superseded: 'accept',
  });
  return endorsements.length === bundle.endorsements.length && endorsements.every(({ proven }) => proven);
}

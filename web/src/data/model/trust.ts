import type { Hex } from '@gridseal/sdk/bytes';
import type { CertificateKind, CertificateUsage, GraphViewOptions, TrustPolicy } from '@gridseal/sdk/certificate';

/** A policy whose time is the chain's when it is left out. */
export type PolicyInput = Omit<TrustPolicy, 'at'> & { readonly at?: number };

/** What is asked of a certificate besides being trusted. */
export interface VerdictOptions {
  readonly kind?: CertificateKind;
  readonly usage?: CertificateUsage;
  readonly role?: string;
  /** Supposes that these were said, too: to see which trust a proposal would make or end. */
  readonly suppose?: Supposition;
}

/** What might be said, but is not yet. */
export interface Supposition {
  readonly endorsements?: readonly SupposedStatement[];
  readonly revocations?: readonly SupposedStatement[];
  /** Canonical bytes of certificates that may not be on IPFS yet. */
  readonly certificates?: readonly Uint8Array[];
}

interface SupposedStatement {
  readonly certificate: Hex;
  readonly quorum: Hex;
}

/** Which part of the graph; the policy is given beside it. */
export type GraphOptions = Omit<GraphViewOptions, 'policy'>;

import type { Hex } from '@gridseal/sdk/bytes';
import type { Anchor, RolePolicy, TrustPolicy } from '@gridseal/sdk/certificate';
import type { Network } from './network.ts';

/** Where a network is read, in place of what the page knows. */
export interface Endpoints {
  readonly rpcUrls?: readonly string[];
  readonly gateways?: readonly string[];
  readonly ipfsRpcs?: readonly string[];
}

/** From whom trust starts, and what it takes: the policy of this browser, for one network. */
export interface TrustSettings {
  readonly anchors: readonly Anchor[];
  readonly requiredEndorsements?: number;
  readonly requiredWeight?: number;
  readonly weights?: NonNullable<TrustPolicy['weights']>;
  /** Who may endorse what by role (docs/spec/charging-world.md); without it, roles mean nothing. */
  readonly roles?: RolePolicy;
}

/** What this browser remembers. Nothing secret: it lies in localStorage, in the clear. */
export interface Settings {
  /** The network that is looked at; null: the first one. */
  readonly chainId: number | null;
  /** By chain id. */
  readonly endpoints: Readonly<Record<string, Endpoints>>;
  /** By chain id. */
  readonly trust: Readonly<Record<string, TrustSettings>>;
  /** What the user calls quorums, signers, authorities and subjects, by id or ERC-7913 bytes in lower case. */
  readonly names: Readonly<Record<Hex, string>>;
  /** Networks that the user added. */
  readonly networks: readonly Network[];
  /** By chain id: the node registry that is looked at, if not the one that everybody has. */
  readonly registries: Readonly<Record<string, Hex>>;
}

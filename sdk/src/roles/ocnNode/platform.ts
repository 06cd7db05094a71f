import type {
  BusinessDetails,
  ConnectionStatus,
  ModuleId,
  OcpiVersion,
  Party,
  Role,
  VersionEndpoint,
} from '../../protocol/ocpi/index.ts';

/** A back office that is connected to this node, or is going to be. One platform may speak for several parties. */
export interface Platform {
  /** UUID. */
  readonly id: string;
  /** `planned`: has a registration token and nothing else. `suspended`: by the operator of the node, or because its id is lost. */
  readonly state: 'planned' | 'registered' | 'suspended';
  /** Who suspended it; null if it is not. What the registry took away it can give back, what the operator took it cannot. */
  readonly suspendedBy: 'operator' | 'registry' | null;
  readonly parties: readonly PlatformParty[];
  /** What credentials have agreed on; null before. */
  readonly version: OcpiVersion | null;
  readonly versionsUrl: string | null;
  readonly endpoints: readonly VersionEndpoint[];
  /** The best signature that ever came from it: it is never heard with a lesser one. The operator of the node can reset it. */
  readonly speaks: 'none' | 'v1' | 'v2';
  readonly connection: ConnectionStatus;
  /** When it was last heard or reached, in milliseconds since 1970; null for never. */
  readonly lastSeen: number | null;
  readonly rules: Rules;
  /** Counts changes, so that two processes never undo each other's. */
  readonly revision: number;
}

/** A party of a platform, from its credentials. */
export interface PlatformParty extends Party {
  readonly role: Role;
  readonly business: BusinessDetails;
}

/** What a platform wants to receive (the original network's `ocnrules`). */
export interface Rules {
  /** Messages have to be signed by whoever sends them, and are delivered with their signatures. */
  readonly signatures: boolean;
  /** Which of the lists counts. They exclude each other. */
  readonly mode: 'none' | 'whitelist' | 'blacklist' | 'blockAll';
  readonly whitelist: readonly RuleEntry[];
  readonly blacklist: readonly RuleEntry[];
}

/** A party on a list. */
export interface RuleEntry extends Party {
  /** The modules that it is on the list for; all, if empty. Custom modules have names of their own. */
  readonly modules: readonly (ModuleId | (string & {}))[];
}

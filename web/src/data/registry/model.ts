import type { Hex } from '@gridseal/sdk/bytes';
import type { DirectoryParty, DirectoryService, NodeEvent } from '@gridseal/sdk/chain';

/** What a registry of an Open Charging Network says now, with what its history adds. */
export interface RegistryView {
  /** The registry's address, lower case. */
  readonly registry: Hex;
  /** The block that this is of, and its time in seconds since 1970. */
  readonly asOf: { readonly block: number; readonly time: number };
  readonly anchors: RegistryAnchors;
  /** False while the history is still being read: then it is not known since when something is so, nor what was offered. */
  readonly isWhole: boolean;
  readonly nodes: readonly NodeRecord[];
  readonly parties: readonly PartyRecord[];
  readonly services: readonly ServiceRecord[];
  /** Only those that hold now. */
  readonly agreements: readonly AgreementRecord[];
}

/** The quorums whose endorsement a party needs, and how many of them; none in an open registry. */
export interface RegistryAnchors {
  readonly quorums: readonly Hex[];
  readonly needed: number;
}

/** Blocks of an entry's events; null as long as they are not read. */
interface Since {
  readonly since: number | null;
  readonly changed: number | null;
}

/** A node, also one that nobody can be sent to: a directory leaves those out, a monitor shows them. */
export interface NodeRecord extends Since {
  /** The owner's address, lower case. */
  readonly operator: Hex;
  /** Any text, if it is unusable. */
  readonly url: string;
  /** The ERC-7913 signer of its messages; null if it is not known. */
  readonly key: Hex | null;
  /** Its URL is none, or its message key cannot be found. */
  readonly unusable: 'url' | 'key' | null;
}

export interface PartyRecord extends DirectoryParty, Since {
  /** The operator that it has asked to serve it, and that has not said yes; null if there is none. */
  readonly offeredTo: Hex | null;
}

export interface ServiceRecord extends DirectoryService, Since {
  /** Its URL is none, or its name has characters that do not show. */
  readonly isUnusable: boolean;
}

export interface AgreementRecord extends Since {
  /** The party's address. */
  readonly party: Hex;
  readonly provider: Hex;
  readonly permissions: number;
}

/** Whose history: what happened to it, by it, or to parties that it serves. */
export interface HistoryQuestion {
  /** An operator, a party or a provider: they are addresses, and one may be all of them. Or an id: `DE-ABC`. */
  readonly of: string;
  readonly limit: number;
}

/** The newest first. */
export interface RegistryHistory {
  readonly total: number;
  readonly items: readonly NodeEvent[];
  /** False while older events are still being read. */
  readonly isWhole: boolean;
}

/** A registry as the page asks it. Rejects with `DataError`. */
export interface RegistryClient {
  /** Reads what is new on the chain. Null if there is no registry at that address. */
  readonly view: () => Promise<RegistryView | null>;
  readonly history: (question: HistoryQuestion) => Promise<RegistryHistory>;
  readonly close: () => void;
}

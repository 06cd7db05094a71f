import type { Hex } from '../../bytes/index.ts';
import type { InterfaceRole, ModuleId, Party, Role } from '../../protocol/ocpi/index.ts';

/** A node of the network, as the registry has it now. */
export interface DirectoryNode {
  /** The owner's address, lower case. */
  readonly operator: Hex;
  /** Normal (`readNodeUrl`): http or https, with no slash at the end. */
  readonly url: string;
  /** The ERC-7913 signer of its messages; the operator itself if the registry names no other. */
  readonly key: Hex;
}

/** A party that holds its id now. */
export interface DirectoryParty {
  /** The owner's address, lower case. */
  readonly address: Hex;
  readonly id: Party;
  readonly roles: readonly Role[];
  /** The modules of which it has each side. */
  readonly modules: Readonly<Record<InterfaceRole, readonly ModuleId[]>>;
  /** Whose node serves it, lower case; null if that operator has no node. */
  readonly operator: Hex | null;
  /** The SHA-256 of the certificate by which it holds its id; null in an open registry. */
  readonly certificate: Hex | null;
  /** Seconds since 1970: from then on it holds its id no more. */
  readonly notAfter: number;
}

/** A service that parties may agree to. */
export interface DirectoryService {
  /** The provider's address, lower case, which is that of its party too. */
  readonly provider: Hex;
  /** Without hidden characters. */
  readonly name: string;
  /** Normal, as a node's. */
  readonly url: string;
  /** Bit n is permission n. */
  readonly permissions: number;
}

/**
 * The registry in memory, following its events: every look-up is answered at once, as of the newest block that counts.
 *
 * What the chain says later than that is not known yet; `asOf` says how old the answers are.
 */
export interface NodeDirectory {
  /** Who holds an id now, whatever the case of its letters. */
  party(id: Party): DirectoryParty | null;
  partyAt(address: Hex): DirectoryParty | null;
  node(operator: Hex): DirectoryNode | null;
  service(provider: Hex): DirectoryService | null;
  /** The permissions that a party has agreed to, and that the service asks for now; 0 for none, or if it asks for more. */
  agreement(party: Hex, provider: Hex): number;
  /** The providers that a party has agreed with, now. */
  agreements(party: Hex): readonly Hex[];
  parties(): readonly DirectoryParty[];
  nodes(): readonly DirectoryNode[];
  services(): readonly DirectoryService[];
  /** The block that the answers are of and its time, in seconds since 1970; null before the first refresh. */
  asOf(): { readonly block: number; readonly time: number } | null;
  /** Reads what is new on the chain. @throws {TransportError} if no endpoint answers; what is known stays. */
  refresh(signal?: AbortSignal): Promise<void>;
  /** Calls back with the ids and operators that changed, after each refresh that changed any. @returns takes the listener away. */
  onChange(listener: (change: DirectoryChange) => void): () => void;
}

/** What a refresh has changed. */
export interface DirectoryChange {
  readonly parties: readonly Party[];
  readonly operators: readonly Hex[];
}

import type { Address } from 'viem';
import type { Hex } from '../../bytes/index.ts';
import { TransportError } from '../../errors/index.ts';
import { nodeRegistryAbi } from '../../generated/index.ts';
import { ModuleBits, OcpiId, RoleBits } from '../../ocn/registry/index.ts';
import type { InterfaceRole, ModuleId, Party, Role } from '../../protocol/ocpi/index.ts';
import { type ViewCall, viewCall } from '../call.ts';

/** A node, as the registry keeps it. Addresses are in lower case everywhere. */
export interface NodeRecord {
  /** Null if the operator has none (any more). */
  readonly url: string | null;
  /** The keccak256 of the ERC-7913 signer of its messages; null if that is the operator itself. */
  readonly keyHash: Hex | null;
  /** How many times it was changed; a message names the next number. */
  readonly sequence: number;
  /** The block of its last change; 0 if there never was one. */
  readonly updatedAt: number;
}

/** A party, as the registry keeps it. */
export interface PartyRecord {
  readonly address: Hex;
  readonly id: Party;
  readonly roles: readonly Role[];
  readonly modules: Readonly<Record<InterfaceRole, readonly ModuleId[]>>;
  /** Whose node serves it; that operator may have none any more. */
  readonly operator: Hex;
  readonly sequence: number;
  /** SHA-256 of the certificate by which it has its id; null in an open registry. */
  readonly certificate: Hex | null;
  /** Seconds since 1970; the largest safe integer in an open registry. */
  readonly notAfter: number;
}

/** What the registry keeps of an owner's party, good or not. */
export interface PartyState {
  /** Null if there is none (any more). */
  readonly party: PartyRecord | null;
  readonly sequence: number;
  /** The operator that it has offered itself to. */
  readonly offeredTo: Hex | null;
}

/** A provider's service. Name and URL are whatever the provider has written. */
export interface ServiceRecord {
  readonly provider: Hex;
  readonly name: string;
  readonly url: string;
  /** Bit n is permission n. */
  readonly permissions: number;
}

/** What a party has granted a service. */
export interface AgreementState {
  /** Bit n is permission n; 0 for none. */
  readonly permissions: number;
  readonly sequence: number;
  /** Whether what was granted covers what the service asks for now. */
  readonly holds: boolean;
}

/** A page of a list, and where the next begins; null after the last. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  readonly next: Cursor | null;
}

/** A node of a list. */
export interface ListedNode {
  readonly operator: Hex;
  readonly url: string;
  readonly sequence: number;
}

const zeroAddress: Address = `0x${'0'.repeat(40)}`;
const zeroWord: Hex = `0x${'0'.repeat(64)}`;
const zeroId: Hex = `0x${'0'.repeat(10)}`;
const largestTime = 2 ** 48 - 1;

type Entry = {
  readonly party: Address;
  readonly id: Hex;
  readonly roles: number;
  readonly sender: number;
  readonly receiver: number;
  readonly operator: Address;
  readonly sequence: number;
  readonly certificate: Hex;
  readonly notAfter: number;
};

/** The reads of a node registry, each for one or many in a request. */
export function nodeCalls(registry: Address) {
  const at = registry;
  const abi = nodeRegistryAbi;
  return {
    anchors: () =>
      mapped(viewCall(at, abi, 'anchors', []), ([quorums, needed]) => ({
        anchors: quorums.map(lower),
        needed: Number(needed),
      })),
    quorumRegistry: () => mapped(viewCall(at, abi, 'REGISTRY', []), lower),
    node: (operator: Hex) =>
      mapped(viewCall(at, abi, 'nodeOf', [operator]), ([url, keyHash, sequence, updatedAt]): NodeRecord => {
        const key = keyHash === zeroWord ? null : lower(keyHash);
        return { url: url === '' ? null : url, keyHash: key, sequence, updatedAt };
      }),
    party: (party: Hex) =>
      mapped(viewCall(at, abi, 'partyOf', [party]), ([entry, offeredTo]): PartyState => {
        const record = entry.id === zeroId ? null : toParty(entry);
        return { party: record, sequence: entry.sequence, offeredTo: orNull(offeredTo) };
      }),
    holder: (id: Party) => mapped(viewCall(at, abi, 'holderOf', [OcpiId.encode(id)]), orNull),
    service: (provider: Hex) =>
      mapped(viewCall(at, abi, 'serviceOf', [provider]), ([name, url, permissions, sequence]) => {
        const service: ServiceRecord | null =
          name === '' ? null : { provider: lower(provider), name, url, permissions };
        return { service, sequence };
      }),
    agreement: (party: Hex, provider: Hex) =>
      mapped(viewCall(at, abi, 'agreementOf', [party, provider]), ([permissions, sequence]) => ({
        permissions,
        sequence,
      })),
    hasAgreement: (party: Hex, provider: Hex) => viewCall(at, abi, 'hasUserAgreementByAddress', [party, provider]),
    nodes: (cursor: Hex | null, limit: number) =>
      mapped(viewCall(at, abi, 'nodesPage', [cursor ?? zeroAddress, BigInt(limit)]), ([nodes, next]) =>
        pageOf(
          nodes.map(({ operator, url, sequence }): ListedNode => ({ operator: lower(operator), url, sequence })),
          orNull(next),
        ),
      ),
    parties: (cursor: Hex | null, limit: number) =>
      mapped(viewCall(at, abi, 'partiesPage', [cursor ?? zeroId, BigInt(limit)]), ([parties, next]) =>
        pageOf(parties.map(toParty), next === zeroId ? null : lower(next)),
      ),
    providers: (cursor: Hex | null, limit: number) =>
      mapped(viewCall(at, abi, 'providersPage', [cursor ?? zeroAddress, BigInt(limit)]), ([providers, next]) =>
        pageOf(providers.map(lower), orNull(next)),
      ),
    agreements: (party: Hex, cursor: Hex | null, limit: number) =>
      mapped(viewCall(at, abi, 'agreementsPage', [party, cursor ?? zeroAddress, BigInt(limit)]), ([providers, next]) =>
        pageOf(providers.map(lower), orNull(next)),
      ),
  };
}

export type NodeCalls = ReturnType<typeof nodeCalls>;

function mapped<From, To>(call: ViewCall<From>, to: (value: From) => To): ViewCall<To> {
  return { at: call.at, read: (answer) => to(call.read(answer)) };
}

/** @throws {TransportError} for what no registry can have said. */
function toParty(entry: Entry): PartyRecord {
  try {
    return {
      address: lower(entry.party),
      id: OcpiId.decode(entry.id),
      roles: RoleBits.decode(entry.roles),
      modules: { SENDER: ModuleBits.decode(entry.sender), RECEIVER: ModuleBits.decode(entry.receiver) },
      operator: lower(entry.operator),
      sequence: entry.sequence,
      certificate: entry.certificate === zeroWord ? null : lower(entry.certificate),
      notAfter: entry.notAfter >= largestTime ? Number.MAX_SAFE_INTEGER : entry.notAfter,
    };
  } catch (cause) {
    throw new TransportError('an RPC endpoint gave no party', { field: 'party', cause });
  }
}

function pageOf<Item, Cursor>(items: readonly Item[], next: Cursor | null): Page<Item, Cursor> {
  return { items, next };
}

function lower(value: string): Hex {
  return value.toLowerCase() as Hex;
}

function orNull(address: Address): Hex | null {
  return address === zeroAddress ? null : lower(address);
}

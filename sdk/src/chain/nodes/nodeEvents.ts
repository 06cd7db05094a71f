import type { Address } from 'viem';
import { decodeEventLog, toEventSelector } from 'viem/utils';
import type { Hex } from '../../bytes/index.ts';
import { nodeRegistryAbi } from '../../generated/index.ts';
import { OcpiId } from '../../ocn/registry/index.ts';
import type { Party } from '../../protocol/ocpi/index.ts';
import type { EventPosition } from '../chainEvent.ts';
import type { Log } from '../log.ts';

/** What a node registry says in an event. Addresses are in lower case; texts are whatever their owners have written. */
export type NodeEventBody =
  | {
      readonly type: 'nodeSet';
      readonly operator: Hex;
      readonly url: string;
      /** The ERC-7913 signer of the node's messages; `0x` for the operator itself. */
      readonly key: Hex;
      readonly sequence: number;
    }
  | { readonly type: 'nodeDeleted'; readonly operator: Hex; readonly sequence: number }
  | {
      readonly type: 'partySet';
      readonly party: Hex;
      readonly id: Party;
      readonly operator: Hex;
      /** Bits, as of `RoleBits` and `ModuleBits`. */
      readonly roles: number;
      readonly sender: number;
      readonly receiver: number;
      readonly certificate: Hex;
      readonly sequence: number;
    }
  | { readonly type: 'partyReleased'; readonly party: Hex; readonly id: Party; readonly sequence: number }
  | { readonly type: 'partyOffered'; readonly party: Hex; readonly operator: Hex; readonly sequence: number }
  | {
      readonly type: 'serviceSet';
      readonly provider: Hex;
      readonly name: string;
      readonly url: string;
      readonly permissions: number;
      readonly sequence: number;
    }
  | { readonly type: 'serviceDeleted'; readonly provider: Hex; readonly sequence: number }
  | {
      readonly type: 'agreementCreated';
      readonly party: Hex;
      readonly provider: Hex;
      readonly permissions: number;
      readonly sequence: number;
    }
  | { readonly type: 'agreementRevoked'; readonly party: Hex; readonly provider: Hex; readonly sequence: number };

/** An event of a node registry, and where it stands. */
export type NodeEvent = NodeEventBody & EventPosition;
export type NodeEventType = NodeEventBody['type'];

const names: Readonly<Record<NodeEventType, string>> = {
  nodeSet: 'NodeSet',
  nodeDeleted: 'NodeDeleted',
  partySet: 'PartySet',
  partyReleased: 'PartyReleased',
  partyOffered: 'PartyOffered',
  serviceSet: 'ServiceSet',
  serviceDeleted: 'ServiceDeleted',
  agreementCreated: 'AgreementCreated',
  agreementRevoked: 'AgreementRevoked',
};

const itemOf = (type: NodeEventType) =>
  nodeRegistryAbi.filter((item) => item.type === 'event').find(({ name }) => name === names[type]) as NonNullable<
    Extract<(typeof nodeRegistryAbi)[number], { type: 'event' }>
  >;

/** Topic 0 of each event. */
export const nodeTopics = Object.fromEntries(
  (Object.keys(names) as NodeEventType[]).map((type) => [type, toEventSelector(itemOf(type))]),
) as Readonly<Record<NodeEventType, Hex>>;

/**
 * The event of a node registry that a log stands for; null if it is none of its, or its bytes are not those of one. Never throws.
 *
 * @example
 * ```ts
 * for (const log of receipt.logs) console.log(toNodeEvent(log, nodeRegistryOf(chain))?.type);
 * ```
 */
export function toNodeEvent(log: Log, registry: Address): NodeEvent | null {
  if (log.address !== registry.toLowerCase()) return null;
  const type = (Object.keys(names) as NodeEventType[]).find((one) => nodeTopics[one] === log.topics[0]);
  // Data are whole words; nothing else is looked at here. Texts that are no UTF-8 must not hide an event.
  if (!type || (log.data.length - 2) % 64 !== 0) return null;
  try {
    const topics = [...log.topics] as [Hex, ...Hex[]];
    const { args } = decodeEventLog({ abi: [itemOf(type)], data: log.data, topics, strict: true });
    const { block, blockHash, transaction, logIndex } = log;
    return { type, ...readArguments(args), block, blockHash, transaction, logIndex } as NodeEvent;
  } catch {
    return null;
  }
}

/** @throws for an id that is none. */
function readArguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (name === 'id') return [name, OcpiId.decode(value)];
      const isHexadecimal = ['operator', 'party', 'provider', 'key', 'certificate'].includes(name);
      return [name, isHexadecimal ? String(value).toLowerCase() : value];
    }),
  );
}

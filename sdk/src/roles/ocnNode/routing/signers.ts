import type { Hex } from '../../../bytes/index.ts';
import type { DirectoryParty, NodeDirectory } from '../../../chain/index.ts';
import { ownerOf } from '../../../ocn/registry/index.ts';
import { SignatureV2 } from '../../../ocn/signature/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';

/** An operator and the key of its messages, lower case: both speak for its node. */
export function signersOfNode(directory: NodeDirectory, operator: Hex | null): readonly Hex[] {
  if (operator === null) return [];
  const key = directory.node(operator)?.key.toLowerCase() as Hex | undefined;
  return key === undefined || key === operator ? [operator] : [operator, key];
}

export function signersOfPartysNode(directory: NodeDirectory, id: Party): readonly Hex[] {
  return signersOfNode(directory, directory.party(id)?.operator ?? null);
}

/** Whether a signer is the party itself, by whichever algorithm. */
export function isParty(signer: Hex, party: DirectoryParty): boolean {
  return ownerOf(signer) === party.address.toLowerCase();
}

/**
 * Who may have signed a message of version 2 first: the party, if its signature says that it is, else the nodes that may speak for it.
 *
 * @throws {DecodeError} for a header that is none.
 */
export function originsOf(header: string, party: DirectoryParty, nodes: readonly Hex[]) {
  const { signer } = (SignatureV2.decode(header)[0] as SignatureV2.Link).statement;
  const byParty = isParty(signer, party);
  return { byParty, origins: byParty ? [signer] : nodes };
}

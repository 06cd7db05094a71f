import { fromBase64url, type Hex, parseTimestamp, utf8Decode } from '../../../bytes/index.ts';
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

/** When the newest signature of a header ends, in seconds since 1970. @param header Of version 2, and checked. */
export function expiresOf(header: string): number {
  const links = JSON.parse(utf8Decode(fromBase64url(header.slice(SignatureV2.prefix.length))));
  return parseTimestamp(links.at(-1).statement.expires);
}

/** Who may have signed a message of version 2 first: the party, and the nodes that may speak for it. */
export function originsOf(party: DirectoryParty, nodes: readonly Hex[]): (signer: Hex) => boolean {
  return (signer) => isParty(signer, party) || nodes.includes(signer);
}

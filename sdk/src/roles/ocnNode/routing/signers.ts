import { fromBase64url, type Hex, isHex, utf8Decode } from '../../../bytes/index.ts';
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

/** What of a header of version 2 has to be known before it is checked, and after. */
export interface Peeked {
  /** Who says to have signed first. */
  readonly signer: Hex;
  /** When the newest signature ends. */
  readonly expires: string;
}

/**
 * Looks into a header of version 2 without checking it: whoever checks it afterwards finds the same in it.
 *
 * @throws {DecodeError} for a header that is none.
 */
export function peek(header: string): Peeked {
  try {
    const links = JSON.parse(utf8Decode(fromBase64url(header.slice(SignatureV2.prefix.length))));
    const [signer, expires] = [links[0].statement.signer, links.at(-1).statement.expires];
    if (isHex(signer) && typeof expires === 'string') return { signer, expires };
  } catch {
    // Decoding says what is wrong.
  }
  const links = SignatureV2.decode(header);
  const [first, last] = [links[0] as SignatureV2.Link, links.at(-1) as SignatureV2.Link];
  return { signer: first.statement.signer, expires: last.statement.expires };
}

/**
 * Who may have signed a message of version 2 first: the party, if its signature says that it is, else the nodes that may speak for it.
 *
 * @throws {DecodeError} for a signer that is none.
 */
export function originsOf({ signer }: Peeked, party: DirectoryParty, nodes: readonly Hex[]) {
  const byParty = isParty(signer, party);
  return { byParty, origins: byParty ? [signer] : nodes };
}

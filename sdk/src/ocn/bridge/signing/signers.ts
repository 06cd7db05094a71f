import type { Hex } from '../../../bytes/index.ts';
import { OcpiError, type Party, partyKey } from '../../../protocol/ocpi/index.ts';

/** Who may sign for a party. ERC-7913 bytes. */
export interface PartySigners {
  /** The party's owner, and whoever else may speak for it: the operator of its node. */
  readonly origins: readonly Hex[];
  /** The operators on the way, who may replace links in what the party has sent. */
  readonly rewriters: readonly Hex[];
}

/**
 * Looks a party up; null for one that nobody knows.
 *
 * @param now Milliseconds since 1970.
 * @param fresh Before somebody is refused: what is newer than what is known here counts, too.
 */
export type SignersOf = (
  party: Party,
  now: number,
  fresh?: boolean,
) => PartySigners | null | Promise<PartySigners | null>;

/** What is needed of a directory of the network: the node directory of `@gridseal/sdk/chain` is one. */
export interface PartyDirectory {
  party(id: Party): { readonly address: Hex; readonly operator: Hex | null } | null;
  node(operator: Hex): { readonly key: Hex } | null;
  /** Reads the registry again. Without it, nobody is known who is newer than the directory. */
  refresh?(): Promise<unknown>;
}

/** As long as nodes give an answer again to who asks again. */
const FORMER_MS = 86_400_000;
const MAX_PARTIES = 20_000;

/** Remembers by whom parties were served a while ago. */
function createFormer() {
  const parties = new Map<string, { readonly operators: readonly Hex[]; readonly left: Map<Hex, number> }>();
  return (key: string, operators: readonly Hex[], now: number): readonly Hex[] => {
    const before = parties.get(key);
    const left = before?.left ?? new Map<Hex, number>();
    for (const one of before?.operators ?? []) if (!operators.includes(one)) left.set(one, now + FORMER_MS);
    for (const [one, until] of left) if (until <= now || operators.includes(one)) left.delete(one);
    parties.delete(key);
    if (parties.size >= MAX_PARTIES) parties.delete(parties.keys().next().value as string);
    parties.set(key, { operators, left });
    return [...left.keys()];
  };
}

/** Reads a directory again, for all that ask before it begins. @throws {OcpiError} 3000 if that fails: ask again. */
function createReader(directory: PartyDirectory): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    waiting = null;
    try {
      await directory.refresh?.();
    } catch (cause) {
      throw new OcpiError('serverError', 'the registry cannot be read now', { cause });
    }
  };
  return () => {
    waiting ??= last.then(read);
    last = waiting.catch(() => undefined);
    return waiting;
  };
}

/**
 * The signers that a directory has: a party's owner and its node for its own messages, its node and ours for what nodes replace.
 *
 * A node that the party or we have left may still have replaced links, for a day: answers from before are given again to who asks again,
 * and it delivers until it has heard of the move itself.
 *
 * @param own One of our parties: its node is on the way, too.
 * @example `signersFrom(directory, { country_code: 'DE', party_id: 'ABC' })`
 */
export function signersFrom(directory: PartyDirectory, own: Party): SignersOf {
  const nodeOf = (id: Party): readonly Hex[] => {
    const operator = directory.party(id)?.operator;
    if (!operator) return [];
    const key = directory.node(operator)?.key;
    return key === undefined || key === operator ? [operator] : [operator, key];
  };
  const former = createFormer();
  const readAgain = createReader(directory);
  const rewritersFor = (id: Party, now: number): readonly Hex[] => {
    const operators = nodeOf(id);
    return [...operators, ...former(partyKey(id), operators, now)];
  };
  const find = (party: Party, now: number): PartySigners | null => {
    const found = directory.party(party);
    if (!found) return null;
    const rewriters = [...rewritersFor(party, now), ...rewritersFor(own, now)];
    return { origins: [found.address, ...nodeOf(party)], rewriters };
  };
  return (party, now, fresh) => (fresh ? readAgain().then(() => find(party, now)) : find(party, now));
}

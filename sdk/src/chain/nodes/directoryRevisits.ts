import type { Hex } from '../../bytes/index.ts';

/** Which of these parties have an agreement with a provider that holds. */
type Agreeing = (parties: readonly Hex[], provider: Hex) => Promise<readonly Hex[]>;

/**
 * A service that asks for less may have agreements again that did not hold before. Nobody says which, so all parties are asked for: a
 * part at each refresh, as whoever changes a service all the time must not make everybody ask all the time.
 *
 * @param most Parties a refresh.
 */
export function createRevisits(most: number) {
  const waiting = new Map<Hex, readonly Hex[]>();
  return {
    /** After a change of a service; with no parties it is forgotten. */
    start: (provider: Hex, parties: Iterable<{ readonly address: Hex }>): void => {
      waiting.delete(provider);
      const addresses = [...parties].map(({ address }) => address);
      if (addresses.length > 0) waiting.set(provider, addresses);
    },
    clear: (): void => waiting.clear(),
    /** The next part: the pairs of party and provider whose agreement holds. What fails is asked for again. */
    next: async (agreeing: Agreeing): Promise<readonly (readonly [party: Hex, provider: Hex])[]> => {
      const [first] = waiting;
      if (!first) return [];
      const [provider, parties] = first;
      const found = await agreeing(parties.slice(0, most), provider);
      waiting.delete(provider);
      // Behind the others: each has its turn.
      if (parties.length > most) waiting.set(provider, parties.slice(most));
      return found.map((party) => [party, provider] as const);
    },
  };
}

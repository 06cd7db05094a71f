import { VerificationError } from '../../../errors/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import { partyKey } from '../../../protocol/ocpi/index.ts';
import type { HighWaterStore } from '../store/bridgeStore.ts';
import type { Signed } from './verifying.ts';

/** What is known of a party's mark without asking: it only grows, so the highest one needs no second look. */
const highest = new WeakMap<HighWaterStore, Set<string>>();

/**
 * A party that has signed is not heard without a signature any more, and one that has used version 2 not with version 1: else whoever
 * carries a message could take the better signature away.
 *
 * @throws {VerificationError} naming `OCN-Signature`.
 */
export async function assertNoDowngrade(store: HighWaterStore, party: Party, signed: Signed | null): Promise<void> {
  const version = signed?.version ?? 0;
  const known = highest.get(store) ?? new Set<string>();
  highest.set(store, known);
  if (version === 2 && known.has(partyKey(party))) return;
  const before = await store.get(party);
  if (version < before) {
    throw new VerificationError(`a party that has used version ${before} has to use it`, { field: 'OCN-Signature' });
  }
  if (version !== 0 && version > before) await store.raise(party, version);
  if (version === 2) known.add(partyKey(party));
}

/** Forgets what a party was seen to use. */
export async function forgetSignatures(store: HighWaterStore, party: Party): Promise<void> {
  highest.get(store)?.delete(partyKey(party));
  await store.forget(party);
}

import { ArgumentError } from '../../errors/index.ts';

/**
 * The replay keys of one process, each until it expires. Several processes share a table instead: one unique column.
 *
 * When it is full of keys that have not expired, it refuses new ones: forgetting an old one would let it be replayed.
 */
export class ReplayMemory {
  readonly #expiries = new Map<string, number>();
  readonly #capacity: number;

  /** @param capacity Keys at most. */
  constructor(capacity = 100_000) {
    if (!Number.isSafeInteger(capacity) || capacity < 1)
      throw new ArgumentError('is not positive', { field: 'capacity' });
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#expiries.size;
  }

  /** True if the key is new. @param expires Seconds since 1970, like `now`. */
  remember(key: string, expires: number, now: number): boolean {
    const known = this.#expiries.get(key);
    if (known !== undefined && known > now) return false;
    if (known === undefined && this.#expiries.size >= this.#capacity) this.#forget(now);
    if (known === undefined && this.#expiries.size >= this.#capacity) return false;
    this.#expiries.set(key, expires);
    return true;
  }

  #forget(now: number): void {
    for (const [key, expires] of this.#expiries) if (expires <= now) this.#expiries.delete(key);
  }
}

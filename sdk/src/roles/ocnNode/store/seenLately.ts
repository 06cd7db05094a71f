import type { ConnectionStatus } from '../../../protocol/ocpi/index.ts';

/** A platform that talks all the time is written down once a second. */
const EVERY_MS = 1_000;
const MAX_ENTRIES = 20_000;

/** What this process has just written of platforms, so that it is not written for every message. */
export class SeenLately {
  readonly #entries = new Map<string, { readonly connection: ConnectionStatus; readonly at: number }>();
  #generation = 0;

  /** Changes whenever something else may have been written. */
  get generation(): number {
    return this.#generation;
  }

  has(id: string, connection: ConnectionStatus, now: number): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && entry.connection === connection && now >= entry.at && now - entry.at < EVERY_MS;
  }

  add(id: string, connection: ConnectionStatus, now: number, generation: number): void {
    if (generation !== this.#generation) return;
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
    this.#entries.set(id, { connection, at: now });
  }

  forget(): void {
    this.#generation++;
    this.#entries.clear();
  }
}

import type { Hex } from '@gridseal/sdk/bytes';
import { DecodeError } from '@gridseal/sdk/errors';
import type { ContentState } from '../model/certificates.ts';
import { type Problem, toProblem } from '../problem.ts';

/** What a set of decoded contents is made with. */
export interface BodiesOptions<T> {
  readonly read: (id: Hex) => Promise<Uint8Array>;
  /** @throws {DecodeError} for what will never be readable. */
  readonly decode: (bytes: Uint8Array, id: Hex) => T;
  /** Told of each content that came, or did not. */
  readonly changed: (id: Hex, body: T | null) => void;
  /** What bodies are found by besides their ids; none by default. */
  readonly keyOf?: (body: T) => Hex | undefined;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** While there is something better to do, nothing is fetched unasked; whoever wants it says so again later. */
  readonly isBusy: () => boolean;
}

interface Failure {
  readonly problem: Problem;
  readonly final: boolean;
  readonly tries: number;
  readonly at: number;
}

const none: ReadonlySet<Hex> = new Set();
const loadsAtOnce = 8;
/** A stranger can endorse any number of ids: this many are fetched unasked. */
const maxUnasked = 4_000;
const firstRetryMs = 4_000;
const lastRetryMs = 600_000;

/** Decoded contents that are fetched in the background, a few at a time, and tried again when they could not be had. */
export class Bodies<T> {
  readonly #options: BodiesOptions<T>;
  readonly #bodies = new Map<Hex, T>();
  readonly #byKey = new Map<Hex, Set<Hex>>();
  readonly #failures = new Map<Hex, Failure>();
  readonly #loading = new Map<Hex, Promise<void>>();
  readonly #queue = new Set<Hex>();
  #unasked = 0;

  constructor(options: BodiesOptions<T>) {
    this.#options = options;
  }

  get(id: Hex): T | null {
    return this.#bodies.get(id) ?? null;
  }

  /** The ids of those that are here and have this key. */
  with(key: Hex): ReadonlySet<Hex> {
    return this.#byKey.get(key) ?? none;
  }

  all(): Iterable<readonly [Hex, T]> {
    return this.#bodies;
  }

  state(id: Hex): ContentState {
    if (this.#bodies.has(id)) return 'loaded';
    if (this.#loading.has(id) || this.#queue.has(id)) return 'loading';
    const failure = this.#failures.get(id);
    if (!failure) return 'unasked';
    return failure.final ? 'malformed' : 'missing';
  }

  problem(id: Hex): Problem | null {
    return this.#bodies.has(id) ? null : (this.#failures.get(id)?.problem ?? null);
  }

  /** Forgets that it could not be had: it may be here now. */
  forgive(id: Hex): void {
    this.#failures.delete(id);
  }

  /**
   * Fetches these when there is time.
   *
   * @param options `isKnown`: strangers have no say in which these are, so there are not too many of them, and they go before others.
   */
  want(ids: Iterable<Hex>, { isKnown = false }: { readonly isKnown?: boolean } = {}): void {
    if (this.#options.isBusy()) return;
    const queued = isKnown ? [...this.#queue] : [];
    if (isKnown) this.#queue.clear();
    for (const id of ids) {
      if (!isKnown && this.#unasked >= maxUnasked) break;
      if (!this.#isDue(id)) continue;
      if (!isKnown) this.#unasked++;
      this.#queue.add(id);
    }
    for (const id of queued) this.#queue.add(id);
    this.#fill();
  }

  /** Fetches this one now, unless it was tried just before. Resolves when that is over, in whatever way. */
  async ask(id: Hex): Promise<void> {
    const failure = this.#failures.get(id);
    const isFresh = failure && (failure.final || this.#options.now() - failure.at < firstRetryMs / 2);
    if (this.#bodies.has(id) || isFresh) return;
    this.#queue.delete(id);
    await (this.#loading.get(id) ?? this.#load(id));
  }

  /** Tries again what could not be had and is due. To be called now and then. */
  retry(): void {
    const before = this.#queue.size;
    for (const id of this.#failures.keys()) if (this.#isDue(id)) this.#queue.add(id);
    if (this.#queue.size > before) this.#fill();
  }

  #isDue(id: Hex): boolean {
    if (this.#bodies.has(id) || this.#loading.has(id) || this.#queue.has(id)) return false;
    const failure = this.#failures.get(id);
    if (!failure) return true;
    const pause = Math.min(firstRetryMs * 2 ** failure.tries, lastRetryMs);
    return !failure.final && this.#options.now() - failure.at >= pause;
  }

  #fill(): void {
    for (const id of this.#queue) {
      if (this.#loading.size >= loadsAtOnce) return;
      this.#queue.delete(id);
      void this.#load(id);
    }
  }

  #load(id: Hex): Promise<void> {
    const loading = this.#fetch(id).finally(() => {
      this.#loading.delete(id);
      this.#options.changed(id, this.get(id));
      this.#fill();
    });
    this.#loading.set(id, loading);
    return loading;
  }

  async #fetch(id: Hex): Promise<void> {
    try {
      const body = this.#options.decode(await this.#options.read(id), id);
      this.#bodies.set(id, body);
      this.#failures.delete(id);
      const key = this.#options.keyOf?.(body);
      if (key) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(id));
    } catch (error) {
      const tries = (this.#failures.get(id)?.tries ?? -1) + 1;
      const final = error instanceof DecodeError;
      this.#failures.set(id, { problem: toProblem(error), final, tries, at: this.#options.now() });
    }
  }
}

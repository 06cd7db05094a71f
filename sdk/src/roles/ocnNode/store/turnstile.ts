import { StoreUnavailableError } from './storeErrors.ts';

type Methods<T> = {
  [K in keyof T]: T[K] extends (...parameters: infer P) => Promise<infer R> ? (...parameters: P) => Promise<R> : never;
};

/** Counts who is inside; once it is shut, nobody comes in any more, and everybody gets out. */
export class Turnstile {
  #inside = 0;
  #isShut = false;
  #empty: (() => void) | null = null;

  /** @throws {StoreUnavailableError} after it was shut. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isShut) throw new StoreUnavailableError('the store was closed');
    this.#inside++;
    try {
      return await work();
    } finally {
      this.#inside--;
      if (this.#inside === 0) this.#empty?.();
    }
  }

  /** The same methods, through this turnstile. */
  guard<T extends object>(methods: T & Methods<T>): T {
    const guarded = Object.entries(methods).map(([name, method]) => [
      name,
      (...parameters: unknown[]) =>
        this.pass(() => (method as (...parameters: unknown[]) => Promise<unknown>)(...parameters)),
    ]);
    return Object.fromEntries(guarded) as T;
  }

  /** Resolves when the last one is out. */
  async shut(): Promise<void> {
    this.#isShut = true;
    if (this.#inside > 0) await new Promise<void>((resolve) => (this.#empty = resolve));
  }
}

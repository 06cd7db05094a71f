/** What survives a restart. All in seconds. */
export interface ClockMark {
  /** The latest block time that was seen. */
  readonly blockTime: number;
  /** What the clock said when the mark was made: an agent that restarts again and again without a connection gains no time. */
  readonly time: number;
  /** What the system's clock said then. */
  readonly systemTime: number;
}

/** Sources of time, as parameters. */
export interface TimeSources {
  /** Seconds since 1970, as the system believes; somebody may have set it. */
  readonly system: () => number;
  /** Seconds that only ever grow. */
  readonly monotonic: () => number;
}

/**
 * The time by which things expire: the newest block's, carried on by the monotonic clock when there is no connection. It never goes
 * back. The system's clock counts only between a restart and the first block, and then only forwards: setting it back gains
 * nothing.
 *
 * @example
 * ```ts
 * const clock = new BlockClock({ system: () => Date.now() / 1_000, monotonic: () => performance.now() / 1_000 }, mark);
 * clock.observe(head.timestamp);
 * ```
 */
export class BlockClock {
  readonly #sources: TimeSources;
  #anchor: { readonly time: number; readonly monotonic: number };
  #newest: number;
  #observed = false;

  constructor(sources: TimeSources, mark: ClockMark | null) {
    this.#sources = sources;
    const system = sources.system();
    const away = mark === null ? 0 : Math.max(0, system - mark.systemTime);
    this.#anchor = { time: mark === null ? system : mark.time + away, monotonic: sources.monotonic() };
    this.#newest = mark?.blockTime ?? 0;
  }

  /** Seconds since 1970. */
  now(): number {
    return this.#anchor.time + Math.max(0, this.#sources.monotonic() - this.#anchor.monotonic);
  }

  /** The time of the newest block that was seen, in seconds since 1970; 0 if none was. */
  newestBlock(): number {
    return this.#newest;
  }

  /** Takes the time of a block that enough endpoints agree on. An old block again (a frozen chain) does not stop the clock. */
  observe(blockTime: number): void {
    if (blockTime <= this.#newest) return;
    this.#newest = blockTime;
    // What the system's clock said before the first block was a guess, and may have been far ahead.
    const time = this.#observed ? Math.max(blockTime, this.now()) : blockTime;
    this.#observed = true;
    this.#anchor = { time, monotonic: this.#sources.monotonic() };
  }

  mark(): ClockMark {
    return { blockTime: this.#newest, time: this.now(), systemTime: this.#sources.system() };
  }
}

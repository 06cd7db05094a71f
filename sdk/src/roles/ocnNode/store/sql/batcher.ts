import { SqlError } from './sql.ts';

/** How many calls go into one statement, and about how many bytes of them. */
const MAX_CALLS = 256;
const MAX_BYTES = 4 * 1024 * 1024;

export interface BatcherOptions<Input, Output> {
  /** One statement for all; the outputs are in the order of the inputs. */
  readonly run: (inputs: readonly Input[]) => Promise<readonly Output[]>;
  /** Calls with the same key never go into one statement: the second has to see what the first did. Null for calls that may. */
  readonly keyOf: (input: Input) => string | null;
  readonly sizeOf?: (input: Input) => number;
  /** How many statements may be under way. */
  readonly concurrency: number;
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts calls that come at about the same time into one statement: those of one turn of the event loop, and those that came while
 * earlier ones were under way. One call alone waits for nothing but the end of the turn.
 */
export class Batcher<Input, Output> {
  readonly #options: BatcherOptions<Input, Output>;
  #waiting: Call<Input, Output>[] = [];
  #running = 0;
  #scheduled = false;
  /** Keys of statements that are under way: the next call of that key comes after them. */
  readonly #busy = new Set<string>();

  constructor(options: BatcherOptions<Input, Output>) {
    this.#options = options;
  }

  call(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#options.concurrency || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#running++;
      void this.#send(batch).finally(() => {
        this.#running--;
        for (const { input } of batch) this.#release(input);
        this.#schedule();
      });
      this.#schedule();
    });
  }

  #take(): readonly Call<Input, Output>[] {
    const { keyOf, sizeOf } = this.#options;
    const batch: Call<Input, Output>[] = [];
    const left: Call<Input, Output>[] = [];
    let bytes = 0;
    for (const call of this.#waiting) {
      const key = keyOf(call.input);
      const size = sizeOf?.(call.input) ?? 0;
      const isFull = batch.length === MAX_CALLS || (batch.length > 0 && bytes + size > MAX_BYTES);
      if (isFull || (key !== null && this.#busy.has(key))) {
        left.push(call);
        continue;
      }
      if (key !== null) this.#busy.add(key);
      bytes += size;
      batch.push(call);
    }
    this.#waiting = left;
    return batch;
  }

  #release(input: Input): void {
    const key = this.#options.keyOf(input);
    if (key !== null) this.#busy.delete(key);
  }

  async #send(batch: readonly Call<Input, Output>[]): Promise<void> {
    try {
      const outputs = await this.#options.run(batch.map(({ input }) => input));
      for (const [i, { resolve }] of batch.entries()) resolve(outputs[i] as Output);
    } catch (error) {
      // Nothing of the statement holds. If the database refused one of the calls, it is found out one by one which.
      if (batch.length > 1 && error instanceof SqlError) for (const call of batch) await this.#send([call]);
      else for (const { reject } of batch) reject(error);
    }
  }
}

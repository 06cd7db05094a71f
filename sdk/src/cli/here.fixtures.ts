import { Readable, Writable } from 'node:stream';
import { type CallOptions, call, cleanEnvironment, createHome, type Home, type Outcome } from './cli.fixtures.ts';
import { commands, nouns } from './commands/index.ts';
import { run } from './framework/run.ts';

/** How long a call may take, as for a process. */
const timeoutMs = 60_000;

/** What a call prints. */
class Output extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** The calls before: a process has one working folder and one standard input, so there is one call at a time. */
let before: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = before.then(work);
  before = turn.catch(() => undefined);
  return turn;
}

/** Gives the process another working folder and standard input while `work` goes on. */
async function inPlace<T>(cwd: string | undefined, stdin: Readable, work: () => Promise<T>): Promise<T> {
  const [folder, input] = [process.cwd(), Object.getOwnPropertyDescriptor(process, 'stdin')];
  if (cwd !== undefined) process.chdir(cwd);
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true, enumerable: true });
  try {
    return await work();
  } finally {
    if (input) Object.defineProperty(process, 'stdin', input);
    process.chdir(folder);
  }
}

/** Fails where a process would be killed for taking too long. */
async function inTime<T>(args: readonly string[], work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`has not ended: gridseal ${args.join(' ')}`)), timeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What has to be a process: whoever gets signals, or descriptors of its own. */
const needsProcess = (args: readonly string[], { during }: CallOptions) =>
  during !== undefined || args.some((word) => /^--(password|key)-fd/.test(word));

/**
 * Runs the real command, on real files and with real servers, in the process of the test: what `main.ts` does, without the second
 * that a new process takes. Calls run one after the other.
 */
export function callHere(args: readonly string[], options: CallOptions = {}): Promise<Outcome> {
  if (needsProcess(args, options)) return call(args, options);
  const [stdout, stderr] = [new Output(), new Output()];
  const stdin = Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)], { objectMode: false });
  const host = {
    argv: args,
    env: { ...cleanEnvironment(), ...options.env },
    ...{ stdin, stdout, stderr, now: Date.now, signal: new AbortController().signal },
    stopInGoodOrder: () => undefined,
  };
  return inTurn(() =>
    inPlace(options.cwd, stdin, async () => {
      const code = await inTime(args, run(host, nouns, commands));
      return { code, signal: null, stdout: stdout.text(), stderr: stderr.text() };
    }),
  );
}

/** A home whose commands run in the process of the test. */
export const createHomeHere = (): Promise<Home> => createHome(callHere);

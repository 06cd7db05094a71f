import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../node/main.ts', import.meta.url));

/** An embedded IPFS node in a process of its own. */
export interface NodeProcess {
  readonly rpc: string;
  readonly gateway: string;
  readonly peerId: string;
  readonly addresses: readonly string[];
  /** @returns the exit code, or the signal that ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null>;
}

/** Starts one and waits until it says that it is ready. */
export async function startNodeProcess(directory: string, flags: readonly string[] = []): Promise<NodeProcess> {
  const child = spawn(process.execPath, [main, '--directory', directory, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const line = await Promise.race([firstLine(child), failed(child, exited)]);
  return {
    ...(JSON.parse(line) as Omit<NodeProcess, 'end'>),
    async end(signal) {
      child.kill(signal);
      const [code, ended] = await exited;
      return code ?? ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

async function failed(child: ChildProcess, exited: Promise<[number | null, string | null]>): Promise<never> {
  let text = '';
  child.stderr?.on('data', (data: Buffer) => {
    text += data.toString();
  });
  const [code] = await exited;
  throw new Error(`exited with ${code}: ${text}`);
}

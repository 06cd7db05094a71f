import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually } from '../roles/ocnNode/server/nodeProcess.fixtures.ts';
import { cleanEnvironment, type Home, program } from './cli.fixtures.ts';

type Line = Readonly<Record<string, unknown>>;

/** The command, with `--json`, as a process that runs until it is told to end. */
export function startCommand(home: Home, args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [program, ...args, '--json'], {
    env: { ...cleanEnvironment(), ...home.env },
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(JSON.parse(line)));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    lines,
    stderr: () => stderr,
    async seen(event: string, test: (line: Line) => boolean = () => true): Promise<Line> {
      return eventually(async () => {
        const found = lines.find((line) => line.event === event && test(line));
        if (!found) throw new Error(`${event} did not come; ${stderr}; ${lines.map(({ text }) => text).join(' | ')}`);
        return found;
      });
    },
    async end(): Promise<number | null> {
      child.kill('SIGTERM');
      return ended;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.ts';
import { type PartName, parts } from './parts.ts';

/**
 * Runs a part in a process of its own, so that no part's memory or load weighs on another's.
 *
 * @param take Is given each measurement as it is made.
 * @returns why the part did not come to its end; null if it did.
 */
export async function runPart(part: PartName, take: (measurement: Measurement) => void): Promise<string | null> {
  const program = fileURLToPath(new URL('./part.ts', import.meta.url));
  // What anything prints on the way goes to stderr: stdout has the table alone.
  const child = fork(program, [part], { stdio: ['ignore', 2, 2, 'ipc'] });
  const stop = () => child.kill('SIGTERM');
  const { seconds } = parts[part];
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, seconds * 1_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    child.on('message', (message) => take(message as Measurement));
    return await new Promise<string | null>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => {
        if (late) resolve(`took more than ${seconds} s`);
        else resolve(code === 0 ? null : `ended with ${signal ?? `status ${code}`}`);
      });
    });
  } finally {
    clearTimeout(timer);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}

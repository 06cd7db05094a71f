import { spawn } from 'node:child_process';
import { inProject, root } from '../../scripts/lib/paths.ts';

/** How a process ended. */
export interface NodeResult {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a script of the project as a process of its own, without input.
 *
 * @param onStart Gets the means to end it in the middle.
 * @example
 * ```ts
 * const { code, stdout } = await runNode(['scripts/deploy.ts', '--help']);
 * ```
 */
export function runNode(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly onStart?: (kill: () => void) => void } = {},
): Promise<NodeResult> {
  const [script, ...rest] = args;
  const child = spawn(process.execPath, [inProject(script ?? ''), ...rest], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  options.onStart?.(() => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { wipe } from '../../crypto/index.ts';
import { ArgumentError, FileError } from '../../errors/index.ts';
import { isSecretName, MAX_SECRET_SIZE, type SecretStore } from '../secretStore.ts';

/** A helper program that keeps secrets: in a TPM, a keychain, a hardware module. */
export interface SecretHelper {
  /** Absolute path; no shell is involved. */
  readonly command: string;
  /** Stand before the verb and the name. */
  readonly args?: readonly string[];
  /** How long one call may take, in milliseconds; 10,000 unless given. */
  readonly timeout?: number;
}

/** The exit status by which a helper says that it has no such secret. */
const NOT_FOUND = 4;

/**
 * Secrets behind a helper program, called as `command …args read|write|remove <name>`: `read` gives the secret on its standard output
 * (status 4 if there is none), `write` takes it on its standard input, until the end. Status 0 means done and durable. What the
 * helper writes to its standard error is shown nowhere, as it might hold a secret.
 *
 * This is where a platform's store plugs in: `tpm2_unseal`, `secret-tool`, `security` in a few lines of script.
 *
 * @example
 * ```ts
 * const store = new CommandSecretStore({ command: '/usr/libexec/gridseal-tpm' });
 * ```
 */
export class CommandSecretStore implements SecretStore {
  readonly #helper: SecretHelper;

  /** @throws {ArgumentError} unless the command is an absolute path. */
  constructor(helper: SecretHelper) {
    if (!isAbsolute(helper.command)) throw new ArgumentError('has to be an absolute path', { field: 'command' });
    this.#helper = helper;
  }

  async read(name: string): Promise<Uint8Array | null> {
    const { status, output } = await this.#run('read', name);
    return status === NOT_FOUND ? null : output;
  }

  async write(name: string, secret: Uint8Array): Promise<void> {
    if (secret.length > MAX_SECRET_SIZE) {
      throw new ArgumentError(`is longer than ${MAX_SECRET_SIZE} bytes`, { field: 'secret' });
    }
    const { status } = await this.#run('write', name, secret);
    if (status === NOT_FOUND) throw this.#failed('write', `ended with status ${NOT_FOUND}`);
  }

  async remove(name: string): Promise<void> {
    await this.#run('remove', name);
  }

  #run(
    verb: 'read' | 'write' | 'remove',
    name: string,
    input?: Uint8Array,
  ): Promise<{ readonly status: number; readonly output: Uint8Array }> {
    if (!isSecretName(name)) {
      throw new ArgumentError('has to be 1 to 64 characters of a-z, 0-9 and -', { field: 'name' });
    }
    const { command, args = [], timeout = 10_000 } = this.#helper;
    return new Promise((resolve, reject) => {
      // A group of its own, so that a helper that hangs ends together with what it started.
      const child = spawn(command, [...args, verb, name], {
        stdio: ['pipe', 'pipe', 'ignore'],
        shell: false,
        detached: true,
      });
      const chunks: Buffer[] = [];
      let size = 0;
      const stop = (why: string) => {
        clearTimeout(timer);
        endGroup(child);
        wipe(...chunks);
        reject(this.#failed(verb, why));
      };
      const timer = setTimeout(() => stop(`did not end within ${timeout} ms`), timeout);
      child.on('error', (cause) => stop(`cannot be run (${'code' in cause ? cause.code : 'unknown reason'})`));
      child.stdout.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_SECRET_SIZE) stop(`gave more than ${MAX_SECRET_SIZE} bytes`);
      });
      child.on('close', (status, signal) => {
        clearTimeout(timer);
        if (status !== 0 && status !== NOT_FOUND) return stop(`ended with ${signal ?? `status ${status}`}`);
        const output = new Uint8Array(Buffer.concat(chunks));
        wipe(...chunks);
        resolve({ status, output });
      });
      // A helper that ends without reading is judged by its status, not by the broken pipe.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input ?? new Uint8Array(0));
    });
  }

  #failed(verb: string, why: string): FileError {
    return new FileError(`${verb} failed: the helper ${why}`, { field: this.#helper.command });
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

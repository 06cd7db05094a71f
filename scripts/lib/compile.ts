import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportedContracts } from './contracts.ts';
import { exclusively } from './exclusively.ts';
import { filesIn } from './files.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';

const STAMP = inProject('cache', 'gridseal-build.sha256');

const LOCK = inProject('cache', 'gridseal-build.lock');

/** Compiles the contracts if their sources changed or an artifact is missing. Says whether it had to. */
export function compileContracts(): Promise<'compiled' | 'unchanged'> {
  return exclusively(LOCK, async () => {
    const digest = sourceDigest();
    const isKnown = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
    if (isKnown && missingArtifact() === undefined) return 'unchanged';
    await build();
    // A build that was ended half-way leaves a cache that knows files as compiled whose artifacts were never written.
    if (missingArtifact() !== undefined) await build('--force');
    const missing = missingArtifact();
    if (missing !== undefined) throw new Error(`Hardhat left no ${missing}: does hardhat.config.ts build it?`);
    writeFileSync(STAMP, digest);
    return 'compiled';
  });
}

async function build(...options: readonly string[]): Promise<void> {
  const hardhat = inProject('node_modules', '.bin', 'hardhat');
  const { code, output } = await run(['node', hardhat, 'build', '--no-tests', ...options]);
  if (code !== 0) throw new Error(`The contracts do not compile.\n${output}`);
}

function missingArtifact(): string | undefined {
  return exportedContracts
    .flatMap(({ name, source }) => (source ? [artifactPath({ name, source })] : []))
    .find((file) => !existsSync(file));
}

/** Where Hardhat puts a contract's artifact. */
export function artifactPath(contract: { readonly name: string; readonly source: string }): string {
  return inProject('artifacts', contract.source, `${contract.name}.json`);
}

/** One digest over all that decides what the compiler puts out. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  const sources = filesIn('contracts', (file) => file.endsWith('.sol'));
  for (const file of [...sources, 'hardhat.config.ts', 'remappings.txt', 'package-lock.json']) {
    const bytes = readFileSync(inProject(file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

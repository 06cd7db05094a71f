import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportedContracts } from './contracts.ts';
import { filesIn } from './files.ts';
import { inProject } from './paths.ts';
import { run } from './processes.ts';

const STAMP = inProject('cache', 'gridseal-build.sha256');

/** Compiles the contracts if their sources changed or an artifact is missing. Says whether it had to. */
export async function compileContracts(): Promise<'compiled' | 'unchanged'> {
  const digest = sourceDigest();
  const wanted = [inProject('artifacts', 'artifacts.d.ts'), ...exportedContracts.map(artifactPath)];
  if (wanted.every(existsSync) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return 'unchanged';
  const { code, output } = await run(['node', inProject('node_modules', '.bin', 'hardhat'), 'build', '--no-tests']);
  if (code !== 0) throw new Error(`The contracts do not compile.\n${output}`);
  const missing = wanted.find((file) => !existsSync(file));
  if (missing !== undefined)
    throw new Error(`Hardhat compiled, but left no ${missing}: does hardhat.config.ts build it?`);
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, digest);
  return 'compiled';
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

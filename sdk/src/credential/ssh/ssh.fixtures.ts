import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RandomBytes } from '../../crypto/index.ts';
import { generatePrivateKey } from './privateKey.ts';
import { sshSigner } from './signer.ts';

/** Reproducible bytes for tests. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0;
  return (size) => {
    const parts: Buffer[] = [];
    while (parts.length * 32 < size) parts.push(createHash('sha256').update(`${seed}/${counter++}`).digest());
    return new Uint8Array(Buffer.concat(parts).subarray(0, size));
  };
}

export const userCa = sshSigner(generatePrivateKey(seededRandom('user ca'), 'user-ca'));
export const otherCa = sshSigner(generatePrivateKey(seededRandom('other ca'), 'other-ca'));
export const aliceKey = generatePrivateKey(seededRandom('alice'), 'alice');
/** 2026-11-20T10:00:00Z */
export const now = 1795168800;

export const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

/** A directory with the given files, removed when the test ends. */
export function withFiles<T>(files: Record<string, string | Uint8Array>, use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-ssh-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content, { mode: 0o600 });
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export function sshKeygen(directory: string, ...args: string[]): string {
  return execFileSync('ssh-keygen', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

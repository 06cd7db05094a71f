import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from '../../crypto/index.ts';
import type { Credential } from '../credential.ts';
import type { TlsAlgorithm } from './algorithms.ts';
import { createTlsAuthority, type TlsAuthority } from './authority.ts';
import { type IssueTlsOptions, issueTls } from './issue.ts';
import { generateTlsKeys } from './keys.ts';

export const random = randomBytes;
export const now = Math.floor(Date.now() / 1000);
export const validity = { notBefore: now - 60, notAfter: now + 3600 };
export const names = { dns: ['station-7.example', '*.station-7.example'], ip: ['192.0.2.7', '2001:db8::7'] };
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
export const text = (credential: Credential, path: string) =>
  new TextDecoder().decode(credential.files.find((file) => file.path === path)?.content);

export async function authorities(algorithm: TlsAlgorithm = 'P-256') {
  const long = { notBefore: now - 3600, notAfter: now + 86_400 };
  const rootKeys = await generateTlsKeys(algorithm);
  const root = await createTlsAuthority({ commonName: 'Root', keys: rootKeys, pathLength: 1, ...long, random });
  const keys = await generateTlsKeys(algorithm);
  return { root, issuing: await createTlsAuthority({ commonName: 'Issuing', keys, issuer: root, ...long, random }) };
}

export async function issue(change: Partial<IssueTlsOptions> = {}, authority?: TlsAuthority): Promise<Credential> {
  const keys = await generateTlsKeys('P-256');
  return issueTls({
    authority: authority ?? (await authorities()).issuing,
    key: { keys },
    names,
    ...validity,
    random,
    ...change,
  });
}

export function openssl(files: Record<string, string>, ...args: string[]): { status: number | null; out: string } {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-tls-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' });
    return { status, out: `${stdout}${stderr}` };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

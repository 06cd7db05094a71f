import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openssl35 } from '../../../../test/support/openssl35.ts';
import { randomBytes } from '../../crypto/index.ts';
import type { Credential } from '../credential.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
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

export async function authorities(algorithm: TlsAlgorithm = 'P-256', rootAlgorithm: TlsAlgorithm = algorithm) {
  const long = { notBefore: now - 3600, notAfter: now + 86_400 };
  const rootKeys = await generateTlsKeys(rootAlgorithm);
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

export function openssl(files: Record<string, string>, ...args: string[]) {
  return runOpenssl('openssl', files, args);
}

/** As `openssl`, with one that knows ML-DSA and SLH-DSA. */
export function recentOpenssl(files: Record<string, string>, ...args: string[]) {
  if (openssl35 === null) throw new Error('there is no OpenSSL 3.5: node scripts/openssl.ts');
  return runOpenssl(openssl35, files, args);
}

function runOpenssl(program: string, files: Record<string, string>, args: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-tls-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' });
    return { status, out: `${stdout}${stderr}` };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

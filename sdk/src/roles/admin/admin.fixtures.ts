import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { FileSecretStore } from '../../identity/node/index.ts';
import type { IssuedEntry } from './ledger.ts';

export const now = 1_795_000_000;
export const validity = { notBefore: now - 60, notAfter: now + 86_400 };

/** A new folder that is gone after the test. */
export function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-admin-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export async function secretStore(directory = path.join(folder(), 'authorities')) {
  return { directory, store: await FileSecretStore.at(directory) };
}

/** A line of the history about certificates of an authority. */
export function issuedEntry(change: Partial<IssuedEntry>): IssuedEntry {
  const id: Hex = `0x${'11'.repeat(32)}`;
  return {
    action: 'issued',
    time: now,
    authority: id,
    subject: id,
    channel: 'ssh-user',
    device: id,
    group: null,
    epoch: 1,
    transaction: id,
    kind: 'sshUser',
    digest: id,
    ...validity,
    devices: 1,
    serials: [],
    issuer: 'users',
    ...change,
  };
}

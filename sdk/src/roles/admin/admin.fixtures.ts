import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { fromBase64url, type Hex } from '../../bytes/index.ts';
import { randomBytes, secp256k1Signer } from '../../crypto/index.ts';
import { signerId } from '../../delivery/subject/index.ts';
import { FileSecretStore } from '../../identity/node/index.ts';
import type { KnownDevice } from './knownDevices.ts';
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

/** A device with an enrolled P-256 key for TLS, unless `uses` says otherwise. */
export function knownDevice(use: 'tls' | 'sign' = 'tls'): KnownDevice {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Uint8Array.of(4, ...fromBase64url(x as string), ...fromBase64url(y as string));
  const { signer } = secp256k1Signer(randomBytes(32));
  const enrolment = {
    name: 'station-7',
    signer,
    keys: [{ use, algorithm: 'P-256', publicKey: point }],
    proof: '0x',
  } as const;
  const key = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
  return { id: signerId(signer), enrolment, certificate: null, key, claim: null };
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

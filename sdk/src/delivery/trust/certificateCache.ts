import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Hex } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { replaceFile } from '../../files/index.ts';
import type { Store } from '../../store/index.ts';
import { type CertificateSource, storedCertificates } from './certificateSource.ts';

/**
 * Certificates by id: from disk if they are there, else from IPFS, and then kept. Every file is checked against its name, so a
 * broken one is fetched again.
 *
 * @example `const bytes = await certificateCache(store, '/var/lib/gridseal/certificates').get(id)`
 */
export function certificateCache(store: Store, directory: string): CertificateSource {
  const stored = storedCertificates(store);
  return {
    async get(id, signal) {
      const digest = id.toLowerCase() as Hex;
      const file = path.join(directory, `${digest.slice(2)}.json`);
      const cached = await readFile(file).catch(() => null);
      if (cached !== null && sha256Hex(cached) === digest) return new Uint8Array(cached);
      const bytes = await stored.get(digest, signal);
      // The bytes are right wherever they are kept: a full disk, or another round that writes the same, costs no trust.
      await keep(directory, file, bytes).catch(() => undefined);
      return bytes;
    },
  };
}

async function keep(directory: string, file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await replaceFile(file, bytes, 0o600);
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fromBase64url, utf8Encode } from '../../bytes/index.ts';
import { ed25519PrivateKey, formatPrivateKey, formatPublicKey } from '../../credential/ssh/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import { FileError } from '../../errors/index.ts';
import { createFile, syncDirectory } from '../../files/index.ts';
import type { EnrolledKey } from '../../identity/index.ts';

/** The device's own SSH and TLS keys: made here, certified by authorities, and never sent anywhere. */
export const ownKeyFiles = {
  sshUser: 'id_ed25519',
  sshHost: 'ssh_host_ed25519_key',
  tls: 'tls_key.pem',
} as const;

/** Their folder, in `install.root`. */
export const ownKeysFolder = 'keys';

/**
 * Makes the device's own keys in `<root>/keys`, where sshd and others find them at paths that never change.
 *
 * @returns their public halves, for the enrolment request.
 * @throws {FileError} if there are some already.
 */
export async function makeOwnKeys(root: string, name: string, random: RandomBytes): Promise<readonly EnrolledKey[]> {
  const folder = path.join(root, ownKeysFolder);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const put = async (file: string, content: string, mode: number) => {
    const target = path.join(folder, file);
    await createFile(target, { content: utf8Encode(content), mode, uid: null, gid: null }).catch((cause: unknown) => {
      throw new FileError('cannot be made: is there a device already?', { field: target, cause });
    });
  };
  const keys: EnrolledKey[] = [];
  for (const use of ['sshUser', 'sshHost'] as const) {
    const key = ed25519PrivateKey(random(32), name.replace(/\s/g, '_'));
    await put(ownKeyFiles[use], formatPrivateKey(key, random), 0o600);
    await put(`${ownKeyFiles[use]}.pub`, formatPublicKey(key.publicKey), 0o644);
    keys.push({ use, algorithm: 'Ed25519', publicKey: key.publicKey.blob.subarray(-32) });
  }
  const tls = await makeTlsKey();
  await put(ownKeyFiles.tls, tls.pem, 0o600);
  keys.push({ use: 'tls', algorithm: 'P-256', publicKey: tls.publicKey });
  await syncDirectory(folder);
  return keys;
}

/** A P-256 key as PKCS#8, and its uncompressed point. */
async function makeTlsKey(): Promise<{ readonly pem: string; readonly publicKey: Uint8Array }> {
  const { generateKeyPairSync } = await import('node:crypto');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Uint8Array.of(4, ...fromBase64url(x as string), ...fromBase64url(y as string));
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, publicKey: point };
}

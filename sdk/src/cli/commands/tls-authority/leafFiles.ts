import path from 'node:path';
import { readPem, readTlsFacts, type TlsFacts, tlsFingerprint } from '../../../credential/tls/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given } from '../../framework/input.ts';

/** The limits of a chain (docs/spec/x509.md). */
const maxBytes = 262_144;

/** A file of certificates in PEM, as DER, the leaf first. */
export async function readCertificates({ text, field }: Given): Promise<readonly Uint8Array[]> {
  const pem = (await readCapped(text, { field, maxBytes })).toString('utf8');
  return readPem(pem, 'CERTIFICATE', field);
}

/** The first certificate of a file, and what it says of itself. */
export async function readLeaf(given: Given) {
  const [der] = await readCertificates(given);
  if (!der) throw new DecodeError('has no certificate', { field: given.field });
  return { der, facts: readTlsFacts(der, given.field), fingerprint: tlsFingerprint(der) };
}

/** The names of a certificate, in a line. */
export function namesOf({ names }: TlsFacts): string {
  return [...names.dns, ...names.ip, ...names.uri].join(', ');
}

/** Where the proof of a leaf goes: beside it, or into a folder. @example `stations/7.crt` → `stations/7.proof.json` */
export function proofFile(leaf: string, folder: string | undefined): string {
  const { dir, name } = path.parse(path.resolve(leaf));
  return path.join(folder === undefined ? dir : path.resolve(folder), `${name}.proof.json`);
}

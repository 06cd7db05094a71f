import path from 'node:path';
import { OccCertificate } from '../../../certificate/occ/index.ts';
import { DecodeError, FileError, NotFoundError, VerificationError } from '../../../errors/index.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Given } from '../../framework/input.ts';
import { homePaths, namesIn } from '../shared/homeFolder.ts';

const fileOf = (context: Context, id: string): string => path.join(homePaths(context.home).occ, `${id}.json`);

/** The ids of the certificates that were imported. */
export async function keptIds(context: Context): Promise<string[]> {
  return (await namesIn(homePaths(context.home).occ, '.json')).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/** @throws {VerificationError} if the file is not what its name says. */
export async function readKept(context: Context, id: string): Promise<OccCertificate.OccCertificate> {
  const field = fileOf(context, id);
  const bytes = await readCapped(field, { field: 'certificate', maxBytes: OccCertificate.MAX_BYTES });
  const certificate = OccCertificate.decode(bytes, { field });
  if (OccCertificate.idOf(certificate) !== id) throw new VerificationError('is not what its name says', { field });
  return certificate;
}

/** Every certificate that was imported. */
export async function readAllKept(context: Context): Promise<OccCertificate.OccCertificate[]> {
  return Promise.all((await keptIds(context)).map((id) => readKept(context, id)));
}

/** Keeps a certificate in this home, in place of one with the same id and other signatures. */
export async function keep(context: Context, certificate: OccCertificate.OccCertificate): Promise<void> {
  const file = fileOf(context, OccCertificate.idOf(certificate));
  await writeWhole(file, OccCertificate.encode(certificate), { replace: true, makeFolder: true });
}

/** The certificates of a file, or the one that was imported with this id or beginning of an id. */
export async function findOriginals(
  { text, field }: Given,
  context: Context,
): Promise<readonly OccCertificate.OccCertificate[]> {
  if (/^(?:0x)?[0-9a-f]{6,64}$/i.test(text)) {
    const start = text.toLowerCase().replace(/^0x/, '');
    const ids = (await keptIds(context)).filter((id) => id.startsWith(start));
    if (ids.length > 1) {
      throw new DecodeError('is the beginning of several ids', { field, metaMessages: ids.slice(0, 8) });
    }
    if (ids[0]) return [await readKept(context, ids[0])];
  }
  try {
    const bytes = await readCapped(text, { field, maxBytes: OccCertificate.MAX_LIST_BYTES });
    return OccCertificate.decodeAll(bytes, { field });
  } catch (error) {
    if (!(error instanceof FileError) || /[./]/.test(text)) throw error;
    throw new NotFoundError('is neither the id of an imported certificate nor a file', { field, cause: error });
  }
}

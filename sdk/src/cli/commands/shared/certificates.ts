import path from 'node:path';
import { type Hex, isHex } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { DecodeError, FileError, NotFoundError } from '../../../errors/index.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { homePaths, namesIn } from './homeFolder.ts';
import { ipfsEndpoints, openStore } from './openStore.ts';

export interface FoundCertificate {
  readonly id: Hex;
  readonly certificate: Certificate.Certificate;
}

/** All that is needed to find the certificates that are kept. */
type Home = Pick<Context, 'home'>;

const fileOf = (context: Home, id: Hex): string =>
  path.join(homePaths(context.home).certificates, `${id.slice(2)}.json`);

/** The ids of this home's certificates. */
export async function certificateIds(context: Context): Promise<Hex[]> {
  const names = await namesIn(homePaths(context.home).certificates, '.json');
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => `0x${name}` as Hex);
}

/** @throws {VerificationError} if the file is not what its name says. */
export async function readCertificate(context: Context, id: Hex): Promise<FoundCertificate> {
  const file = fileOf(context, id);
  const bytes = await readCapped(file, { field: 'certificate', maxBytes: Certificate.MAX_CERTIFICATE_BYTES });
  return { id, certificate: Certificate.decode(bytes, { id, field: file }) };
}

/** Keeps a certificate in this home. */
export async function keepCertificate(context: Home, found: FoundCertificate): Promise<string> {
  const file = fileOf(context, found.id);
  await writeWhole(file, Certificate.encode(found.certificate), { replace: true, makeFolder: true });
  return file;
}

async function fromIpfs(id: Hex, field: string, input: Input, context: Context): Promise<FoundCertificate> {
  if (ipfsEndpoints(input).length === 0) {
    throw new NotFoundError('is not in this home', {
      field,
      metaMessages: ['With --ipfs-rpc or --ipfs-gateway it is looked for on IPFS.'],
    });
  }
  const store = openStore(input);
  const maxBytes = Certificate.MAX_CERTIFICATE_BYTES;
  const bytes = await store.read({ digest: id, codec: 'raw', maxBytes, signal: context.signal });
  return { id, certificate: Certificate.decode(bytes, { id }) };
}

/**
 * Finds a certificate by id or the beginning of one in this home, by id on IPFS, or in a file.
 *
 * @param input gives the IPFS endpoints, if the command has them.
 * @throws {NotFoundError}
 */
export async function findCertificate(given: Given, input: Input | null, context: Context): Promise<FoundCertificate> {
  const { text, field } = given;
  if (/^0x[0-9a-f]{6,64}$/i.test(text)) {
    const ids = (await certificateIds(context)).filter((id) => id.startsWith(text.toLowerCase()));
    if (ids.length > 1)
      throw new DecodeError('is the beginning of several ids', { field, metaMessages: ids.slice(0, 8) });
    if (ids[0]) return readCertificate(context, ids[0]);
    if (!isHex(text, 32)) throw new NotFoundError('no certificate of this home has such an id', { field });
    if (input) return fromIpfs(text.toLowerCase() as Hex, field, input, context);
    throw new NotFoundError('is not in this home', { field });
  }
  try {
    const bytes = await readCapped(text, { field, maxBytes: Certificate.MAX_CERTIFICATE_BYTES });
    const certificate = Certificate.decode(bytes, { field });
    return { id: Certificate.id(certificate), certificate };
  } catch (error) {
    if (!(error instanceof FileError) || /[./]/.test(text)) throw error;
    throw new NotFoundError('is neither an id nor a file', { field, cause: error });
  }
}

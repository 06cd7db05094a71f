import { type ImportCandidate, importer } from 'ipfs-unixfs-importer';
import type { CID } from 'multiformats/cid';
import { BaseError } from '../../../errors/index.ts';
import { checkEntryName, openUnixfsFile } from '../../content/index.ts';
import { CHUNK_BYTES, unixfsProfile } from '../../content/unixfsProfile.ts';
import { HttpError } from '../httpError.ts';
import { type Part, readParts } from '../multipart.ts';
import { resolvePath } from '../unixfs.ts';
import { countArgument, flagArgument, parsePath, requiredArgument } from './arguments.ts';
import { type Command, linesAnswer } from './command.ts';

/** Files and directories, as `ipfs add` sends them: a part for each, a directory before what is in it. */
export const add: Command = async ({ repository, maxBodyBytes }, { request, args, signal }) => {
  const options = importOptions(args);
  const [pin, onlyHash] = [flagArgument(args, 'pin', true), flagArgument(args, 'only-hash', false)];
  const store = {
    put: async (cid: CID, bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => {
      if (!(bytes instanceof Uint8Array)) throw new TypeError('the importer gives whole blocks');
      if (!onlyHash) await repository.put(cid, bytes);
      return cid;
    },
  };
  const lines: unknown[] = [];
  await repository.writing(async () => {
    const candidates = readCandidates(readParts(request, maxBodyBytes));
    const roots: CID[] = [];
    for await (const { cid, path = '', size } of importer(candidates, store, options)) {
      const name = path === cid.toString() ? '' : path;
      lines.push({ Name: name || cid.toString(), Hash: cid.toString(), Size: String(size) });
      if (!name.includes('/')) roots.push(cid);
    }
    if (roots.length === 0) throw new HttpError(400, 'the body has no file');
    if (pin && !onlyHash) for (const root of roots) await repository.pin(root, signal);
  });
  return linesAnswer(lines);
};

export const cat: Command = async ({ repository }, { args, signal }) => {
  const { cid, names } = parsePath(requiredArgument(args));
  const [offset, length] = [countArgument(args, 'offset'), countArgument(args, 'length')];
  const found = await resolvePath(repository, cid, names, signal);
  const file = await openUnixfsFile(found, (block) => repository.get(block, signal));
  return { type: 'text/plain', headers: { 'X-Stream-Output': '1' }, body: file.read(offset, length) };
};

function importOptions(args: URLSearchParams) {
  const version = args.get('cid-version') ?? '0';
  if (version !== '0' && version !== '1') throw new HttpError(400, 'argument "cid-version" has to be 0 or 1');
  if ((args.get('chunker') ?? `size-${CHUNK_BYTES}`) !== `size-${CHUNK_BYTES}`) {
    throw new HttpError(400, `argument "chunker" has to be size-${CHUNK_BYTES}`);
  }
  if ((args.get('hash') ?? 'sha2-256') !== 'sha2-256') throw new HttpError(400, 'argument "hash" has to be sha2-256');
  const isFirst = version === '1';
  return {
    ...unixfsProfile(),
    cidVersion: isFirst ? (1 as const) : (0 as const),
    // Kubo turns raw leaves on with version 1, unless told otherwise.
    rawLeaves: flagArgument(args, 'raw-leaves', isFirst),
    wrapWithDirectory: flagArgument(args, 'wrap-with-directory', false),
    // Parts stream in one after the other.
    fileImportConcurrency: 1,
  };
}

async function* readCandidates(parts: AsyncIterable<Part>): AsyncGenerator<ImportCandidate> {
  for await (const { path, isDirectory, content } of parts) {
    const checked = checkPath(path);
    if (isDirectory) yield { path: checked };
    else yield checked === '' ? { content } : { path: checked, content };
  }
}

function checkPath(path: string): string {
  if (path === '') return '';
  try {
    return decodeURIComponent(path)
      .split('/')
      .map((name) => checkEntryName(name))
      .join('/');
  } catch (error) {
    const reason = error instanceof BaseError ? error.shortMessage : 'has a broken percent escape';
    throw new HttpError(400, `the name of a file ${reason}`);
  }
}

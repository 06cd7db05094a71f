import { openUnixfsFile } from '../content/index.ts';
import { HttpError } from './httpError.ts';
import type { Answer, Handler } from './httpServer.ts';
import type { Repository } from './repository.ts';
import { type ContentPath, parsePath } from './rpc/arguments.ts';
import { listDirectory, resolvePath } from './unixfs.ts';

/** What is served was made by anyone: nothing of it may run in a browser. */
const CONTAINED = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cache-Control': 'public, max-age=29030400, immutable',
};

/**
 * `/ipfs/CID` and `/ipfs/CID/name`: a file's bytes, a directory's entries as JSON, or one block with `?format=raw`.
 *
 * @see specs.ipfs.tech/http-gateways/trustless-gateway
 */
export function createGatewayHandler(repository: Repository): Handler {
  return async (request, url, signal) => {
    if (!url.pathname.startsWith('/ipfs/')) throw new HttpError(404, 'there is nothing but /ipfs/ here');
    const { cid, names } = parsePath(decodePath(url.pathname));
    const wantsRaw = url.searchParams.get('format') === 'raw' || request.headers.accept === RAW_TYPE;
    const { format } = Object.fromEntries(url.searchParams);
    if (format !== undefined && format !== 'raw') throw new HttpError(400, 'argument "format" has to be raw');
    if (wantsRaw) return serveBlock(repository, { cid, names }, signal);
    const found = await resolvePath(repository, cid, names, signal);
    const entries = await listDirectory(repository, found, signal);
    if (entries !== undefined) {
      const body = new TextEncoder().encode(JSON.stringify({ Entries: entries }));
      return { type: 'application/json', headers: CONTAINED, body };
    }
    const file = await openUnixfsFile(found, (block) => repository.get(block, signal));
    const headers = { ...CONTAINED, 'Content-Length': String(file.size) };
    return { type: 'application/octet-stream', headers, body: file.read() };
  };
}

const RAW_TYPE = 'application/vnd.ipld.raw';

async function serveBlock(repository: Repository, path: ContentPath, signal: AbortSignal): Promise<Answer> {
  const cid = await resolvePath(repository, path.cid, path.names, signal);
  const disposition = { 'Content-Disposition': `attachment; filename="${cid}.bin"` };
  return { type: RAW_TYPE, headers: { ...CONTAINED, ...disposition }, body: await repository.get(cid, signal) };
}

function decodePath(pathname: string): string {
  try {
    return pathname.split('/').map(decodeSegment).join('/');
  } catch {
    throw new HttpError(400, 'the path has a broken percent escape');
  }
}

/** An escaped slash is part of a name, and no name has one. */
function decodeSegment(segment: string): string {
  const decoded = decodeURIComponent(segment);
  if (decoded.includes('/')) throw new HttpError(400, 'a name in the path has a slash');
  return decoded;
}

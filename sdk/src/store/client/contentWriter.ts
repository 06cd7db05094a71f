import { CID } from 'multiformats/cid';
import { concat, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { BaseError, DecodeError, TransportError, VerificationError } from '../../errors/index.ts';
import { displayText, RAW } from '../content/index.ts';
import { cappedFetch, type Fetch } from './cappedFetch.ts';
import type { Dag } from './dag.ts';
import type { Endpoint } from './endpoint.ts';
import { type Copy, TooFewCopiesError } from './storeErrors.ts';

export interface WriterOptions {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly minimumCopies: number;
}

const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Writes blocks to every endpoint at once and pins them there. A single raw block goes by `block/put`; anything larger is
 * one CAR archive for `dag/import`: ten thousand files are one request.
 *
 * @throws {TooFewCopiesError} if fewer than `minimumCopies` endpoints hold them.
 */
export async function writeDag(
  endpoints: readonly Endpoint[],
  dag: Dag,
  options: WriterOptions,
  signal?: AbortSignal,
): Promise<Copy[]> {
  const only = dag.blocks.size === 1 && dag.root.code === RAW ? dag.blocks.get(dag.root.toString()) : undefined;
  const parts = only === undefined ? await (await import('./encodeCar.ts')).encodeCar(dag) : [only.bytes];
  // Content cannot contain this boundary: its digest would have to contain itself.
  const boundary = `gridseal-${dag.root}`;
  const form = { type: `multipart/form-data; boundary=${boundary}`, body: encodeForm(boundary, parts) };
  const command = only === undefined ? 'dag/import?pin-roots=true' : PUT_RAW;
  const copies = await Promise.all(
    endpoints.map((endpoint) =>
      attempt(endpoint, async () => {
        const answer = await upload(endpoint, command, form, options, signal);
        assertAnswer(answer, dag.root, only === undefined);
      }),
    ),
  );
  if (copies.filter(({ ok }) => ok).length < options.minimumCopies) {
    throw new TooFewCopiesError('writing', copies, options.minimumCopies);
  }
  return copies;
}

const PUT_RAW = 'block/put?format=raw&mhtype=sha2-256&version=1&pin=true';

/** Runs `work` and says how it went: an endpoint's failure is a result, not an end. */
export async function attempt(endpoint: Endpoint, work: () => Promise<void>): Promise<Copy> {
  const since = performance.now();
  const durationMs = () => Math.round(performance.now() - since);
  try {
    await work();
    return { endpoint: endpoint.name, ok: true, durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { endpoint: endpoint.name, ok: false, error: error.shortMessage, durationMs: durationMs() };
  }
}

interface Form {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

function upload(endpoint: Endpoint, command: string, form: Form, options: WriterOptions, signal?: AbortSignal) {
  return cappedFetch(options.fetch, {
    url: `${endpoint.url}/api/v0/${command}`,
    method: 'POST',
    headers: { ...endpoint.headers, 'content-type': form.type },
    body: form.body,
    maxBytes: MAX_ANSWER_BYTES,
    timeoutMs: options.timeoutMs,
    signal,
  });
}

/** A form of one file (RFC 7578). */
function encodeForm(boundary: string, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const disposition = 'Content-Disposition: form-data; name="file"; filename="file"';
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return concat(utf8Encode(head), ...parts, utf8Encode(`\r\n--${boundary}--\r\n`)) as Uint8Array<ArrayBuffer>;
}

/** The endpoint computed the CID itself, so an answer with the right one means that it got the right bytes. */
function assertAnswer(answer: Uint8Array, expected: CID, isImport: boolean): void {
  const lines = utf8Decode(answer, { field: 'answer' }).split('\n').filter(Boolean).map(parseObject);
  const roots = isImport ? lines.filter(({ Root }) => Root !== undefined).map(readRoot) : lines.map(({ Key }) => Key);
  if (roots.length !== 1 || !roots.every((root) => sameCid(root, expected))) {
    throw new VerificationError(`answered with another CID than ${expected}`, { field: 'answer' });
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

/** By hand, because two fields are not worth the memory of a schema library on a device. */
function parseObject(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text));
  } catch (cause) {
    throw new DecodeError('is not what a Kubo RPC answers', { field: 'answer', cause });
  }
}

function asObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new DecodeError('is not what a Kubo RPC answers', { field: 'answer' });
}

/** `{ Root: { Cid: { '/': … }, PinErrorMsg } }` */
function readRoot({ Root }: JsonObject): unknown {
  const { Cid, PinErrorMsg = '' } = asObject(Root);
  if (PinErrorMsg !== '') throw new TransportError(`did not pin: ${displayText(String(PinErrorMsg))}`);
  return asObject(Cid)['/'];
}

function sameCid(text: unknown, expected: CID): boolean {
  try {
    return typeof text === 'string' && CID.parse(text).toV1().equals(expected);
  } catch {
    return false;
  }
}

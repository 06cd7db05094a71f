import path from 'node:path';
import { fromCid, isHex, toCid, toHex } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toInteger } from '../../framework/values.ts';
import { openStore } from '../shared/openStore.ts';
import { formatBytes } from './status.ts';

const maxFileBytes = 256 * 1024 * 1024;
/** The limit of raw blocks that every IPFS node takes. */
const maxRawBytes = 1024 * 1024;
/** The multicodec of a raw block. */
const RAW = 0x55;

export const add: Action = async (input, context) => {
  const { text: file, field } = input.argument('file');
  const raw = input.flag('raw');
  const bytes = await readCapped(file, { field, maxBytes: raw ? maxRawBytes : maxFileBytes });
  if (input.flag('dryRun')) {
    const { sha256Hex } = await import('../../../crypto/index.ts');
    if (!raw && bytes.length > 262_144) {
      throw new DecodeError('only content of up to 256 KiB can be tried without a node', { field });
    }
    const digest = sha256Hex(bytes);
    const cid = toCid(digest, 'raw').toString();
    return {
      data: { dryRun: true, cid, digest, codec: 'raw', size: bytes.length },
      text: [
        {
          kind: 'fields',
          rows: [
            ['CID', cid],
            ['Digest', digest],
            ['Size', formatBytes(bytes.length)],
          ],
        },
      ],
      brief: cid,
    };
  }
  const store = openStore(input);
  const options = { signal: context.signal };
  const written = raw ? await store.writeBlock(bytes, options) : await store.writeFile(bytes, options);
  return {
    data: written,
    text: [
      {
        kind: 'fields',
        rows: [
          ['CID', written.cid],
          ['Digest', written.digest],
          ['Codec', written.codec],
          ['Size', formatBytes(written.size)],
          ...written.copies.map((copy) => ['Copy', `${copy.endpoint}: ${copy.ok ? 'pinned' : copy.error}`] as const),
        ],
      },
    ],
    brief: written.cid,
  };
};

interface Reference {
  readonly digest: `0x${string}`;
  readonly raw: boolean;
  readonly path: string;
}

function parseReference({ text, field }: Given): Reference {
  const [root = '', ...rest] = text.replace(/^\/?ipfs\//, '').split('/');
  const inside = rest.filter((part) => part !== '').join('/');
  if (isHex(root, 32)) return { digest: root, raw: true, path: inside };
  try {
    const { digest, multicodec } = fromCid(root);
    return { digest, raw: multicodec === RAW, path: inside };
  } catch (cause) {
    throw new DecodeError('is neither a CIDv1 with a SHA-256 digest nor a 0x digest of 32 bytes', { field, cause });
  }
}

function fetchContent(store: Store, reference: Reference, input: Input, context: Context): Promise<Uint8Array> {
  const maxBytes = toInteger(input.required('maxBytes'), 1, maxFileBytes);
  const options = { maxBytes, signal: context.signal };
  if (reference.path !== '') return store.readPath(reference.digest, reference.path, options);
  return store.read({ digest: reference.digest, codec: reference.raw ? 'raw' : 'file', ...options });
}

export const cat: Action = async (input, context) => {
  const given = input.argument('cid');
  const reference = parseReference(given);
  const out = input.optional('out');
  const bytes = await fetchContent(openStore(input), reference, input, context);
  const { sha256Hex } = await import('../../../crypto/index.ts');
  const facts = { size: bytes.length, sha256: sha256Hex(bytes) };
  if (out && out.text !== '-') {
    await writeWhole(path.resolve(out.text), bytes, { field: out.field });
    return {
      data: { ...facts, file: path.resolve(out.text) },
      text: [{ kind: 'lines', lines: [`${formatBytes(bytes.length)} written to ${out.text}`] }],
    };
  }
  if (context.json) return { data: { ...facts, content: toHex(bytes) }, text: [] };
  return { data: facts, text: [{ kind: 'bytes', bytes }] };
};

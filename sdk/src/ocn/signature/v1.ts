import { getAddress } from 'viem';
import { brotli } from '#brotli';
import {
  fromBase64,
  type Hex,
  type Json,
  readHex,
  readList,
  readObject,
  readText,
  toBase64,
  utf8Decode,
  utf8Encode,
} from '../../bytes/index.ts';
import { keccak256Hex, type Signer } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { parsePath } from './jsonPath.ts';
import { signPersonal } from './personalSign.ts';

/** What version 1 signs: headers by lower-case name, query parameters, the parsed body. The order of the names is the order of signing. */
export interface ValuesV1 {
  readonly headers: Readonly<Record<string, Json | undefined>>;
  readonly params?: Readonly<Record<string, Json | undefined>> | undefined;
  readonly body?: Json | undefined;
}

/** A value that a rewrite replaced. */
export type Scalar = string | number | boolean | null;

/** What was signed before a node changed something. */
export interface RewriteV1 {
  /** The old values, by path. */
  readonly rewrittenFields: Readonly<Record<string, Scalar>>;
  readonly hash: Hex;
  readonly rsv: Hex;
  readonly signatory: Hex;
}

/** The `OCN-Signature` of the Open Charging Network, version 1. It can be forged: `docs/spec/ocn-signature.md` says how. */
export interface SignatureV1 {
  /** Paths of the signed values, in order. */
  readonly fields: readonly string[];
  /** Keccak-256 of the values, one after the other with nothing between. */
  readonly hash: Hex;
  /** EIP-191 signature over the text of `hash`. */
  readonly rsv: Hex;
  readonly signatory: Hex;
  /** Oldest first. */
  readonly rewrites: readonly RewriteV1[];
}

/** How much a peer may send. */
export const LimitsV1 = {
  /** Characters of the header (or of the body's field `ocn_signature`). */
  text: 1 << 20,
  /** Bytes of the JSON when decompressed. */
  json: 1 << 22,
  fields: 50_000,
  rewrites: 16,
  /** Values that one rewrite replaces. */
  rewritten: 100,
  /** Levels of a message's body. */
  depth: 60,
} as const;

/**
 * @throws {ArgumentError} if the signer is no wallet with a key, or the message has a name that no path can carry (`'`, `\`), or is
 * nested more than 60 deep.
 * @example
 * ```ts
 * const signature = await SignatureV1.sign({ headers, params, body }, wallet);
 * const header = await SignatureV1.serialise(signature);
 * ```
 */
export async function sign(values: ValuesV1, signer: Signer): Promise<SignatureV1> {
  const entries = walk(values);
  const hash = hashOf(entries.map(([, value]) => value));
  const rsv = await signPersonal(signer, utf8Encode(hash));
  return { fields: entries.map(([path]) => path), hash, rsv, signatory: getAddress(signer.signer), rewrites: [] };
}

/** Of values that follow each other: where one ends and the next begins is not signed. */
export function hashOf(values: readonly string[]): Hex {
  return keccak256Hex(utf8Encode(values.join('')));
}

/** A value's path and its text. */
type Entry = readonly [path: string, value: string];

/**
 * The paths and texts of all values that are not empty, depth first.
 *
 * @param accept What cannot be signed is an error, or an entry like any other.
 * @throws {ArgumentError} as {@link sign}.
 */
export function walk(values: ValuesV1, accept: 'signable' | 'whatever' = 'signable'): readonly Entry[] {
  const found: Entry[] = [];
  visit('$', values, 0, { found, isStrict: accept === 'signable' });
  return found;
}

interface Walk {
  readonly found: Entry[];
  readonly isStrict: boolean;
}

function visit(path: string, value: unknown, depth: number, walk: Walk): void {
  if (value === undefined || value === null || value === '') return;
  if (typeof value !== 'object') {
    walk.found.push([path, String(value)]);
    return;
  }
  if (depth > LimitsV1.depth) {
    if (walk.isStrict) throw new ArgumentError(`is nested more than ${LimitsV1.depth} deep`, { field: 'values' });
    walk.found.push([path, '…']);
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(`${path}[${index}]`, item, depth + 1, walk);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    if (walk.isStrict && /['\\]/.test(name)) {
      throw new ArgumentError("has a name with ' or \\, which no path can carry", { field: path });
    }
    visit(`${path}['${name}']`, item, depth + 1, walk);
  }
}

/** The header: base64 of Brotli (quality 4) of JSON; the same text as the original library writes, in Node. */
export async function serialise(signature: SignatureV1): Promise<string> {
  const { fields, hash, rsv, signatory, rewrites } = signature;
  const ordered = rewrites.map((one) => {
    return { rewrittenFields: one.rewrittenFields, hash: one.hash, rsv: one.rsv, signatory: one.signatory };
  });
  const json = JSON.stringify({ fields, hash, rsv, signatory, rewrites: ordered });
  return toBase64(await brotli.compress(utf8Encode(json)));
}

/**
 * @throws {DecodeError} naming the field. Never more than {@link LimitsV1} are decompressed.
 * @example `const signature = await SignatureV1.deserialise(request.headers['ocn-signature'])`
 */
export async function deserialise(text: string): Promise<SignatureV1> {
  const field = 'OCN-Signature';
  if (text.length > LimitsV1.text) throw new DecodeError(`has more than ${LimitsV1.text} characters`, { field });
  const bytes = await brotli.decompress(fromBase64(text, field), LimitsV1.json, field);
  const json = utf8Decode(bytes, { field });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new DecodeError('is not JSON when decompressed', { field });
  }
  return from(value);
}

/** @throws {DecodeError} unless the value is what {@link deserialise} finds in a header. */
export function from(value: unknown): SignatureV1 {
  const fields = readObject(value, 'signature', ['fields', 'hash', 'rsv', 'signatory'], ['rewrites']);
  const paths = readList(fields.fields, 'signature.fields', 0, LimitsV1.fields);
  // A value that is signed twice makes what is hashed longer than the message, as often as somebody likes.
  if (new Set(paths.map((path) => String(path).toLowerCase())).size < paths.length) {
    throw new DecodeError('has a path twice', { field: 'signature.fields' });
  }
  const rewrites = readList(fields.rewrites ?? [], 'signature.rewrites', 0, LimitsV1.rewrites);
  return {
    fields: paths.map((path, i) => readPath(path, `signature.fields[${i}]`)),
    ...readSigned(fields, 'signature'),
    rewrites: rewrites.map((one, i) => readRewrite(one, `signature.rewrites[${i}]`)),
  };
}

function readRewrite(value: unknown, field: string): RewriteV1 {
  const fields = readObject(value, field, ['rewrittenFields', 'hash', 'rsv', 'signatory']);
  const old = fields.rewrittenFields;
  if (typeof old !== 'object' || old === null || Array.isArray(old)) {
    throw new DecodeError('is not an object', { field: `${field}.rewrittenFields` });
  }
  const entries = Object.entries(old);
  if (entries.length > LimitsV1.rewritten) {
    throw new DecodeError(`has more than ${LimitsV1.rewritten} items`, { field: `${field}.rewrittenFields` });
  }
  for (const [path, item] of entries) {
    readPath(path, `${field}.rewrittenFields`);
    if (typeof item === 'object' && item !== null) {
      throw new DecodeError('has a value that is no text, number or truth value', {
        field: `${field}.rewrittenFields`,
      });
    }
  }
  return { rewrittenFields: Object.fromEntries(entries) as Record<string, Scalar>, ...readSigned(fields, field) };
}

function readSigned(
  fields: { readonly hash: unknown; readonly rsv: unknown; readonly signatory: unknown },
  field: string,
): { readonly hash: Hex; readonly rsv: Hex; readonly signatory: Hex } {
  return {
    hash: readHex(fields.hash, `${field}.hash`, 32),
    rsv: readText(fields.rsv, `${field}.rsv`, /^0x[0-9a-fA-F]{130}$/, 'a signature of 65 bytes') as Hex,
    signatory: readText(fields.signatory, `${field}.signatory`, /^0x[0-9a-fA-F]{40}$/, 'an address') as Hex,
  };
}

function readPath(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new DecodeError('is not text', { field });
  parsePath(value, field);
  return value;
}

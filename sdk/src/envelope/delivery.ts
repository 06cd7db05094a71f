import {
  decodeCanonicalJson,
  fromBase64url,
  fromHex,
  type Hex,
  isHex,
  readHex,
  readInteger,
  readList,
  readObject,
  readOneOf,
  toBase64url,
  toHex,
  utf8Decode,
  utf8Encode,
} from '../bytes/index.ts';
import { ArgumentError, DecodeError } from '../errors/index.ts';
import { Manifest } from './manifest.ts';

/** What is sealed for one device: manifest, contents, and how the authority's one signature covers them. */
export interface Delivery {
  readonly manifest: Manifest;
  /** `contents[i]` belongs to `manifest.files[i]`. */
  readonly contents: readonly Uint8Array[];
  /** Audit path from the manifest's leaf to the signed root, bottom first. */
  readonly proof: readonly Uint8Array[];
  /** Which leaf of how many; 0 of 1 where `proof` is empty. */
  readonly index: number;
  readonly size: number;
  /** The authority's ERC-7913 signature of the `Manifests` typed data. */
  readonly signature: Hex;
}

const MAX_PROOF = 32;
const MAX_SIGNATURE_SIZE = 262_144;

/** Written field by field in canonical order: contents need no escaping, and the manifest is not serialised twice. */
function encode({ manifest, contents, proof, index, size, signature: given }: Delivery): Uint8Array {
  // Wallets differ in the case of their digits; a delivery that no device would take must not be sealed.
  const signature = given.toLowerCase() as Hex;
  if (!isHex(signature) || signature.length < 4 || signature.length > 2 + 2 * MAX_SIGNATURE_SIZE) {
    throw new ArgumentError(`is not 0x and the hexadecimal digits of 1 to ${MAX_SIGNATURE_SIZE} bytes`, {
      field: 'signature',
    });
  }
  const place = proof.length === 0 ? ['', ''] : [`"index":${index},`, `"size":${size},`];
  const list = (items: readonly string[]) => `[${items.map((item) => `"${item}"`).join(',')}]`;
  return utf8Encode(
    `{"contents":${list(contents.map(toBase64url))},${place[0]}"manifest":${utf8Decode(Manifest.encode(manifest))},` +
      `"proof":${list(proof.map(toHex))},"signature":"${signature}",${place[1]}"type":"gridseal/delivery/v1"}`,
  );
}

function decode(bytes: Uint8Array): Delivery {
  const value = decodeCanonicalJson(bytes, { field: 'delivery' });
  const required = ['contents', 'manifest', 'proof', 'signature', 'type'] as const;
  const object = readObject(value, 'delivery', required, ['index', 'size'] as const);
  readOneOf(object.type, 'delivery.type', ['gridseal/delivery/v1']);
  const manifest = Manifest.read(object.manifest);
  const count = manifest.files.length;
  const contents = readList(object.contents, 'delivery.contents', count, count).map((content, i) =>
    fromBase64url(content as string, { field: `delivery.contents[${i}]`, size: manifest.files[i]?.size ?? 0 }),
  );
  const proof = readList(object.proof, 'delivery.proof', 0, MAX_PROOF).map((hash, i) =>
    fromHex(readHex(hash, `delivery.proof[${i}]`, 32)),
  );
  const signature = readHex(object.signature, 'delivery.signature', 1, MAX_SIGNATURE_SIZE);
  if (proof.length > 0) {
    const size = readInteger(object.size, 'delivery.size', 2, 2 ** 31);
    return {
      manifest,
      contents,
      proof,
      index: readInteger(object.index, 'delivery.index', 0, size - 1),
      size,
      signature,
    };
  }
  for (const name of ['index', 'size'] as const) {
    if (object[name] !== undefined)
      throw new DecodeError('stands beside an empty proof', { field: `delivery.${name}` });
  }
  return { manifest, contents, proof, index: 0, size: 1, signature };
}

/**
 * The sealed plaintext of docs/spec/manifest.md.
 *
 * - `encode` gives the canonical bytes (RFC 8785); it throws {ArgumentError} for what is no signature.
 * - `decode` refuses anything else; it throws {DecodeError} with the path of the field. It checks form, not signatures.
 */
export const Delivery = { encode, decode } as const;

import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, type Json } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { Schema } from '../../quorum/index.ts';

const schema = z.strictObject({
  type: z.literal('gridseal/tls-leaf-proof/v1'),
  chainId: Schema.chainId,
  registry: Schema.address,
  batch: Schema.hex32,
  index: Schema.uint32,
  size: z
    .int()
    .min(1)
    .max(2 ** 31),
  path: z.array(Schema.hex32).max(31),
});

/** What ties a leaf certificate to a batch that quorums have endorsed on chain (docs/spec/x509.md). */
export type TlsLeafProof = Readonly<z.infer<typeof schema>>;

/** More than the longest proof needs. */
const MAX_BYTES = 8_192;

/** @throws {DecodeError} naming the field. */
function fromJson(value: unknown, field = 'proof'): TlsLeafProof {
  const proof = Schema.parse(schema, value, field);
  if (proof.index >= proof.size) throw new DecodeError('is not in a tree of this size', { field: `${field}.index` });
  return proof;
}

/**
 * Proofs of leaves: canonical JSON, a kilobyte for ten thousand leaves.
 *
 * @example `const proof = TlsLeafProof.decode(await readFile('tls.proof.json'))`
 */
export const TlsLeafProof = {
  from: (parts: Omit<TlsLeafProof, 'type'>): TlsLeafProof =>
    fromJson({ type: 'gridseal/tls-leaf-proof/v1', ...parts, registry: parts.registry.toLowerCase() as Hex }),
  encode: (proof: TlsLeafProof): Uint8Array => encodeCanonicalJson(proof),
  /** @throws {DecodeError} naming the field. */
  decode(bytes: Uint8Array, field = 'proof'): TlsLeafProof {
    if (bytes.length > MAX_BYTES) throw new DecodeError(`has more than ${MAX_BYTES} bytes`, { field });
    return fromJson(decodeCanonicalJson(bytes, { field }) as Json, field);
  },
} as const;

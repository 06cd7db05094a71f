import { hashStruct } from 'viem/utils';
import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex, type Json } from '../../bytes/index.ts';
import { type Signer, sha256Hex } from '../../crypto/index.ts';
import { DecodeError, VerificationError } from '../../errors/index.ts';
import { domainSeparatorOf, Schema, type SignedParts } from '../../quorum/index.ts';
import { permissions, registryModules, registryRoles } from './bits.ts';
import {
  digest as digestOf,
  type MessageTerms,
  type RegistryAuthorisation,
  type RegistryChange,
  type RegistryDomain,
  sign as signMessage,
  typedData as typedDataOf,
} from './messages.ts';
import { ownerOf } from './ownerOf.ts';

const TYPE = 'gridseal/registry-change/v1';
/** A certificate of 64 KiB and the packed approvals of a large quorum fit. */
export const MAX_CHANGE_BYTES = 1_048_576;

/**
 * A change of a node registry that goes round as a file: what its owner is asked to sign and, once `signature` is there, what anybody
 * may send (docs/spec/node-registry.md).
 */
export interface ChangeFile extends RegistryDomain, MessageTerms {
  readonly type: typeof TYPE;
  /** ERC-7913 bytes of the owner. */
  readonly signer: Hex;
  readonly change: RegistryChange;
  /** The EIP-712 digest of the change, which is what is signed. */
  readonly digest: Hex;
  /** The body of the certificate that `setParty` names; its SHA-256 is the one in the change. */
  readonly certificate?: Json;
  readonly signature?: Hex;
}

/** What a file says before anybody has signed it. */
export interface ChangeInput extends RegistryDomain, MessageTerms {
  readonly signer: Hex;
  readonly change: RegistryChange;
  readonly certificate?: Json;
}

// The registry counts bytes; what is longer than this in characters it refuses as well.
const text = z.string().max(255);
const terms = {
  roles: z.array(z.enum(registryRoles)).max(registryRoles.length),
  sender: z.array(z.enum(registryModules)).max(registryModules.length),
  receiver: z.array(z.enum(registryModules)).max(registryModules.length),
};
const id = z.strictObject({
  country_code: z.string().regex(/^[A-Z]{2}$/, 'is not two capital letters'),
  party_id: z.string().regex(/^[A-Z0-9]{3}$/, 'is not three capital letters or digits'),
});
const granted = z.array(z.enum(permissions)).max(permissions.length);

const changeSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('setNode'), url: text, key: z.exactOptional(Schema.signer) }),
  z.strictObject({ action: z.literal('deleteNode') }),
  z.strictObject({
    action: z.literal('setParty'),
    id,
    ...terms,
    operator: Schema.address,
    certificate: z.exactOptional(Schema.hex32),
  }),
  z.strictObject({ action: z.literal('updateParty'), ...terms }),
  z.strictObject({ action: z.literal('offerParty'), operator: z.nullable(Schema.address) }),
  z.strictObject({ action: z.literal('acceptParty'), party: Schema.address }),
  z.strictObject({ action: z.literal('deleteParty') }),
  z.strictObject({ action: z.literal('setService'), name: text, url: text, permissions: granted }),
  z.strictObject({ action: z.literal('deleteService') }),
  z.strictObject({ action: z.literal('createAgreement'), provider: Schema.address, permissions: granted }),
  z.strictObject({ action: z.literal('revokeAgreement'), provider: Schema.address }),
]);

const fileSchema = z.strictObject({
  type: z.literal(TYPE),
  chainId: Schema.chainId,
  nodeRegistry: Schema.address,
  signer: Schema.signer,
  change: changeSchema,
  sequence: Schema.uint32,
  deadline: Schema.uint64,
  digest: Schema.hex32,
  certificate: z.exactOptional(z.record(z.string(), z.json())),
  signature: z.exactOptional(Schema.signature),
});

/**
 * A file that asks for the owner's signature.
 *
 * @throws {DecodeError} naming the field that cannot be. @throws {VerificationError} if the certificate is not the one that is named.
 * @example
 * ```ts
 * const file = ChangeFile.from({ chainId, nodeRegistry, signer, change: { action: 'deleteNode' }, sequence: 3, deadline });
 * await writeFile('delete.json', ChangeFile.encode(file));
 * ```
 */
export function from(input: ChangeInput): ChangeFile {
  return fromJson(
    { type: TYPE, ...input, digest: digestOf(input.change, ownerOf(input.signer), input, input) },
    'change',
  );
}

/** The same with a signature, which is not checked here. */
export function withSignature(file: ChangeFile, signature: Hex): ChangeFile {
  return { ...file, signature: signature.toLowerCase() as Hex };
}

/** Signs with the owner's key. @throws {VerificationError} for the key of somebody else. */
export async function sign(signer: Signer, file: ChangeFile): Promise<ChangeFile> {
  if (signer.signer.toLowerCase() !== file.signer) {
    throw new VerificationError('is not the owner who is asked', { field: 'signer' });
  }
  const { signature } = await signMessage(signer, file.change, file, file);
  return withSignature(file, signature);
}

/** What a registry takes; null while nobody has signed. */
export function authorisationOf({ signer, sequence, deadline, signature }: ChangeFile): RegistryAuthorisation | null {
  return signature === undefined ? null : { signer, sequence, deadline, signature };
}

/** The canonical bytes of the certificate that comes along, as `setParty` takes them. */
export function certificateOf({ certificate }: ChangeFile): Uint8Array | null {
  return certificate === undefined ? null : encodeCanonicalJson(certificate);
}

/** For wallets that show what they sign: the typed data of `eth_signTypedData_v4`. */
export function typedData(file: ChangeFile) {
  return typedDataOf(file.change, ownerOf(file.signer), file, file);
}

/** What is signed, part by part, so that anybody can recompute it (EIP-712). */
export function partsOf(file: ChangeFile): SignedParts {
  const { primaryType, types, message, domain } = typedData(file);
  const { [primaryType]: fields = [] } = types;
  return {
    primaryType,
    encodedType: `${primaryType}(${fields.map(({ name, type }) => `${type} ${name}`).join(',')})`,
    domainSeparator: domainSeparatorOf(domain.name, domain.chainId, domain.verifyingContract),
    structHash: hashStruct({ data: message, primaryType, types: { [primaryType]: [...fields] } }),
    digest: file.digest,
  };
}

/** The file: canonical JSON. */
export function encode(file: ChangeFile): Uint8Array {
  return encodeCanonicalJson(file);
}

/**
 * Decodes a file, recomputing what it names by digest. The signature is not checked.
 *
 * @throws {DecodeError} naming the field.
 * @throws {VerificationError} if digest or certificate are not those of the change: what is shown would not be what is signed.
 */
export function decode(bytes: Uint8Array): ChangeFile {
  if (bytes.length > MAX_CHANGE_BYTES) {
    throw new DecodeError(`is longer than ${MAX_CHANGE_BYTES} bytes`, { field: 'change' });
  }
  return fromJson(decodeCanonicalJson(bytes, { field: 'change' }), 'change');
}

function fromJson(value: unknown, field: string): ChangeFile {
  const file: ChangeFile = Schema.parse(fileSchema, value, field) as ChangeFile;
  if (file.digest !== digestOf(file.change, ownerOf(file.signer), file, file)) {
    throw new VerificationError('is not the digest of the change beside it', { field: `${field}.digest` });
  }
  const named = file.change.action === 'setParty' ? file.change.certificate : undefined;
  const bytes = certificateOf(file);
  if ((bytes ? sha256Hex(bytes) : undefined) !== named) {
    throw new VerificationError('is not the certificate that the change names', { field: `${field}.certificate` });
  }
  return file;
}

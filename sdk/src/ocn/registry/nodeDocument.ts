import {
  concat,
  decodeCanonicalJson,
  encodeCanonicalJson,
  formatTimestamp,
  type Hex,
  parseTimestamp,
  readHex,
  readList,
  readObject,
  readOneOf,
  readText,
  toHex,
  utf8Encode,
} from '../../bytes/index.ts';
import {
  type KnownVerifiers,
  keccak256,
  type SignableTypedData,
  type SignatureToVerify,
  type Signer,
  verifySignature,
} from '../../crypto/index.ts';
import { ArgumentError, DecodeError, VerificationError } from '../../errors/index.ts';
import { readNodeUrl } from './nodeUrl.ts';

/** What a node says of itself on its own host (docs/spec/ocn-node-document.md). */
export interface NodeDocument {
  readonly type: 'ocn-node/v1';
  /** The registry: `eip155:‹chain id›:‹address›`, in lower case. */
  readonly network: string;
  /** The owner's address, in lower case. */
  readonly operator: Hex;
  /** The ERC-7913 signer of its messages and of this document. */
  readonly key: Hex;
  /** As the registry has it, with no slash at the end. */
  readonly url: string;
  /** The versions of signatures that it speaks, the oldest first. */
  readonly signatures: readonly SignatureVersion[];
  /** The versions of OCPI that it speaks, the oldest first. */
  readonly versions: readonly DocumentVersion[];
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly issued: string;
  readonly expires: string;
  /** Of the key. */
  readonly signature: Hex;
}

const signatureVersions = ['v1', 'v2'] as const;
const documentVersions = ['2.2', '2.2.1'] as const;
export type SignatureVersion = (typeof signatureVersions)[number];
export type DocumentVersion = (typeof documentVersions)[number];

/** What the operator says; times are seconds since 1970. */
export interface NodeStatement extends Omit<NodeDocument, 'type' | 'key' | 'issued' | 'expires' | 'signature'> {
  readonly issued: number;
  readonly expires: number;
}

/** What a document is held against. */
export interface NodeDocumentRules {
  /** The registry that the reader asks. */
  readonly network: string;
  /** The node, as that registry has it now. */
  readonly node: { readonly operator: Hex; readonly key: Hex; readonly url: string };
  /** Where the document came from. After a redirect, where it came from in the end. */
  readonly fetchedFrom: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds by which the node's clock may be ahead; default 30. */
  readonly skew?: number;
  /** Seconds from issued to expires, at most; a week by default. */
  readonly lifetime?: number;
  readonly verifiers?: KnownVerifiers;
  /** Asks the chain about a contract wallet, or an unknown verifier. Without it, those are refused. */
  readonly ask?: (question: SignatureToVerify) => Promise<boolean>;
}

export type NodeDocumentVerdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly field: string; readonly reason: string };

/** A document that is longer is none. */
export const MAX_NODE_DOCUMENT_BYTES = 65_536;

/** RFC 8615. */
export const wellKnownPath = '/.well-known/ocn-node.json';

/**
 * Where a node's document is: at the root of its host, whatever path the node has.
 *
 * @throws {ArgumentError} if the URL is none that a node can have.
 * @example `NodeDocument.urlOf('https://example.com/ocn') // 'https://example.com/.well-known/ocn-node.json'`
 */
export function urlOf(nodeUrl: string): string {
  const url = readNodeUrl(nodeUrl);
  if (url === null) throw new ArgumentError('is no URL of a node', { field: 'url' });
  return new URL(wellKnownPath, url).href;
}

/**
 * Signs what a node says of itself.
 *
 * @param signer The node's message key: the one that the registry names, or the operator's wallet.
 * @throws {ArgumentError} naming the member that cannot be.
 * @example
 * ```ts
 * const document = await NodeDocument.sign(statement, signer);
 * response.end(NodeDocument.encode(document));
 * ```
 */
export async function sign(statement: NodeStatement, signer: Signer): Promise<NodeDocument> {
  const { network, operator, url, signatures, versions, issued, expires } = statement;
  const unsigned = {
    type: 'ocn-node/v1' as const,
    ...{ network, operator: operator.toLowerCase(), key: signer.signer.toLowerCase(), url, signatures, versions },
    ...{ issued: formatTimestamp(issued), expires: formatTimestamp(expires) },
  };
  let read: NodeDocument;
  try {
    read = readDocument({ ...unsigned, signature: '0x' }, 'document');
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { ...(cause.field ? { field: cause.field } : {}), cause });
  }
  const signature = signer.signTypedData
    ? await signer.signTypedData(typedData(read))
    : await signer.sign(digestOf(read));
  return { ...read, signature: signature.toLowerCase() as Hex };
}

/** The bytes that the host gives out: canonical JSON. */
export function encode(document: NodeDocument): Uint8Array {
  return encodeCanonicalJson(document);
}

/** @throws {DecodeError} naming the member. The signature is not checked: see {@link verify}. */
export function decode(bytes: Uint8Array): NodeDocument {
  if (bytes.length > MAX_NODE_DOCUMENT_BYTES) {
    throw new DecodeError(`has more than ${MAX_NODE_DOCUMENT_BYTES} bytes`, { field: 'document' });
  }
  return readDocument(decodeCanonicalJson(bytes, { field: 'document' }), 'document');
}

/**
 * Whether the operator that the registry names has the host that the document came from, and says so now.
 *
 * @example
 * ```ts
 * const document = NodeDocument.decode(body);
 * const verdict = await NodeDocument.verify(document, { network, node, fetchedFrom: response.url, now });
 * ```
 */
export async function verify(document: NodeDocument, rules: NodeDocumentRules): Promise<NodeDocumentVerdict> {
  const wrong = mismatch(document, rules) ?? untimely(document, rules);
  if (wrong) return wrong;
  const { key: signer, signature } = document;
  const question = { signer, signature, digest: digestOf(document), verifiers: rules.verifiers ?? {} };
  const isGood = verifySignature(question) ?? (await rules.ask?.(question)) ?? false;
  return isGood ? { valid: true } : refused('signature', 'is not the key’s signature of this document');
}

/** As {@link verify}. @throws {VerificationError} naming the field. */
export async function assert(document: NodeDocument, rules: NodeDocumentRules): Promise<void> {
  const verdict = await verify(document, rules);
  if (!verdict.valid) throw new VerificationError(verdict.reason, { field: `document.${verdict.field}` });
}

const refused = (field: string, reason: string) => ({ valid: false, field, reason }) as const;

function mismatch(document: NodeDocument, { network, node, fetchedFrom }: NodeDocumentRules) {
  if (document.network !== network) return refused('network', 'is another registry');
  if (document.operator !== node.operator.toLowerCase()) return refused('operator', 'is another than asked for');
  if (document.key !== node.key.toLowerCase()) return refused('key', 'is not the one that the registry names');
  if (document.url !== readNodeUrl(node.url)) return refused('url', 'is not the one that the registry names');
  const isThere = URL.canParse(fetchedFrom) && new URL(fetchedFrom).href === urlOf(document.url);
  return isThere ? null : refused('url', 'is on another host than the document');
}

function untimely(document: NodeDocument, { now, skew = 30, lifetime = 7 * 86_400 }: NodeDocumentRules) {
  const [issued, expires] = [parseTimestamp(document.issued), parseTimestamp(document.expires)];
  if (issued > now + skew) return refused('issued', 'is in the future');
  if (expires <= now) return refused('expires', 'has passed');
  return expires - issued > lifetime ? refused('expires', `is more than ${lifetime} seconds after issued`) : null;
}

function readDocument(value: unknown, field: string): NodeDocument {
  const first = ['expires', 'issued', 'key', 'network', 'operator', 'signature'] as const;
  const all = readObject(value, field, [...first, 'signatures', 'type', 'url', 'versions'] as const);
  const issued = parseTimestamp(all.issued, { field: `${field}.issued` });
  const expires = parseTimestamp(all.expires, { field: `${field}.expires` });
  if (expires <= issued) throw new DecodeError('is not after issued', { field: `${field}.expires` });
  return {
    type: readOneOf(all.type, `${field}.type`, ['ocn-node/v1']),
    network: readText(all.network, `${field}.network`, /^eip155:[1-9]\d{0,15}:0x[0-9a-f]{40}$/, 'a registry'),
    operator: readHex(all.operator, `${field}.operator`, 20),
    key: readHex(all.key, `${field}.key`, 20, 16_384),
    url: readUrl(all.url, `${field}.url`),
    signatures: readVersions(all.signatures, `${field}.signatures`, signatureVersions),
    versions: readVersions(all.versions, `${field}.versions`, documentVersions),
    issued: all.issued as string,
    expires: all.expires as string,
    signature: readHex(all.signature, `${field}.signature`, 0, 16_384),
  };
}

function readUrl(value: unknown, field: string): string {
  if (typeof value === 'string' && readNodeUrl(value) === value) return value;
  throw new DecodeError('is no URL of a node, with no slash at the end', { field });
}

/** Each once, the oldest first. Whoever speaks others gives out a document of another type. */
function readVersions<T extends string>(value: unknown, field: string, known: readonly T[]): readonly T[] {
  const names = readList(value, field, 1, known.length).map((one, i) => readOneOf(one, `${field}[${i}]`, known));
  const isOrdered = names.every((name, i) => i === 0 || known.indexOf(name) > known.indexOf(names[i - 1] as T));
  if (!isOrdered) throw new DecodeError('is not in order, each once', { field });
  return names;
}

const hashText = (value: string): Uint8Array => keccak256(utf8Encode(value));
const domainSeparator = keccak256(
  concat(hashText('EIP712Domain(string name,string version)'), hashText('OCN-Node'), hashText('1')),
);
const documentType = hashText('OcnNode(string document)');

/** Everything but the signature. */
function signedBytes({ signature: _, ...document }: NodeDocument): Uint8Array {
  return encodeCanonicalJson(document);
}

/** What the key signs: the EIP-712 digest of {@link typedData}. */
export function digestOf(document: NodeDocument): Hex {
  const struct = keccak256(concat(documentType, keccak256(signedBytes(document))));
  return toHex(keccak256(concat(Uint8Array.of(0x19, 1), domainSeparator, struct)));
}

/** For wallets that show what they sign. */
export function typedData(document: NodeDocument): SignableTypedData {
  return {
    domain: { name: 'OCN-Node', version: '1' },
    types: {
      EIP712Domain: [
        { name: 'name', type: 'string' },
        { name: 'version', type: 'string' },
      ],
      OcnNode: [{ name: 'document', type: 'string' }],
    },
    primaryType: 'OcnNode',
    message: { document: new TextDecoder().decode(signedBytes(document)) },
  };
}

import {
  concat,
  decodeCanonicalJson,
  encodeCanonicalJson,
  formatTimestamp,
  fromBase64url,
  type Hex,
  readHex,
  readList,
  readObject,
  toBase64url,
  toHex,
  utf8Encode,
} from '../../bytes/index.ts';
import { keccak256, type SignableTypedData, type Signer, sha256Hex } from '../../crypto/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { oldBytesOf } from './oldBytes.ts';
import { type PartyId, readStatement, routingHeaders, type Statement } from './statement.ts';

/** A message as it is sent or was received. */
export interface MessageV2 {
  /** `eip155:‹chain id›:‹address of the registry›`. */
  readonly network: string;
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly from: PartyId;
  readonly to: PartyId;
  /** Of a response alone. */
  readonly status?: number | undefined;
  /** All headers, in any case; the routing ones are signed. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** The raw bytes; none for a message without a body. */
  readonly body: Uint8Array;
}

/** A statement and its signature. */
export interface Link {
  readonly statement: Statement;
  readonly signature: Hex;
}

/** Who signs, and for how long: seconds since 1970. */
export interface SigningV2 {
  readonly signer: Signer;
  readonly issued: number;
  readonly expires: number;
}

/**
 * Read as base64, this begins with the byte 0x11: a window size that Brotli reserves (RFC 7932, section 9.1), so every reader of
 * version 1 refuses it at once.
 */
export const prefixV2 = 'EV2.';

export const LimitsV2 = {
  /** Characters of the header. */
  text: 65_536,
  /** The message's own signature, and one for each rewrite. */
  links: 8,
} as const;

/**
 * Signs a message: its own first signature.
 *
 * @throws {ArgumentError} naming the member that cannot be.
 * @example
 * ```ts
 * const header = await SignatureV2.sign(message, { signer, issued: now, expires: now + 60 });
 * ```
 */
export async function sign(message: MessageV2, by: SigningV2): Promise<string> {
  return encode([await linkOf(message, by, {})]);
}

/**
 * Signs a message that a node changes, on top of the signatures it came with: what it was stays provable.
 *
 * @param header The signature it came with, which the node has verified.
 * @param before The body it came with.
 */
export async function rewrite(header: string, before: Uint8Array, message: MessageV2, by: SigningV2): Promise<string> {
  const links = decode(header);
  const last = links.at(-1) as Link;
  if (links.length === LimitsV2.links) throw new ArgumentError('has too many rewrites', { field: 'OCN-Signature' });
  if (last.statement.body !== sha256Hex(before)) {
    throw new ArgumentError('is not the body that was signed', { field: 'before' });
  }
  const old = oldBytesOf(before, message.body);
  return encode([...links, await linkOf(message, by, { replaces: linkId(last), ...(old ? { old } : {}) })]);
}

async function linkOf(message: MessageV2, by: SigningV2, more: Pick<Statement, 'replaces' | 'old'>): Promise<Link> {
  const written = {
    ...describe(message),
    signer: by.signer.signer.toLowerCase(),
    issued: formatTimestamp(by.issued),
    expires: formatTimestamp(by.expires),
    ...more,
  };
  let statement: Statement;
  try {
    statement = readStatement(written, 'message');
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new ArgumentError(cause.shortMessage, { ...(cause.field ? { field: cause.field } : {}), cause });
  }
  const { signer } = by;
  const signature = signer.signTypedData
    ? await signer.signTypedData(typedData(statement))
    : await signer.sign(digestOf(statement));
  return { statement, signature: signature.toLowerCase() as Hex };
}

/** The members of a statement that a message itself has. */
export function describe(message: MessageV2) {
  const { network, method, path, requestId, correlationId, from, to, status, body } = message;
  const headers: Partial<Record<string, string>> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const lower = name.toLowerCase();
    const routing = routingHeaders.find((one) => one === lower);
    if (routing === undefined || value === undefined) continue;
    if (routing in headers) throw new ArgumentError('is there twice', { field: `message.headers.${routing}` });
    headers[routing] = value;
  }
  return {
    type: 'ocn-signature/v2' as const,
    ...{ network, method, path, requestId, correlationId },
    from: { countryCode: from.countryCode, partyId: from.partyId },
    to: { countryCode: to.countryCode, partyId: to.partyId },
    ...(status === undefined ? {} : { status }),
    headers,
    body: sha256Hex(body),
  };
}

const text = (statement: Statement): string => new TextDecoder().decode(encodeCanonicalJson(statement));
const hashText = (value: string): Uint8Array => keccak256(utf8Encode(value));

/** EIP-712, section "Definition of domainSeparator"; the network is in the statement. */
const domainSeparator = keccak256(
  concat(hashText('EIP712Domain(string name,string version)'), hashText('OCN-Signature'), hashText('2')),
);
const messageType = hashText('OcnMessage(string statement)');

/** What the signer signs: the EIP-712 digest of {@link typedData}. */
export function digestOf(statement: Statement): Hex {
  const struct = keccak256(concat(messageType, keccak256(encodeCanonicalJson(statement))));
  return toHex(keccak256(concat(Uint8Array.of(0x19, 1), domainSeparator, struct)));
}

/** For wallets that show what they sign: the statement itself, as text. */
export function typedData(statement: Statement): SignableTypedData {
  return {
    domain: { name: 'OCN-Signature', version: '2' },
    types: {
      EIP712Domain: [
        { name: 'name', type: 'string' },
        { name: 'version', type: 'string' },
      ],
      OcnMessage: [{ name: 'statement', type: 'string' }],
    },
    primaryType: 'OcnMessage',
    message: { statement: text(statement) },
  };
}

/** What a rewrite names as replaced: statement and signature together. */
export const linkId = (link: Link): Hex => sha256Hex(encodeCanonicalJson(link));

/** @throws {ArgumentError} if the header would be longer than {@link LimitsV2}. */
export function encode(links: readonly Link[]): string {
  const header = prefixV2 + toBase64url(encodeCanonicalJson(links));
  if (header.length <= LimitsV2.text) return header;
  throw new ArgumentError(`would have more than ${LimitsV2.text} characters`, { field: 'OCN-Signature' });
}

/**
 * The links of a header, oldest first.
 *
 * @throws {DecodeError} naming the member. One header has one spelling.
 */
export function decode(header: string): readonly Link[] {
  const field = 'OCN-Signature';
  if (header.length > LimitsV2.text) throw new DecodeError(`has more than ${LimitsV2.text} characters`, { field });
  if (!header.startsWith(prefixV2)) throw new DecodeError(`does not begin with ${prefixV2}`, { field });
  const bytes = fromBase64url(header.slice(prefixV2.length), { field });
  const links = readList(decodeCanonicalJson(bytes, { field }), 'links', 1, LimitsV2.links);
  return links.map((value, i) => {
    const { statement, signature } = readObject(value, `links[${i}]`, ['signature', 'statement']);
    const read = readStatement(statement, `links[${i}].statement`);
    if ((read.replaces === undefined) !== (i === 0)) {
      throw new DecodeError('has to be in every link but the first', { field: `links[${i}].statement.replaces` });
    }
    return { statement: read, signature: readHex(signature, `links[${i}].signature`, 0, 32_768) };
  });
}

/** Whether a header says that it is of version 2; whether it is, {@link decode} tells. */
export function isV2(header: string): boolean {
  return header.startsWith(prefixV2);
}

import { utf8Encode } from '../../../bytes/index.ts';
import type { Signer } from '../../../crypto/index.ts';
import { SignatureV1, SignatureV2 } from '../../signature/index.ts';
import { idOf, type Outgoing } from './message.ts';
import { valuesOfRequest, valuesOfResponse } from './values.ts';

export type SigningVersion = 'none' | 'v1' | 'v2';

/** Seconds for which a signature of ours holds. */
const LIFETIME = 300;

/** How we sign for one party. */
export interface Signing {
  readonly version: SigningVersion;
  readonly signer: Signer | null;
  readonly network: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The header `OCN-Signature` of a request; null if it goes unsigned. */
export async function signRequest(message: Outgoing, how: Signing): Promise<string | null> {
  if (how.version === 'none' || !how.signer) return null;
  if (how.version === 'v2') return signV2(message, how.signer, how);
  const body = message.body.length === 0 ? undefined : (JSON.parse(new TextDecoder().decode(message.body)) as unknown);
  return SignatureV1.serialise(await SignatureV1.sign(valuesOfRequest(message, body), how.signer));
}

/** A response with its signature: in a header (version 2), or in its body (version 1). */
export async function signResponse(
  message: Outgoing & { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  how: Signing,
): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }> {
  const { headers, body } = message;
  if (how.version === 'none' || !how.signer) return { headers, body };
  if (how.version === 'v2') {
    return { headers: { ...headers, 'OCN-Signature': await signV2(message, how.signer, how) }, body };
  }
  const parsed = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const signature = await SignatureV1.sign(valuesOfResponse(lower, parsed), how.signer);
  const signed = { ...parsed, ocn_signature: await SignatureV1.serialise(signature) };
  return { headers, body: utf8Encode(JSON.stringify(signed)) };
}

function signV2(message: Outgoing, signer: Signer, { network, now }: Signing): Promise<string> {
  const issued = Math.floor(now / 1000);
  const { from, to, ...rest } = message;
  return SignatureV2.sign(
    { ...rest, network, from: idOf(from), to: idOf(to) },
    { signer, issued, expires: issued + LIFETIME },
  );
}

import { toHex, utf8Encode } from '../../../bytes/index.ts';
import { equalSecrets } from '../../../crypto/index.ts';
import { ArgumentError, VerificationError } from '../../../errors/index.ts';

/** The header of a webhook: `t=‹seconds›,v1=‹HMAC-SHA-256 of "‹seconds›.‹body›", hexadecimal›`. */
export const WEBHOOK_SIGNATURE = 'Gridseal-Signature';

/** Seconds for which a webhook can be told from one that is sent again. */
const TOLERANCE = 300;

async function hmac(secret: Uint8Array, text: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, Uint8Array.from(utf8Encode(text))))).slice(2);
}

/** @throws {ArgumentError} for a secret of fewer than 16 bytes. */
export function webhookKey(secret: string): Uint8Array {
  const bytes = utf8Encode(secret);
  if (bytes.length < 16) throw new ArgumentError('has fewer than 16 bytes', { field: 'secret' });
  return bytes;
}

/**
 * The header of a webhook.
 *
 * @param seconds Since 1970.
 * @example `await signWebhook(webhookKey(secret), body, Math.floor(Date.now() / 1000))`
 */
export async function signWebhook(key: Uint8Array, body: string, seconds: number): Promise<string> {
  return `t=${seconds},v1=${await hmac(key, `${seconds}.${body}`)}`;
}

/**
 * Checks that a webhook is ours, and of now: for the program behind it, if it is written in TypeScript.
 *
 * @param header Of {@link WEBHOOK_SIGNATURE}.
 * @param body The very text.
 * @param now Milliseconds since 1970.
 * @throws {VerificationError}
 * @example `await verifyWebhook(secret, request.headers.get('Gridseal-Signature'), await request.text(), Date.now())`
 */
export async function verifyWebhook(secret: string, header: string | null, body: string, now: number): Promise<void> {
  const field = WEBHOOK_SIGNATURE;
  const [, time = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (given === '') throw new VerificationError('is not a time and a signature', { field });
  const expected = await hmac(webhookKey(secret), `${time}.${body}`);
  if (!equalSecrets(utf8Encode(given), utf8Encode(expected))) throw new VerificationError('does not verify', { field });
  if (Math.abs(now / 1000 - Number(time)) > TOLERANCE)
    throw new VerificationError('is too old, or of the future', { field });
}

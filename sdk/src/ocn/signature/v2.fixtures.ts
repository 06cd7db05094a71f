import { utf8Encode } from '../../bytes/index.ts';
import { secp256k1Signer } from '../../crypto/index.ts';
import { SignatureV2 } from './index.ts';

export const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
export const party = secp256k1Signer(key(1));
export const node = secp256k1Signer(key(2));
export const stranger = secp256k1Signer(key(3));
export const now = 1_795_173_600;
export const by = (signer: typeof party, expires = now + 60) => ({ signer, issued: now, expires });
export const json = (value: unknown): Uint8Array => utf8Encode(JSON.stringify(value));

/** What a party sends, and what its node makes of it. */
export const command = {
  response_url: 'https://emsp.example/answer/1',
  location_id: 'L1',
  evse_uid: 'E1',
  limit: 1.5,
  valid: true,
};
export const message: SignatureV2.MessageV2 = {
  network: `eip155:31337:0x${'ab'.repeat(20)}`,
  method: 'POST',
  path: '/ocpi/receiver/2.2/commands/START_SESSION?a=1',
  requestId: 'request-1',
  correlationId: 'correlation-1',
  from: { countryCode: 'DE', partyId: 'ABC' },
  to: { countryCode: 'CH', partyId: 'XYZ' },
  body: json(command),
};
export const changed = {
  ...message,
  path: '/cpo/commands',
  requestId: 'request-2',
  body: json({ ...command, response_url: 'https://node.example/a' }),
};
export const rules: SignatureV2.RulesV2 = { now, origins: [party.signer], rewriters: [node.signer] };
export const header = await SignatureV2.sign(message, by(party));
export const rewritten = await SignatureV2.rewrite(header, message.body, changed, by(node));

/** The field that is refused; null for a message that is accepted. */
export async function refusal(text: string, received: SignatureV2.MessageV2, more: Partial<SignatureV2.RulesV2> = {}) {
  const verdict = await SignatureV2.verify(text, received, { ...rules, ...more });
  return verdict.valid ? null : verdict.field;
}

import { utf8Encode } from '../../bytes/index.ts';
import type { NodeMessageBody } from './message.ts';

export const operator = `0x${'ab'.repeat(20)}` as const;
export const now = 1_795_173_600;
export const text = (value: string): Uint8Array => utf8Encode(value);

/** A command on its way, with what canonical JSON would write in another way. */
export const command: NodeMessageBody = {
  version: '2.2.1',
  module: 'commands',
  role: 'RECEIVER',
  method: 'POST',
  path: '/START_SESSION',
  query: [['x', 'a%20b']],
  from: { country_code: 'de', party_id: 'Abc' },
  to: { country_code: 'CH', party_id: 'XYZ' },
  requestId: 'request-1',
  correlationId: 'correlation-1',
  signature: 'EV2.W10',
  body: text(' {"response_url": "https:\\/\\/emsp.example\\/1", "limit":1.0, "big":12345678901234567890, "e":1e2}\n'),
  proxyUid: 'uid-1',
  proxyResource: null,
  envelope: { to: operator, issued: now, expires: now + 60, id: '0c1f2b8a-7d35-4f3e', copyOf: null },
};

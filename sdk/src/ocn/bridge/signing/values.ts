import type { Json } from '../../../bytes/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import type { SignatureV1 } from '../../signature/index.ts';

/** What version 1 signs of a request, in its order. */
export function valuesOfRequest(
  message: { readonly path: string; readonly correlationId: string; readonly from: Party; readonly to: Party },
  body: unknown,
): SignatureV1.ValuesV1 {
  const { from, to } = message;
  const query = new URL(message.path, 'http://localhost').searchParams;
  return {
    headers: {
      'x-correlation-id': message.correlationId,
      'ocpi-from-country-code': from.country_code,
      'ocpi-from-party-id': from.party_id,
      'ocpi-to-country-code': to.country_code,
      'ocpi-to-party-id': to.party_id,
    },
    params: Object.fromEntries(query),
    body: body as Json | undefined,
  };
}

/** What version 1 signs of a response, in its order. */
export function valuesOfResponse(
  headers: Readonly<Record<string, string | undefined>>,
  body: Readonly<Record<string, unknown>>,
): SignatureV1.ValuesV1 {
  const { ocn_signature: _, ...rest } = body;
  return {
    headers: {
      'x-limit': headers['x-limit'],
      'x-total-count': headers['x-total-count'],
      link: headers.link,
      location: headers.location,
    },
    body: rest as Json,
  };
}

import { readFileSync } from 'node:fs';
import type { Json } from '../../../bytes/index.ts';
import type { MessageInspector, SignatureV1, SignatureV2 } from '../index.ts';
import { json, node, party } from '../v2.fixtures.ts';

interface Vector {
  readonly request: { readonly headers: Record<string, string>; readonly body: Record<string, Json> };
  readonly rewrittenUrl: string;
  readonly header: string;
  readonly decoded: SignatureV1.SignatureV1;
}

/** What the original library has published. */
export const vector = JSON.parse(readFileSync('test/vectors/ocn-signature.json', 'utf8')) as Vector;
export const { request } = vector;
export type Body = Record<string, Json>;
export const vectorBody: Body = { ...request.body, response_url: vector.rewrittenUrl };
export const asReceived = (body: Json, headers: Record<string, string> = request.headers) => ({
  path: '/ocpi/receiver/2.2/commands/START_SESSION',
  headers,
  body: json(body),
});
export const fieldsOf = ({ problems }: MessageInspector.Inspection) => problems.map(({ field }) => field);

/** A message of version 2 as it comes over HTTP. */
export const received = ({
  method,
  path,
  requestId,
  correlationId,
  from,
  to,
  network,
  body,
}: SignatureV2.MessageV2) => ({
  ...{ method, path, network, body },
  headers: {
    'X-Request-ID': requestId,
    'X-Correlation-ID': correlationId,
    'OCPI-from-country-code': from.countryCode,
    'OCPI-from-party-id': from.partyId,
    'OCPI-to-country-code': to.countryCode,
    'OCPI-to-party-id': to.partyId,
  },
});

/** A registry of one party on one node. */
export const lookup: MessageInspector.SignerLookup = {
  party: ({ country_code, party_id }) =>
    `${country_code}${party_id}` === 'DEABC' ? { address: party.signer, operator: node.signer } : null,
  partyAt: (address) => (address === party.signer ? { id: { country_code: 'DE', party_id: 'ABC' } } : null),
  node: (operator) => (operator === node.signer ? { url: 'https://node.example', key: node.signer } : null),
  nodes: () => [{ operator: node.signer, url: 'https://node.example', key: node.signer }],
};

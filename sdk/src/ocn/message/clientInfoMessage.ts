import { utf8Encode } from '../../bytes/index.ts';
import { type ClientInfo, clientInfoSchema, decode as decodeObject } from '../../protocol/ocpi/index.ts';
import { type NodeEnvelope, readEnvelope, writeEnvelope } from './nodeEnvelope.ts';
import { parse, readMember, readObjectAt } from './readMessage.ts';

/** The body of `PUT /ocn/client-info`: what a node tells others of a party that it serves. */
export interface ClientInfoMessage {
  readonly client: ClientInfo;
  /** Of peers that know version 2. */
  readonly envelope: NodeEnvelope | null;
}

const MAX_BYTES = 16 * 1024;

/** The bytes that the node signs and sends. */
export function encode({ client, envelope }: ClientInfoMessage): Uint8Array {
  const { party_id, country_code, role, status, last_updated } = client;
  const written = { party_id, country_code, role, status, last_updated };
  return utf8Encode(JSON.stringify(envelope === null ? written : { ...written, envelope: writeEnvelope(envelope) }));
}

/** Reads what came, after its signature was checked over the very bytes. @throws {DecodeError} naming the member. */
export function decode(bytes: Uint8Array): ClientInfoMessage {
  const all = readObjectAt(parse(bytes, 'client', { bytes: MAX_BYTES, values: 100 }), 'client');
  return {
    client: decodeObject(clientInfoSchema, all, 'client'),
    envelope: readMember(all.envelope, 'client.envelope', readEnvelope),
  };
}

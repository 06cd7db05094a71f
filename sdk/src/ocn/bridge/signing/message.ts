import type { Party } from '../../../protocol/ocpi/index.ts';
import type { SignatureV2 } from '../../signature/index.ts';

/** A request or response between two parties, as far as it can be signed. */
export interface Outgoing {
  readonly method: string;
  /** With the query, as in the request line. */
  readonly path: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly from: Party;
  readonly to: Party;
  readonly body: Uint8Array;
  /** Of a response alone. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A party, as signatures name it. */
export function idOf({ country_code, party_id }: Party): SignatureV2.MessageV2['from'] {
  return { countryCode: country_code, partyId: party_id };
}

import { z } from 'zod';
import { foldCiString } from './ciString.ts';
import { countryCode, partyId } from './fields.ts';

/** What names a party: country and id, as in every object that it owns. */
export interface Party {
  /** ISO 3166-1 alpha-2. */
  readonly country_code: string;
  /** Three letters or digits. */
  readonly party_id: string;
}

export const partySchema = z.looseObject({ country_code: countryCode, party_id: partyId });

/**
 * The one spelling of a party, for maps and indexes.
 *
 * @example `partyKey({ country_code: 'nl', party_id: 'Tnm' }) // 'NL-TNM'`
 */
export function partyKey({ country_code, party_id }: Party): string {
  return `${foldCiString(country_code)}-${foldCiString(party_id)}`.toUpperCase();
}

/**
 * @example `sameParty(location, headers.from)`
 */
export function sameParty(a: Party, b: Party): boolean {
  return partyKey(a) === partyKey(b);
}

/**
 * The roles of parties.
 *
 * @see OCPI 2.2.1-d2, "Types", Role
 */
export const roles = ['CPO', 'EMSP', 'HUB', 'NAP', 'NSP', 'OTHER', 'SCSP'] as const;
export type Role = (typeof roles)[number];

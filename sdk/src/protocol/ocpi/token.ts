import { z } from 'zod';
import { displayTextSchema } from './commonTypes.ts';
import { boolean, countryCode, dateTime, id, language, many, optional, partyId, text } from './fields.ts';
import { merge, patchOf } from './patch.ts';
import { allowedTypes, profileTypes, tokenTypes, whitelistTypes } from './tokenTypes.ts';

/** @see OCPI 2.2.1-d2, "Tokens", EnergyContract */
export const energyContractSchema = z.looseObject({ supplier_name: text(64), contract_id: optional(text(64)) });

const shape = {
  country_code: countryCode,
  party_id: partyId,
  uid: id(),
  type: z.enum(tokenTypes),
  contract_id: id(),
  visual_number: optional(text(64)),
  issuer: text(64),
  group_id: optional(id()),
  valid: boolean,
  whitelist: z.enum(whitelistTypes),
  language: optional(language),
  default_profile_type: optional(z.enum(profileTypes)),
  energy_contract: optional(energyContractSchema),
  last_updated: dateTime,
};

/** What a driver shows to charge; named by owner, uid and type. @see OCPI 2.2.1-d2, "Tokens", Token Object */
export const tokenSchema = z.looseObject(shape);
export type Token = z.infer<typeof tokenSchema>;

/** What a PATCH of a token says. */
export const tokenPatchSchema = patchOf(shape);
export type TokenPatch = z.infer<typeof tokenPatchSchema>;

/** @see OCPI 2.2.1-d2, "Tokens", LocationReferences */
export const locationReferencesSchema = z.looseObject({ location_id: id(), evse_uids: many(id()) });
export type LocationReferences = z.infer<typeof locationReferencesSchema>;

/** The answer to a real-time authorisation. @see OCPI 2.2.1-d2, "Tokens", AuthorizationInfo Object */
export const authorizationInfoSchema = z.looseObject({
  allowed: z.enum(allowedTypes),
  token: tokenSchema,
  location: optional(locationReferencesSchema),
  authorization_reference: optional(id()),
  info: optional(displayTextSchema),
});
export type AuthorizationInfo = z.infer<typeof authorizationInfoSchema>;

/**
 * A token after a PATCH.
 *
 * @throws {ArgumentError} naming `uid`, `type`, `country_code` or `party_id` if they would change.
 * @see OCPI 2.2.1-d2, "Tokens", Receiver Interface, PATCH
 * @example `patchToken(token, { valid: false, last_updated: '2019-06-19T02:11:11Z' })`
 */
export function patchToken(token: Token, patch: TokenPatch): Token {
  return merge(token, patch, ['country_code', 'party_id', 'uid', 'type']);
}

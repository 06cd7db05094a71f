import { z } from 'zod';
import {
  authMethods,
  cdrToken22Schema,
  cdrTokenSchema,
  chargingPeriodSchema,
  MAX_CHARGING_PERIODS,
} from './cdrParts.ts';
import { priceSchema } from './commonTypes.ts';
import { countryCode, currency, dateTime, id, many, number, optional, partyId, text } from './fields.ts';
import { merge, patchOf } from './patch.ts';

/** @see OCPI 2.2.1-d2, "Sessions", SessionStatus */
export const sessionStatuses = ['ACTIVE', 'COMPLETED', 'INVALID', 'PENDING', 'RESERVATION'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

const shape = {
  country_code: countryCode,
  party_id: partyId,
  id: id(),
  start_date_time: dateTime,
  end_date_time: optional(dateTime),
  kwh: number,
  cdr_token: cdrTokenSchema,
  auth_method: z.enum(authMethods),
  authorization_reference: optional(id()),
  location_id: id(),
  /** May be `#NA` while a reservation has no EVSE yet; so may `connector_id`. */
  evse_uid: id(),
  connector_id: id(),
  meter_id: optional(text(255)),
  currency,
  charging_periods: many(chargingPeriodSchema, MAX_CHARGING_PERIODS),
  total_cost: optional(priceSchema),
  status: z.enum(sessionStatuses),
  last_updated: dateTime,
};

/** A charging session while it runs, and after. @see OCPI 2.2.1-d2, "Sessions", Session Object */
export const sessionSchema = z.looseObject(shape);
export type Session = z.infer<typeof sessionSchema>;

/** What a PATCH of a session says; its charging periods are more ones. */
export const sessionPatchSchema = patchOf(shape);
export type SessionPatch = z.infer<typeof sessionPatchSchema>;

const shape22 = { ...shape, cdr_token: cdrToken22Schema };

/** As 2.2 has it: its token does not say whose it is. */
export const session22Schema = z.looseObject(shape22);
export type Session22 = z.infer<typeof session22Schema>;
export const session22PatchSchema = patchOf(shape22);

/**
 * A session after a PATCH: its charging periods are added to those that there are, everything else replaces what there was.
 *
 * @throws {ArgumentError} naming `id`, `country_code` or `party_id` if they would change.
 * @see OCPI 2.2.1-d2, "Sessions", Receiver Interface, PATCH
 * @example `patchSession(session, { kwh: 15, last_updated: '2019-06-23T08:11:00Z' })`
 */
export function patchSession<T extends Session | Session22>(session: T, patch: SessionPatch): T {
  const merged = merge(session, patch, ['country_code', 'party_id', 'id']);
  if (patch.charging_periods === undefined) return merged;
  return { ...merged, charging_periods: [...(session.charging_periods ?? []), ...(patch.charging_periods ?? [])] };
}

import { z } from 'zod';
import { boolean, dateTime, number, optional } from './fields.ts';
import { profileTypes } from './tokenTypes.ts';

/** What a driver wishes. @see OCPI 2.2.1-d2, "Sessions", ChargingPreferences Object */
export const chargingPreferencesSchema = z.looseObject({
  profile_type: z.enum(profileTypes),
  departure_time: optional(dateTime),
  /** kWh. */
  energy_need: optional(number),
  discharge_allowed: optional(boolean),
});
export type ChargingPreferences = z.infer<typeof chargingPreferencesSchema>;

/** The data of the response is this word alone. @see OCPI 2.2.1-d2, "Sessions", ChargingPreferencesResponse */
export const chargingPreferencesResponses = [
  'ACCEPTED',
  'DEPARTURE_REQUIRED',
  'ENERGY_NEED_REQUIRED',
  'NOT_POSSIBLE',
  'PROFILE_TYPE_NOT_SUPPORTED',
] as const;
export const chargingPreferencesResponseSchema = z.enum(chargingPreferencesResponses);
export type ChargingPreferencesResponse = z.infer<typeof chargingPreferencesResponseSchema>;

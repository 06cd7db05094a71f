import { z } from 'zod';
import { dateTime, many, natural, number, optional, url } from './fields.ts';

/** Watt or ampere. @see OCPI 2.2.1-d2, "Charging Profiles", ChargingRateUnit */
export const chargingRateUnits = ['W', 'A'] as const;
/** @see OCPI 2.2.1-d2, "Charging Profiles", ChargingProfileResponseType */
export const chargingProfileResponseTypes = [
  'ACCEPTED',
  'NOT_SUPPORTED',
  'REJECTED',
  'TOO_OFTEN',
  'UNKNOWN_SESSION',
] as const;
/** @see OCPI 2.2.1-d2, "Charging Profiles", ChargingProfileResultType */
export const chargingProfileResultTypes = ['ACCEPTED', 'REJECTED', 'UNKNOWN'] as const;

/** Limits over time. @see OCPI 2.2.1-d2, "Charging Profiles", ChargingProfile and ChargingProfilePeriod */
export const chargingProfileSchema = z.looseObject({
  /** Left out: relative to the start of charging. */
  start_date_time: optional(dateTime),
  /** Seconds. */
  duration: optional(natural),
  charging_rate_unit: z.enum(chargingRateUnits),
  min_charging_rate: optional(number),
  charging_profile_period: many(z.looseObject({ start_period: natural, limit: number })),
});
export type ChargingProfile = z.infer<typeof chargingProfileSchema>;

/** @see OCPI 2.2.1-d2, "Charging Profiles", ActiveChargingProfile */
export const activeChargingProfileSchema = z.looseObject({
  start_date_time: dateTime,
  charging_profile: chargingProfileSchema,
});
export type ActiveChargingProfile = z.infer<typeof activeChargingProfileSchema>;

/** @see OCPI 2.2.1-d2, "Charging Profiles", SetChargingProfile Object */
export const setChargingProfileSchema = z.looseObject({ charging_profile: chargingProfileSchema, response_url: url });
export type SetChargingProfile = z.infer<typeof setChargingProfileSchema>;

/** What the CPO says at once. @see OCPI 2.2.1-d2, "Charging Profiles", ChargingProfileResponse Object */
export const chargingProfileResponseSchema = z.looseObject({
  result: z.enum(chargingProfileResponseTypes),
  /** Seconds until the result is no longer to be waited for. */
  timeout: natural,
});
export type ChargingProfileResponse = z.infer<typeof chargingProfileResponseSchema>;

/** To a PUT. @see OCPI 2.2.1-d2, "Charging Profiles", ChargingProfileResult Object */
export const chargingProfileResultSchema = z.looseObject({ result: z.enum(chargingProfileResultTypes) });
export type ChargingProfileResult = z.infer<typeof chargingProfileResultSchema>;

/** To a DELETE. @see OCPI 2.2.1-d2, "Charging Profiles", ClearProfileResult Object */
export const clearProfileResultSchema = z.looseObject({ result: z.enum(chargingProfileResultTypes) });
export type ClearProfileResult = z.infer<typeof clearProfileResultSchema>;

/**
 * To a GET. It has what the two other results have, so it reads whatever comes to a `response_url`.
 *
 * @see OCPI 2.2.1-d2, "Charging Profiles", ActiveChargingProfileResult Object
 */
export const activeChargingProfileResultSchema = z.looseObject({
  result: z.enum(chargingProfileResultTypes),
  profile: optional(activeChargingProfileSchema),
});
export type ActiveChargingProfileResult = z.infer<typeof activeChargingProfileResultSchema>;

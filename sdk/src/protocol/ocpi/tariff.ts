import { z } from 'zod';
import { displayTextSchema, energyMixSchema, priceSchema } from './commonTypes.ts';
import {
  countryCode,
  currency,
  date,
  dateTime,
  id,
  many,
  natural,
  number,
  optional,
  partyId,
  some,
  timeOfDay,
  url,
} from './fields.ts';

/** @see OCPI 2.2.1-d2, "Tariffs", TariffType */
export const tariffTypes = ['AD_HOC_PAYMENT', 'PROFILE_CHEAP', 'PROFILE_FAST', 'PROFILE_GREEN', 'REGULAR'] as const;
/** @see OCPI 2.2.1-d2, "Tariffs", TariffDimensionType */
export const tariffDimensionTypes = ['ENERGY', 'FLAT', 'PARKING_TIME', 'TIME'] as const;
/** @see OCPI 2.2.1-d2, "Tariffs", DayOfWeek */
export const daysOfWeek = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
/** @see OCPI 2.2.1-d2, "Tariffs", ReservationRestrictionType */
export const reservationRestrictions = ['RESERVATION', 'RESERVATION_EXPIRES'] as const;

/** @see OCPI 2.2.1-d2, "Tariffs", PriceComponent */
export const priceComponentSchema = z.looseObject({
  type: z.enum(tariffDimensionTypes),
  /** Without VAT, for one kWh or hour, or once. */
  price: number,
  /** Percent; no VAT at all is something else than 0 %. */
  vat: optional(number),
  /** Wh or seconds. */
  step_size: natural,
});
export type PriceComponent = z.infer<typeof priceComponentSchema>;

/** Times and days are those of the location. @see OCPI 2.2.1-d2, "Tariffs", TariffRestrictions */
export const tariffRestrictionsSchema = z.looseObject({
  start_time: optional(timeOfDay),
  /** Before `start_time`: on the next day. */
  end_time: optional(timeOfDay),
  start_date: optional(date),
  end_date: optional(date),
  min_kwh: optional(number),
  max_kwh: optional(number),
  min_current: optional(number),
  max_current: optional(number),
  min_power: optional(number),
  max_power: optional(number),
  /** Seconds. */
  min_duration: optional(natural),
  max_duration: optional(natural),
  day_of_week: many(z.enum(daysOfWeek)),
  reservation: optional(z.enum(reservationRestrictions)),
});
export type TariffRestrictions = z.infer<typeof tariffRestrictionsSchema>;

/** @see OCPI 2.2.1-d2, "Tariffs", TariffElement */
export const tariffElementSchema = z.looseObject({
  price_components: some(priceComponentSchema),
  restrictions: optional(tariffRestrictionsSchema),
});
export type TariffElement = z.infer<typeof tariffElementSchema>;

/** What charging costs, and when. @see OCPI 2.2.1-d2, "Tariffs", Tariff Object */
export const tariffSchema = z.looseObject({
  country_code: countryCode,
  party_id: partyId,
  id: id(),
  currency,
  type: optional(z.enum(tariffTypes)),
  tariff_alt_text: many(displayTextSchema),
  tariff_alt_url: optional(url),
  min_price: optional(priceSchema),
  max_price: optional(priceSchema),
  elements: some(tariffElementSchema),
  start_date_time: optional(dateTime),
  end_date_time: optional(dateTime),
  energy_mix: optional(energyMixSchema),
  last_updated: dateTime,
});
export type Tariff = z.infer<typeof tariffSchema>;

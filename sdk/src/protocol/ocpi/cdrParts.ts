import { z } from 'zod';
import { geoLocationSchema } from './commonTypes.ts';
import { connectorFormats, connectorTypes, powerTypes } from './connector.ts';
import { country, countryCode, dateTime, id, number, optional, partyId, some, text } from './fields.ts';
import { tokenTypes } from './tokenTypes.ts';

/** @see OCPI 2.2.1-d2, "CDRs", AuthMethod */
export const authMethods = ['AUTH_REQUEST', 'COMMAND', 'WHITELIST'] as const;
export type AuthMethod = (typeof authMethods)[number];

/** @see OCPI 2.2.1-d2, "CDRs", CdrDimensionType */
export const cdrDimensionTypes = [
  'CURRENT',
  'ENERGY',
  'ENERGY_EXPORT',
  'ENERGY_IMPORT',
  'MAX_CURRENT',
  'MIN_CURRENT',
  'MAX_POWER',
  'MIN_POWER',
  'PARKING_TIME',
  'POWER',
  'RESERVATION_TIME',
  'STATE_OF_CHARGE',
  'TIME',
] as const;
export type CdrDimensionType = (typeof cdrDimensionTypes)[number];

/** What is measured while a session runs, and has no place in a CDR. @see OCPI 2.2.1-d2, "CDRs", CdrDimensionType, "Session Only" */
export const sessionOnlyDimensions: readonly CdrDimensionType[] = [
  'CURRENT',
  'ENERGY_EXPORT',
  'ENERGY_IMPORT',
  'POWER',
  'STATE_OF_CHARGE',
];

const cdrTokenShape = {
  country_code: countryCode,
  party_id: partyId,
  uid: id(),
  type: z.enum(tokenTypes),
  contract_id: id(),
};

/** The token that was used, with the party that owns it. @see OCPI 2.2.1-d2, "CDRs", CdrToken */
export const cdrTokenSchema = z.looseObject(cdrTokenShape);
export type CdrToken = z.infer<typeof cdrTokenSchema>;

/** In 2.2 it does not say whose token it is. */
export const cdrToken22Schema = z.looseObject({
  ...cdrTokenShape,
  country_code: optional(countryCode),
  party_id: optional(partyId),
});

/** @see OCPI 2.2.1-d2, "CDRs", CdrLocation */
export const cdrLocationSchema = z.looseObject({
  id: id(),
  name: optional(text(255)),
  // 45 and 20 characters by the letter; but a CDR has to be able to name every location that may be sent.
  address: text(255),
  city: text(45),
  postal_code: optional(text(10)),
  state: optional(text(45)),
  country,
  coordinates: geoLocationSchema,
  evse_uid: id(),
  evse_id: id(48),
  connector_id: id(),
  connector_standard: z.enum(connectorTypes),
  connector_format: z.enum(connectorFormats),
  connector_power_type: z.enum(powerTypes),
});
export type CdrLocation = z.infer<typeof cdrLocationSchema>;

/** @see OCPI 2.2.1-d2, "CDRs", ChargingPeriod and CdrDimension */
export const chargingPeriodSchema = z.looseObject({
  start_date_time: dateTime,
  dimensions: some(z.looseObject({ type: z.enum(cdrDimensionTypes), volume: number })),
  tariff_id: optional(id()),
});
export type ChargingPeriod = z.infer<typeof chargingPeriodSchema>;

/** More periods than a session of a week has, one a minute. */
export const MAX_CHARGING_PERIODS = 12_000;

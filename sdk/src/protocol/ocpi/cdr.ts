import { z } from 'zod';
import {
  authMethods,
  cdrLocationSchema,
  cdrToken22Schema,
  cdrTokenSchema,
  chargingPeriodSchema,
  MAX_CHARGING_PERIODS,
} from './cdrParts.ts';
import { priceSchema } from './commonTypes.ts';
import {
  boolean,
  complain,
  countryCode,
  currency,
  dateTime,
  id,
  many,
  number,
  optional,
  partyId,
  type Rules,
  some,
  text,
} from './fields.ts';
import { signedDataSchema } from './signedData.ts';
import { tariffSchema } from './tariff.ts';

const shape = {
  country_code: countryCode,
  party_id: partyId,
  /** Three characters more than other ids, so that a credit can be named after what it takes back. */
  id: id(39),
  start_date_time: dateTime,
  end_date_time: dateTime,
  session_id: optional(id()),
  cdr_token: cdrTokenSchema,
  auth_method: z.enum(authMethods),
  authorization_reference: optional(id()),
  cdr_location: cdrLocationSchema,
  meter_id: optional(text(255)),
  currency,
  tariffs: many(tariffSchema),
  charging_periods: some(chargingPeriodSchema, MAX_CHARGING_PERIODS),
  signed_data: optional(signedDataSchema),
  total_cost: priceSchema,
  total_fixed_cost: optional(priceSchema),
  /** kWh. */
  total_energy: number,
  total_energy_cost: optional(priceSchema),
  /** Hours. */
  total_time: number,
  total_time_cost: optional(priceSchema),
  /** Hours. */
  total_parking_time: optional(number),
  total_parking_cost: optional(priceSchema),
  total_reservation_cost: optional(priceSchema),
  remark: optional(text(255)),
  invoice_reference_id: optional(id(39)),
  credit: optional(boolean),
  credit_reference_id: optional(id(39)),
  home_charging_compensation: optional(boolean),
  last_updated: dateTime,
};

function checkCredit(context: Rules & { readonly value: Readonly<Record<string, unknown>> }): void {
  const { credit, credit_reference_id } = context.value;
  if (credit === true && !credit_reference_id) complain(context, 'credit_reference_id', 'has to be set for a credit');
}

/** What a charging session costs, for ever. @see OCPI 2.2.1-d2, "CDRs", CDR Object */
export const cdrSchema = z.looseObject(shape).check(checkCredit);
export type Cdr = z.infer<typeof cdrSchema>;

/** As 2.2 has it: its token does not say whose it is. */
export const cdr22Schema = z.looseObject({ ...shape, cdr_token: cdrToken22Schema }).check(checkCredit);
export type Cdr22 = z.infer<typeof cdr22Schema>;

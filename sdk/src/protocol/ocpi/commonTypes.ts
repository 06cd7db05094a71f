import { z } from 'zod';
import {
  boolean,
  ciString,
  complain,
  dateTime,
  language,
  many,
  natural,
  number,
  optional,
  text,
  timeOfDay,
  url,
} from './fields.ts';

/** Text for people, in one language. @see OCPI 2.2.1-d2, "Types", DisplayText */
export const displayTextSchema = z.looseObject({ language, text: text(512) });
export type DisplayText = z.infer<typeof displayTextSchema>;

/** @see OCPI 2.2.1-d2, "Types", Price */
export const priceSchema = z.looseObject({ excl_vat: number, incl_vat: optional(number) });
export type Price = z.infer<typeof priceSchema>;

const geoShape = {
  latitude: z.string().regex(/^-?[0-9]{1,2}\.[0-9]{5,7}$/, 'is not a latitude like 50.770774'),
  longitude: z.string().regex(/^-?[0-9]{1,3}\.[0-9]{5,7}$/, 'is not a longitude like -126.104965'),
};

/** Decimal degrees as text. @see OCPI 2.2.1-d2, "Locations", GeoLocation */
export const geoLocationSchema = z.looseObject(geoShape);
export type GeoLocation = z.infer<typeof geoLocationSchema>;

/** @see OCPI 2.2.1-d2, "Locations", AdditionalGeoLocation */
export const additionalGeoLocationSchema = z.looseObject({ ...geoShape, name: optional(displayTextSchema) });
export type AdditionalGeoLocation = z.infer<typeof additionalGeoLocationSchema>;

/** @see OCPI 2.2.1-d2, "Locations", ImageCategory */
export const imageCategories = ['CHARGER', 'ENTRANCE', 'LOCATION', 'NETWORK', 'OPERATOR', 'OTHER', 'OWNER'] as const;

/** @see OCPI 2.2.1-d2, "Locations", Image */
export const imageSchema = z.looseObject({
  url,
  thumbnail: optional(url),
  category: z.enum(imageCategories),
  type: ciString(4),
  width: optional(natural.max(99_999)),
  height: optional(natural.max(99_999)),
});
export type Image = z.infer<typeof imageSchema>;

/** @see OCPI 2.2.1-d2, "Locations", BusinessDetails */
export const businessDetailsSchema = z.looseObject({
  name: text(100),
  website: optional(url),
  logo: optional(imageSchema),
});
export type BusinessDetails = z.infer<typeof businessDetailsSchema>;

/** @see OCPI 2.2.1-d2, "Locations", EnergySourceCategory */
export const energySourceCategories = [
  'NUCLEAR',
  'GENERAL_FOSSIL',
  'COAL',
  'GAS',
  'GENERAL_GREEN',
  'SOLAR',
  'WIND',
  'WATER',
] as const;

/** @see OCPI 2.2.1-d2, "Locations", EnvironmentalImpactCategory */
export const environmentalImpactCategories = ['NUCLEAR_WASTE', 'CARBON_DIOXIDE'] as const;

/** @see OCPI 2.2.1-d2, "Locations", EnergyMix */
export const energyMixSchema = z.looseObject({
  is_green_energy: boolean,
  energy_sources: many(z.looseObject({ source: z.enum(energySourceCategories), percentage: number.min(0).max(100) })),
  environ_impact: many(z.looseObject({ category: z.enum(environmentalImpactCategories), amount: number })),
  supplier_name: optional(text(64)),
  energy_product_name: optional(text(64)),
});
export type EnergyMix = z.infer<typeof energyMixSchema>;

const regularHoursSchema = z
  .looseObject({ weekday: z.int().min(1).max(7), period_begin: timeOfDay, period_end: timeOfDay })
  .check((context) => {
    const { period_begin, period_end } = context.value;
    if (period_end <= period_begin) complain(context, 'period_end', 'is not later than period_begin');
  });

const exceptionalPeriodSchema = z.looseObject({ period_begin: dateTime, period_end: dateTime });

/** @see OCPI 2.2.1-d2, "Locations", Hours, RegularHours and ExceptionalPeriod */
export const hoursSchema = z
  .looseObject({
    twentyfourseven: boolean,
    regular_hours: many(regularHoursSchema),
    exceptional_openings: many(exceptionalPeriodSchema),
    exceptional_closings: many(exceptionalPeriodSchema),
  })
  .check((context) => {
    const { twentyfourseven, regular_hours } = context.value;
    const count = regular_hours?.length ?? 0;
    if (twentyfourseven && count > 0) complain(context, 'regular_hours', 'is only for twentyfourseven=false');
    if (!twentyfourseven && count === 0) complain(context, 'regular_hours', 'has to say when it is open');
  });
export type Hours = z.infer<typeof hoursSchema>;

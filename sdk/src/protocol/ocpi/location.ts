import { z } from 'zod';
import {
  additionalGeoLocationSchema,
  businessDetailsSchema,
  displayTextSchema,
  energyMixSchema,
  geoLocationSchema,
  hoursSchema,
  imageSchema,
} from './commonTypes.ts';
import { evseSchema } from './evse.ts';
import { boolean, complain, country, countryCode, dateTime, id, many, optional, partyId, text } from './fields.ts';
import { patchOf } from './patch.ts';
import { tokenTypes } from './tokenTypes.ts';

/** @see OCPI 2.2.1-d2, "Locations", ParkingType */
export const parkingTypes = [
  'ALONG_MOTORWAY',
  'PARKING_GARAGE',
  'PARKING_LOT',
  'ON_DRIVEWAY',
  'ON_STREET',
  'UNDERGROUND_GARAGE',
] as const;

/** @see OCPI 2.2.1-d2, "Locations", Facility */
export const facilities = [
  'HOTEL',
  'RESTAURANT',
  'CAFE',
  'MALL',
  'SUPERMARKET',
  'SPORT',
  'RECREATION_AREA',
  'NATURE',
  'MUSEUM',
  'BIKE_SHARING',
  'BUS_STOP',
  'TAXI_STAND',
  'TRAM_STOP',
  'METRO_STATION',
  'TRAIN_STATION',
  'AIRPORT',
  'PARKING_LOT',
  'CARPOOL_PARKING',
  'FUEL_STATION',
  'WIFI',
] as const;

/** Who sees a location that is not published. @see OCPI 2.2.1-d2, "Locations", PublishTokenType */
const publishTokenSchema = z
  .looseObject({
    uid: optional(id()),
    type: optional(z.enum(tokenTypes)),
    visual_number: optional(text(64)),
    issuer: optional(text(64)),
    group_id: optional(id()),
  })
  .check((context) => {
    const { uid, type, visual_number, issuer, group_id } = context.value;
    if (!uid && !visual_number && !group_id) complain(context, 'uid', 'has to be set, or visual_number, or group_id');
    if (uid && !type) complain(context, 'type', 'has to be set for a uid');
    if (visual_number && !issuer) complain(context, 'issuer', 'has to be set for a visual_number');
  });

const shape = {
  country_code: countryCode,
  party_id: partyId,
  id: id(),
  publish: boolean,
  publish_allowed_to: many(publishTokenSchema),
  name: optional(text(255)),
  // 45 and 20 characters in 2.2.1-d2, which its own errata call mistakes.
  address: text(255),
  city: text(45),
  postal_code: optional(text(10)),
  state: optional(text(45)),
  country,
  coordinates: geoLocationSchema,
  related_locations: many(additionalGeoLocationSchema),
  parking_type: optional(z.enum(parkingTypes)),
  evses: many(evseSchema, 5_000),
  directions: many(displayTextSchema),
  operator: optional(businessDetailsSchema),
  suboperator: optional(businessDetailsSchema),
  owner: optional(businessDetailsSchema),
  facilities: many(z.enum(facilities)),
  /** A name of IANA's time zones. */
  time_zone: text(255),
  opening_times: optional(hoursSchema),
  charging_when_closed: optional(boolean),
  images: many(imageSchema),
  energy_mix: optional(energyMixSchema),
  last_updated: dateTime,
};

/** A place with EVSEs. @see OCPI 2.2.1-d2, "Locations", Location Object */
export const locationSchema = z.looseObject(shape).check((context) => {
  const { publish, publish_allowed_to } = context.value;
  if (publish && publish_allowed_to && publish_allowed_to.length > 0) {
    complain(context, 'publish_allowed_to', 'is only for publish=false');
  }
});
export type Location = z.infer<typeof locationSchema>;

/** What a PATCH of a location says. */
export const locationPatchSchema = patchOf(shape);
export type LocationPatch = z.infer<typeof locationPatchSchema>;

import { z } from 'zod';
import { displayTextSchema, geoLocationSchema, imageSchema } from './commonTypes.ts';
import { connectorSchema } from './connector.ts';
import { dateTime, id, many, optional, some, text } from './fields.ts';
import { patchOf } from './patch.ts';

/** @see OCPI 2.2.1-d2, "Locations", Status */
export const evseStatuses = [
  'AVAILABLE',
  'BLOCKED',
  'CHARGING',
  'INOPERATIVE',
  'OUTOFORDER',
  'PLANNED',
  'REMOVED',
  'RESERVED',
  'UNKNOWN',
] as const;
export type EvseStatus = (typeof evseStatuses)[number];

/** `START_SESSION_CONNECTOR_REQUIRED` is not in 2.2. @see OCPI 2.2.1-d2, "Locations", Capability */
export const capabilities = [
  'CHARGING_PROFILE_CAPABLE',
  'CHARGING_PREFERENCES_CAPABLE',
  'CHIP_CARD_SUPPORT',
  'CONTACTLESS_CARD_SUPPORT',
  'CREDIT_CARD_PAYABLE',
  'DEBIT_CARD_PAYABLE',
  'PED_TERMINAL',
  'REMOTE_START_STOP_CAPABLE',
  'RESERVABLE',
  'RFID_READER',
  'START_SESSION_CONNECTOR_REQUIRED',
  'TOKEN_GROUP_CAPABLE',
  'UNLOCK_CAPABLE',
] as const;

/** @see OCPI 2.2.1-d2, "Locations", ParkingRestriction */
export const parkingRestrictions = ['EV_ONLY', 'PLUGGED', 'DISABLED', 'CUSTOMERS', 'MOTORCYCLES'] as const;

/** @see OCPI 2.2.1-d2, "Locations", StatusSchedule */
const statusScheduleSchema = z.looseObject({
  period_begin: dateTime,
  period_end: optional(dateTime),
  status: z.enum(evseStatuses),
});

const shape = {
  uid: id(),
  evse_id: optional(id(48)),
  status: z.enum(evseStatuses),
  status_schedule: many(statusScheduleSchema),
  capabilities: many(z.enum(capabilities)),
  connectors: some(connectorSchema),
  floor_level: optional(text(4)),
  coordinates: optional(geoLocationSchema),
  physical_reference: optional(text(16)),
  directions: many(displayTextSchema),
  parking_restrictions: many(z.enum(parkingRestrictions)),
  images: many(imageSchema),
  last_updated: dateTime,
};

/** What charges one vehicle at a time. @see OCPI 2.2.1-d2, "Locations", EVSE Object */
export const evseSchema = z.looseObject(shape);
export type Evse = z.infer<typeof evseSchema>;

/** What a PATCH of an EVSE says. */
export const evsePatchSchema = patchOf(shape);
export type EvsePatch = z.infer<typeof evsePatchSchema>;

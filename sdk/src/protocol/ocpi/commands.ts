import { z } from 'zod';
import { displayTextSchema } from './commonTypes.ts';
import { complain, dateTime, id, many, natural, optional, url } from './fields.ts';
import { tokenSchema } from './token.ts';

/** @see OCPI 2.2.1-d2, "Commands", CommandType */
export const commandTypes = [
  'CANCEL_RESERVATION',
  'RESERVE_NOW',
  'START_SESSION',
  'STOP_SESSION',
  'UNLOCK_CONNECTOR',
] as const;
export type CommandType = (typeof commandTypes)[number];

/** @see OCPI 2.2.1-d2, "Commands", CancelReservation Object */
export const cancelReservationSchema = z.looseObject({ response_url: url, reservation_id: id() });
export type CancelReservation = z.infer<typeof cancelReservationSchema>;

/** @see OCPI 2.2.1-d2, "Commands", ReserveNow Object */
export const reserveNowSchema = z.looseObject({
  response_url: url,
  token: tokenSchema,
  expiry_date: dateTime,
  reservation_id: id(),
  location_id: id(),
  evse_uid: optional(id()),
  authorization_reference: optional(id()),
});
export type ReserveNow = z.infer<typeof reserveNowSchema>;

/** `connector_id` is not in 2.2. @see OCPI 2.2.1-d2, "Commands", StartSession Object */
export const startSessionSchema = z
  .looseObject({
    response_url: url,
    token: tokenSchema,
    location_id: id(),
    evse_uid: optional(id()),
    connector_id: optional(id()),
    authorization_reference: optional(id()),
  })
  .check((context) => {
    const { evse_uid, connector_id } = context.value;
    if (connector_id && !evse_uid) complain(context, 'evse_uid', 'has to be set for a connector_id');
  });
export type StartSession = z.infer<typeof startSessionSchema>;

/** @see OCPI 2.2.1-d2, "Commands", StopSession Object */
export const stopSessionSchema = z.looseObject({ response_url: url, session_id: id() });
export type StopSession = z.infer<typeof stopSessionSchema>;

/** @see OCPI 2.2.1-d2, "Commands", UnlockConnector Object */
export const unlockConnectorSchema = z.looseObject({
  response_url: url,
  location_id: id(),
  evse_uid: id(),
  connector_id: id(),
});
export type UnlockConnector = z.infer<typeof unlockConnectorSchema>;

/** What each command says. */
export const commandSchemas = {
  CANCEL_RESERVATION: cancelReservationSchema,
  RESERVE_NOW: reserveNowSchema,
  START_SESSION: startSessionSchema,
  STOP_SESSION: stopSessionSchema,
  UNLOCK_CONNECTOR: unlockConnectorSchema,
} as const satisfies Record<CommandType, z.ZodType>;

/** @see OCPI 2.2.1-d2, "Commands", CommandResponseType */
export const commandResponseTypes = ['NOT_SUPPORTED', 'REJECTED', 'ACCEPTED', 'UNKNOWN_SESSION'] as const;

/** What the CPO says at once. @see OCPI 2.2.1-d2, "Commands", CommandResponse Object */
export const commandResponseSchema = z.looseObject({
  result: z.enum(commandResponseTypes),
  /** Seconds until the result is no longer to be waited for. */
  timeout: natural,
  message: many(displayTextSchema),
});
export type CommandResponse = z.infer<typeof commandResponseSchema>;

/** @see OCPI 2.2.1-d2, "Commands", CommandResultType */
export const commandResultTypes = [
  'ACCEPTED',
  'CANCELED_RESERVATION',
  'EVSE_OCCUPIED',
  'EVSE_INOPERATIVE',
  'FAILED',
  'NOT_SUPPORTED',
  'REJECTED',
  'TIMEOUT',
  'UNKNOWN_RESERVATION',
] as const;

/** What the charge point says later, at the `response_url`. @see OCPI 2.2.1-d2, "Commands", CommandResult Object */
export const commandResultSchema = z.looseObject({
  result: z.enum(commandResultTypes),
  message: many(displayTextSchema),
});
export type CommandResult = z.infer<typeof commandResultSchema>;

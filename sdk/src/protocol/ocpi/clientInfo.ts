import { z } from 'zod';
import { countryCode, dateTime, partyId } from './fields.ts';
import { roles } from './party.ts';

/** @see OCPI 2.2.1-d2, "Hub Client Info", ConnectionStatus */
export const connectionStatuses = ['CONNECTED', 'OFFLINE', 'PLANNED', 'SUSPENDED'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** What a hub says of a party. @see OCPI 2.2.1-d2, "Hub Client Info", ClientInfo Object */
export const clientInfoSchema = z.looseObject({
  party_id: partyId,
  country_code: countryCode,
  role: z.enum(roles),
  status: z.enum(connectionStatuses),
  last_updated: dateTime,
});
export type ClientInfo = z.infer<typeof clientInfoSchema>;

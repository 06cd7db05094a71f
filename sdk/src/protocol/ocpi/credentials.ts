import { z } from 'zod';
import { businessDetailsSchema } from './commonTypes.ts';
import { isCredentialsToken } from './credentialsToken.ts';
import { complain, countryCode, partyId, some, url } from './fields.ts';
import { partyKey, roles } from './party.ts';

/** @see OCPI 2.2.1-d2, "Credentials", CredentialsRole */
export const credentialsRoleSchema = z.looseObject({
  role: z.enum(roles),
  business_details: businessDetailsSchema,
  party_id: partyId,
  country_code: countryCode,
});
export type CredentialsRole = z.infer<typeof credentialsRoleSchema>;

/**
 * How to reach a platform, and whom. Its token is a secret: never log one.
 *
 * @see OCPI 2.2.1-d2, "Credentials", Credentials object
 */
export const credentialsSchema = z
  .looseObject({
    token: z.custom<string>(isCredentialsToken, 'is not 1 to 64 printable characters without white space'),
    /** Of the list of versions. */
    url,
    roles: some(credentialsRoleSchema),
  })
  .check((context) => {
    const keys = context.value.roles.map((role) => `${role.role} ${partyKey(role)}`);
    if (new Set(keys).size < keys.length) complain(context, 'roles', 'names one party twice in one role');
  });
export type Credentials = z.infer<typeof credentialsSchema>;

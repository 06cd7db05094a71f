import { z } from 'zod';
import { partySchema } from '../../../../protocol/ocpi/index.ts';

/** The versions of OCPI that this node speaks, the best first. */
export const ourVersions = ['2.2.1', '2.2'] as const;

export const versionParams = z.object({ version: z.enum(ourVersions).describe('Version of OCPI') });

export const partyParams = z.object({
  country_code: partySchema.shape.country_code.describe('Country code of the party, in any case'),
  party_id: partySchema.shape.party_id.describe('Id of the party, in any case'),
});

export const versionAndPartyParams = z.object({ ...versionParams.shape, ...partyParams.shape });

export const platformParams = z.object({ id: z.uuid().describe('Id of the platform') });

/** Pages of lists for the operator, which are walked with a cursor. */
export const cursorQuery = z.object({
  cursor: z.string().min(1).max(200).optional().describe('What the page before has as `next`'),
  limit: z
    .string()
    .regex(/^(?:[1-9][0-9]?|[1-4][0-9]{2}|500)$/, 'is not an integer of 1 to 500')
    .optional()
    .describe('How many at most; 100 if left out'),
});

/** Pages of OCPI. Values are checked by the codec of pages; this is their description. */
export const pageQuery = z.object({
  date_from: z.string().optional().describe('Only what was changed then or later'),
  date_to: z.string().optional().describe('Only what was changed before then'),
  offset: z.string().optional().describe('How many to leave out'),
  limit: z.string().optional().describe('How many at most'),
});

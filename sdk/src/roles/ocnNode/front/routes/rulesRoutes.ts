import { z } from 'zod';
import { partySchema } from '../../../../protocol/ocpi/index.ts';
import { versionAndPartyParams, versionParams } from './parameters.ts';
import { route } from './route.ts';

/** More parties on a list than any network has; a list is looked through for each message. */
export const MAX_RULE_ENTRIES = 1_000;

const moduleName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the name of a module')
  .describe('A module of OCPI, or a custom one');

export const ruleEntrySchema = z.object({
  country_code: partySchema.shape.country_code,
  party_id: partySchema.shape.party_id,
  modules: z
    .array(moduleName)
    .max(50)
    .nullish()
    .describe('The modules that the party is on the list for; all, if empty or left out'),
});

const entries = z.array(ruleEntrySchema).max(MAX_RULE_ENTRIES);

const ruleListSchema = z.object({ active: z.boolean().describe('Whether the list counts'), list: entries });

export const rulesSchema = z.object({
  signatures: z.boolean().describe('Messages to this platform have to be signed'),
  whitelist: ruleListSchema.describe('If active, only these may send; active and empty: nobody may'),
  blacklist: ruleListSchema.describe('If active, these may not send'),
  block_all: z.boolean().describe('Nobody may send; the same as an active, empty whitelist'),
});
export type RulesView = z.infer<typeof rulesSchema>;

const base = {
  params: versionParams,
  query: null,
  request: null,
  response: null,
  security: 'credentials',
  format: 'ocpi',
} as const;
const path = '/ocpi/receiver/{version}/ocnrules';
const exclude = 'Refused while the other list is active.';

export const showRules = route({
  ...base,
  name: 'ocnrules.get',
  method: 'GET',
  path,
  summary: 'What the calling platform wants to receive',
  response: rulesSchema,
});

export const requireSignatures = route({
  ...base,
  name: 'ocnrules.requireSignatures',
  method: 'PUT',
  path: `${path}/signatures`,
  summary: 'Messages to this platform have to be signed from now on',
  description:
    'Doing it twice is the same as doing it once: a request that is made again never takes the protection away.',
});

export const releaseSignatures = route({
  ...base,
  name: 'ocnrules.releaseSignatures',
  method: 'DELETE',
  path: `${path}/signatures`,
  summary: 'Messages to this platform need no signature',
});

export const blockAll = route({
  ...base,
  name: 'ocnrules.blockAll',
  method: 'PUT',
  path: `${path}/block-all`,
  summary: 'Nobody may send to this platform; empties the whitelist',
  description: exclude,
});

export const releaseAll = route({
  ...base,
  name: 'ocnrules.releaseAll',
  method: 'DELETE',
  path: `${path}/block-all`,
  summary: 'Ends block-all: everybody may send',
});

function listRoutes(list: 'whitelist' | 'blacklist', may: string) {
  const at = `${path}/${list}`;
  return {
    replace: route({
      ...base,
      name: `ocnrules.${list}.replace`,
      method: 'PUT',
      path: at,
      summary: `Replaces the ${list}: these parties ${may} send; an empty one ends it`,
      description: exclude,
      request: entries,
    }),
    append: route({
      ...base,
      name: `ocnrules.${list}.append`,
      method: 'POST',
      path: at,
      summary: `Puts a party on the ${list}, which becomes active`,
      description: `${exclude} A party that is on it already is refused, too.`,
      request: ruleEntrySchema,
    }),
    clear: route({
      ...base,
      name: `ocnrules.${list}.clear`,
      method: 'DELETE',
      path: at,
      summary: `Empties the ${list} and ends it`,
    }),
    remove: route({
      ...base,
      name: `ocnrules.${list}.remove`,
      method: 'DELETE',
      path: `${at}/{country_code}/{party_id}`,
      summary: `Takes a party off the ${list}, which has to be active`,
      params: versionAndPartyParams,
    }),
  };
}

export const whitelistRoutes = listRoutes('whitelist', 'alone may');
export const blacklistRoutes = listRoutes('blacklist', 'may not');

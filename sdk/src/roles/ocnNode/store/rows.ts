import { z } from 'zod';
import { DecodeError } from '../../../errors/index.ts';
import {
  businessDetailsSchema,
  type ConnectionStatus,
  connectionStatuses,
  interfaceRoles,
  roles,
} from '../../../protocol/ocpi/index.ts';
import type { Answer } from '../message.ts';
import type { Platform } from '../platform.ts';
import { limits } from './limits.ts';
import type { Link } from './nodeStore.ts';
import type { Row } from './sql/sql.ts';

const text = z.string().max(limits.url);
const party = z.strictObject({ country_code: z.string().max(8), party_id: z.string().max(8) });
const entries = z.array(party.extend({ modules: z.array(z.string().max(128)).max(100) })).max(10_000);

/** What is kept of a platform as JSON, because nothing of it is ever looked for. */
export const detailsSchema = z.strictObject({
  suspendedBy: z.enum(['operator', 'registry']).nullable(),
  parties: z.array(party.extend({ role: z.enum(roles), business: businessDetailsSchema })).max(limits.parties),
  version: z.enum(['2.2', '2.2.1']).nullable(),
  versionsUrl: text.nullable(),
  endpoints: z
    .array(z.looseObject({ identifier: z.string().max(128), role: z.enum(interfaceRoles), url: text }))
    .max(1_000),
  speaks: z.enum(['none', 'v1', 'v2']),
  rules: z.strictObject({
    signatures: z.boolean(),
    mode: z.enum(['none', 'whitelist', 'blacklist', 'blockAll']),
    whitelist: entries,
    blacklist: entries,
  }),
});
export type Details = z.infer<typeof detailsSchema>;

const digits = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);
const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
});
const bytes = z
  .string()
  .regex(/^(?:[0-9a-f]{2})*$/)
  .transform((value) => new Uint8Array(Buffer.from(value, 'hex')));

/** The columns of `platformColumns`. */
const platformSchema = z.object({
  id: z.string(),
  state: z.enum(['planned', 'registered', 'suspended']),
  details: json.pipe(detailsSchema),
  connection: z.enum(connectionStatuses),
  last_seen: digits.nullable(),
  revision: digits,
});

export const platformColumns =
  'p.id, p.state, p.details, p.connection, p.last_seen::text as last_seen, p.revision::text as revision';

/** @throws {DecodeError} for what no process of ours has written. */
export function toPlatform(row: Row): Platform {
  const { details, last_seen: lastSeen, ...columns } = decoded(platformSchema, row, 'platform');
  // Its looser parts are as OCPI's schemas have left them.
  return freeze({ ...details, ...columns, lastSeen } as unknown as Platform);
}

const answerSchema = z.object({
  status: digits.pipe(z.number().int().min(100).max(599)),
  headers: json.pipe(z.record(z.string(), z.string())),
  body: bytes.nullable(),
  signature: z.string().nullable(),
});

export function toAnswer(row: Row): Answer {
  return decoded(answerSchema, row, 'request');
}

const linkSchema = z.object({
  uid: z.string(),
  purpose: z.enum(['response', 'page', 'location']),
  owner: json.pipe(party),
  used_by: json.pipe(party),
  operator: z
    .string()
    .regex(/^0x[0-9a-f]+$/)
    .nullable(),
  target_uid: z.string().nullable(),
  url: z.string().nullable(),
  module: z.string(),
  version: z.string(),
  endpoint: z.string().nullable(),
  expires: digits,
});

export const linkColumns =
  'l.uid, l.purpose, l.owner, l.used_by, l.operator, l.target_uid, l.url, l.module, l.version, l.endpoint, l.expires::text as expires';

export function toLink(row: Row): Link {
  const { used_by: user, operator, target_uid: uid, url, ...link } = decoded(linkSchema, row, 'link');
  if (operator !== null && uid !== null) {
    return { ...link, user, target: { operator: operator as `0x${string}`, uid, url } };
  }
  if (operator !== null || uid !== null || url === null)
    throw new DecodeError('has half a target', { field: 'link.url' });
  return { ...link, user, target: { url } };
}

const clientSchema = z.object({
  party: z.string().regex(/^[^-]+-[^-]+$/),
  role: z.string(),
  status: z.enum(connectionStatuses),
  updated: digits,
});

export function toClient(row: Row) {
  const { party: key, ...client } = decoded(clientSchema, row, 'client');
  const [country_code, party_id] = key.split('-') as [string, string];
  return { country_code, party_id, ...client };
}

const connection = z.object({ connection: z.enum(connectionStatuses) });

export function toConnection(row: Row): ConnectionStatus {
  return decoded(connection, row, 'platform').connection;
}

const speaks = z.object({ speaks: z.enum(['v1', 'v2']) });

export function toSpeaks(row: Row): 'v1' | 'v2' {
  return decoded(speaks, row, 'peer').speaks;
}

const count = z.object({ total: digits });

export function toTotal(row: Row | undefined): number {
  return decoded(count, row ?? {}, 'client').total;
}

function decoded<T>(schema: z.ZodType<T>, row: Row, table: string): T {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [table, ...(issue?.path ?? [])].join('.');
  const key = row.id ?? row.uid ?? row.party;
  throw new DecodeError('a row of the database is damaged', {
    field,
    metaMessages: [...(key ? [`Row: ${key}`] : []), issue?.message ?? ''],
  });
}

/** Platforms are shared by all who ask: nobody may change them in place. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

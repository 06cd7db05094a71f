import type { RandomBytes } from '../../../crypto/index.ts';
import { ArgumentError } from '../../../errors/index.ts';
import { connectionStatuses, type Party, partyKey } from '../../../protocol/ocpi/index.ts';
import type { Platform, PlatformParty } from '../platform.ts';
import { checkedDigest, checkedLimit, checkedNumber, checkedText, limits } from './limits.ts';
import type { KnownToken, PlatformStore, SavedTokens } from './nodeStore.ts';
import { type Found, PlatformLookups } from './platformLookups.ts';
import * as statements from './platformStatements.ts';
import { type Details, detailsSchema, toConnection, toPlatform } from './rows.ts';
import type { Sealing } from './sealing.ts';
import { SeenLately } from './seenLately.ts';
import { bytesParameter, textArray } from './sql/arrays.ts';
import { isDuplicate, type Queryable, type Row, type Sql } from './sql/sql.ts';
import { ConflictError } from './storeErrors.ts';

export function createPlatforms(sql: Sql, sealing: Sealing, random: RandomBytes): PlatformStore {
  const lookups = new PlatformLookups(sql);
  const lately = new SeenLately();
  /** Runs a write; afterwards nobody is told what was true before. */
  const change = async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
    try {
      const result = await sql.transaction(work);
      lookups.forget();
      await sql.settle();
      return result;
    } catch (error) {
      throw isDuplicate(error) ? duplicate(error.constraint, error) : error;
    } finally {
      lookups.forget();
      lately.forget();
    }
  };
  return {
    plan: (input) => plan(change, random, input),
    byId: async (id) => {
      const [row] = await sql.query(statements.byId, [checkedText(id, 'id')]);
      return row === undefined ? null : toPlatform(row);
    },
    byToken: async (tokenDigest, now, fresh) => {
      const found = await lookups.byToken(checkedDigest(tokenDigest, 'tokenDigest'), fresh === 'fresh');
      return found === null ? null : knownToken(found, now);
    },
    tokenUsed: (tokenDigest) => {
      const digest = checkedDigest(tokenDigest, 'tokenDigest');
      return change((tx) => tokenUsed(tx, digest));
    },
    byParty: async (party) => (await lookups.byParty(checkedText(partyKey(party), 'party')))?.platform ?? null,
    list: async (cursor, limit) => {
      const size = checkedLimit(limit);
      const after = cursor === null ? null : checkedText(cursor, 'cursor');
      const rows = await sql.query(statements.page, [after, String(size + 1)]);
      const platforms = rows.slice(0, size).map(toPlatform);
      return { platforms, next: rows.length > size ? (platforms.at(-1)?.id ?? null) : null };
    },
    save: (platform, tokens = {}) => save(change, sealing, platform, tokens),
    callToken: async (id) => {
      const [row] = await sql.query(statements.callToken, [checkedText(id, 'id')]);
      return row?.sealed == null ? null : sealing.open(id, Buffer.from(row.sealed, 'hex'));
    },
    seen: async (id, connection, now) => {
      if (!connectionStatuses.includes(connection)) throw new ArgumentError('is no status', { field: 'connection' });
      checkedNumber(now, 'now');
      if (lately.has(id, connection, now)) return connection;
      const generation = lately.generation;
      const [row] = await sql.query(statements.seen, [checkedText(id, 'id'), connection, String(now)]);
      if (row === undefined) return connection;
      const before = toConnection(row);
      lately.add(id, connection, now, generation);
      if (before !== connection) lookups.forget();
      return before;
    },
    remove: (id, revision) => remove(change, id, revision),
  };
}

function knownToken({ platform, kind, expires, formerUntil, hasFormer }: Found, now: number): KnownToken | null {
  if ((expires !== null && expires <= now) || (formerUntil !== null && formerUntil <= now)) return null;
  if (formerUntil !== null) return { platform, kind, standing: 'former' };
  return { platform, kind, standing: hasFormer ? 'unused' : 'settled' };
}

async function tokenUsed(tx: Queryable, digest: string): Promise<boolean> {
  const [owner] = await tx.query(statements.platformOfToken, [digest]);
  if (owner?.id == null) return false;
  await tx.query(statements.lock, [owner.id]);
  await tx.query(statements.dropFormer, [owner.id, digest]);
  return (await tx.query(statements.isCurrent, [digest])).length > 0;
}

type Change = <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>;

async function plan(change: Change, random: RandomBytes, input: Parameters<PlatformStore['plan']>[0]) {
  const digest = checkedDigest(input.tokenDigest, 'tokenDigest');
  const [now, expires] = [checkedNumber(input.now, 'now'), checkedNumber(input.expires, 'expires')];
  if (input.parties.length === 0) throw new ArgumentError('has to name a party', { field: 'parties' });
  const keys = keysOf(input.parties);
  const details = detailsText({
    suspendedBy: null,
    parties: keys.map(plannedParty),
    version: null,
    versionsUrl: null,
    endpoints: [],
    speaks: 'none',
    rules: { signatures: false, mode: 'none', whitelist: [], blacklist: [] },
  });
  const id = uuid(random(16));
  return change(async (tx) => {
    await tx.query(statements.removeExpired, [textArray(keys), String(now)]);
    const [row] = await tx.query(statements.insert, [id, details, String(now)]);
    await tx.query(statements.addParties, [id, textArray(keys)]);
    await tx.query(statements.addToken, [digest, id, 'registration', String(expires)]);
    return toPlatform(row as Row);
  });
}

async function save(change: Change, sealing: Sealing, platform: Platform, tokens: SavedTokens) {
  const { tokenDigest, callToken, former } = tokens;
  const { id, state, connection, lastSeen, revision, ...details } = platform;
  const keys = keysOf(details.parties);
  const digest = tokenDigest === undefined ? null : checkedDigest(tokenDigest, 'tokenDigest');
  const before = former && {
    digest: checkedDigest(former.digest, 'former'),
    until: String(checkedNumber(former.until, 'former')),
  };
  const sealed = callToken === undefined ? null : sealing.seal(id, checkedText(callToken, 'callToken', limits.token));
  if (!['planned', 'registered', 'suspended'].includes(state))
    throw new ArgumentError('is no state', { field: 'state' });
  if (!connectionStatuses.includes(connection)) throw new ArgumentError('is no status', { field: 'connection' });
  const parameters = [
    checkedText(id, 'id'),
    String(checkedNumber(revision, 'revision')),
    state,
    detailsText(details),
    connection,
    lastSeen === null ? null : String(checkedNumber(lastSeen, 'lastSeen')),
    sealed === null ? null : bytesParameter(sealed),
  ];
  return change(async (tx) => {
    const [row] = await tx.query(statements.update, parameters);
    if (row === undefined) throw overtaken();
    await tx.query(statements.dropParties, [id, textArray(keys)]);
    await tx.query(statements.addParties, [id, textArray(keys)]);
    if (digest !== null) await replaceToken(tx, id, digest, before);
    return toPlatform(row);
  });
}

async function remove(change: Change, id: string, revision?: number): Promise<void> {
  const at = revision === undefined ? null : String(checkedNumber(revision, 'revision'));
  const parameters = [checkedText(id, 'id'), at];
  await change(async (tx) => {
    const removed = await tx.query(statements.remove, parameters);
    if (at !== null && removed.length === 0) throw overtaken();
  });
}

function overtaken(): ConflictError {
  return new ConflictError('another process was first', { field: 'revision' });
}

async function replaceToken(tx: Queryable, id: string, digest: string, former?: { digest: string; until: string }) {
  await tx.query(statements.dropTokens, [id, former?.digest ?? null]);
  if (former) {
    const kept = await tx.query(statements.keepFormer, [id, former.digest, former.until]);
    // Its successor was used while this was being prepared.
    if (kept.length === 0) throw new ConflictError('the token is dead', { field: 'former' });
  }
  await tx.query(statements.addToken, [digest, id, 'credentials', null]);
}

/** Sorted, so that processes that claim the same parties wait for each other in the same order. */
function keysOf(parties: readonly Party[]): readonly string[] {
  if (parties.length > limits.parties) {
    throw new ArgumentError(`has more than ${limits.parties} parties`, { field: 'parties' });
  }
  return [...new Set(parties.map((party) => checkedText(partyKey(party), 'parties', 32)))].sort();
}

/** Its role and name are told by its credentials, later. */
function plannedParty(key: string): PlatformParty {
  const [country_code, party_id] = key.split('-') as [string, string];
  return { country_code, party_id, role: 'OTHER', business: { name: key } };
}

function detailsText(
  details: Omit<Platform, 'id' | 'state' | 'connection' | 'lastSeen' | 'revision'> | Details,
): string {
  const result = detailsSchema.safeParse(details);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ArgumentError(issue?.message ?? 'is not a platform', {
      field: ['platform', ...(issue?.path ?? [])].join('.'),
    });
  }
  return checkedText(JSON.stringify(result.data), 'platform', limits.details);
}

function duplicate(constraint: string | null, cause: unknown): ConflictError {
  if (constraint === 'platform_party_pkey') {
    return new ConflictError('a party is on another platform', { field: 'parties', cause });
  }
  return new ConflictError('the token is in use', { field: 'tokenDigest', cause });
}

/** @see RFC 9562, section 5.4 */
function uuid(bytes: Uint8Array): string {
  const data = Uint8Array.from(bytes);
  data[6] = ((data[6] as number) & 0x0f) | 0x40;
  data[8] = ((data[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(data).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

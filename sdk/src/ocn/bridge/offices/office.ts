import {
  type ActiveChargingProfile,
  type AuthorizationInfo,
  type Cdr,
  type ClientInfo,
  type Location,
  OcpiError,
  type PageQuery,
  type Party,
  type Role,
  type Session,
  sameParty,
  type Tariff,
  type Token,
  type TokenType,
} from '../../../protocol/ocpi/index.ts';
import type {
  BackOffice,
  Call,
  ChargingProfilesReceiver,
  ChargingProfilesSender,
  CommandsReceiver,
  CommandsSender,
  ListSender,
  ObjectKey,
  ObjectPage,
  ObjectsReceiver,
  SessionsSender,
  TokenQuestion,
} from '../backOffice.ts';
import { type ObjectKind, type ObjectTable, objectKey, type Shelf, type StoredObject } from './objectTable.ts';

/** The objects of one kind on one shelf. */
export interface Objects<T> {
  get(owner: Party, id: string, type?: TokenType): Promise<T | null>;
  put(object: T): Promise<void>;
  /** @returns False if there was none. */
  remove(owner: Party, id: string, type?: TokenType): Promise<boolean>;
  list(query?: Partial<PageQuery> & { readonly owner?: Party }): Promise<ObjectPage<T>>;
}

/** The objects of all kinds on one shelf. */
export interface ObjectShelf {
  readonly locations: Objects<Location>;
  readonly sessions: Objects<Session>;
  readonly cdrs: Objects<Cdr>;
  readonly tariffs: Objects<Tariff>;
  readonly tokens: Objects<Token>;
}

/** A back office that keeps its objects itself. */
export interface ReadyBackOffice {
  /** For {@link createBridge}. */
  readonly data: BackOffice;
  /** What is ours: others get it when they ask. Publish what changes. */
  readonly own: ObjectShelf;
  /** What others have pushed to us. */
  readonly received: ObjectShelf & { readonly clients: Pick<Objects<ClientInfo>, 'list'> };
}

/** What a ready back office cannot know by itself. */
export interface OfficeOptions {
  /** Decides which sides of the modules there are. Default: CPO and EMSP. */
  readonly roles?: readonly Role[];
  /** Default: there are no commands. */
  readonly onCommand?: CommandsReceiver['onCommand'];
  readonly onCommandResult?: CommandsSender['onResult'];
  readonly chargingProfiles?: ChargingProfilesReceiver;
  readonly onChargingProfileResult?: NonNullable<ChargingProfilesSender['onResult']>;
  readonly onActiveProfile?: (sessionId: string, profile: ActiveChargingProfile, call: Call) => Promise<boolean>;
  readonly setChargingPreferences?: NonNullable<SessionsSender['setChargingPreferences']>;
  /** Default: tokens of ours that are valid are allowed, the others are blocked. */
  readonly authorize?: (question: TokenQuestion, call: Call) => Promise<AuthorizationInfo | null>;
  /** Called after something of another party was written or taken away (null). */
  readonly onReceived?: (kind: ObjectKind, key: ObjectKey, object: unknown, call: Call) => void | Promise<void>;
}

/**
 * A back office over any table: for databases other than PostgreSQL.
 *
 * @example `officeOver({ get, change, list }, { roles: ['CPO'] })`
 */
export function officeOver(table: ObjectTable, options: OfficeOptions = {}): ReadyBackOffice {
  const roles = options.roles ?? ['CPO', 'EMSP'];
  const own = shelfOf(table, 'own');
  const received = shelfOf(table, 'received');
  const isCpo = roles.includes('CPO');
  const takes = roles.some((role) => role !== 'CPO');
  const { setChargingPreferences, chargingProfiles, onActiveProfile, onChargingProfileResult } = options;
  const data: BackOffice = {
    locations: {
      ...(isCpo && {
        sender: { ...sender(own.locations), get: (id: string, { to }: Call) => own.locations.get(to, id) },
      }),
      ...(takes && { receiver: receiver<Location>(table, 'locations', options) }),
    },
    sessions: {
      ...(isCpo && { sender: { ...sender(own.sessions), ...(setChargingPreferences && { setChargingPreferences }) } }),
      ...(takes && { receiver: receiver<Session>(table, 'sessions', options) }),
    },
    cdrs: { ...(isCpo && { sender: sender(own.cdrs) }), ...(takes && { receiver: cdrReceiver(table, options) }) },
    tariffs: {
      ...(isCpo && { sender: sender(own.tariffs) }),
      ...(takes && { receiver: { ...receiver<Tariff>(table, 'tariffs', options), remove: remover(table, options) } }),
    },
    tokens: {
      ...(takes && { sender: { ...sender(own.tokens), authorize: options.authorize ?? authorizing(own.tokens) } }),
      ...(isCpo && { receiver: receiver<Token>(table, 'tokens', options) }),
    },
    commands: {
      ...(isCpo && options.onCommand && { receiver: { onCommand: options.onCommand } }),
      ...(options.onCommandResult && { sender: { onResult: options.onCommandResult } }),
    },
    chargingprofiles: {
      ...(isCpo && chargingProfiles && { receiver: chargingProfiles }),
      ...((onActiveProfile || onChargingProfileResult) && {
        sender: {
          ...(onActiveProfile && { putActive: onActiveProfile }),
          ...(onChargingProfileResult && { onResult: onChargingProfileResult }),
        },
      }),
    },
    hubclientinfo: { receiver: clientReceiver(table, options) },
  };
  const clients: Pick<Objects<ClientInfo>, 'list'> = objects<ClientInfo>(table, 'received', 'hubclientinfo', () => '');
  return { data, own, received: { ...received, clients } };
}

function shelfOf(table: ObjectTable, shelf: Shelf): ObjectShelf {
  const byId = (one: { readonly id: string }) => one.id;
  return {
    locations: objects<Location>(table, shelf, 'locations', byId),
    sessions: objects<Session>(table, shelf, 'sessions', byId),
    cdrs: objects<Cdr>(table, shelf, 'cdrs', byId),
    tariffs: objects<Tariff>(table, shelf, 'tariffs', byId),
    tokens: objects<Token>(table, shelf, 'tokens', ({ uid }) => uid),
  };
}

const everything: PageQuery = { dateFrom: null, dateTo: null, offset: 0, limit: 1_000_000 };

function objects<T extends Party & StoredObject>(
  table: ObjectTable,
  shelf: Shelf,
  kind: ObjectKind,
  idOf: (object: T) => string,
): Objects<T> {
  const typeOf = (object: T) => (kind === 'tokens' ? (object as { readonly type?: TokenType }).type : undefined);
  return {
    get: async (owner, id, type) => (await table.get(shelf, kind, objectKey(owner, id, type))) as T | null,
    async put(object) {
      await table.change(shelf, kind, objectKey(object, idOf(object), typeOf(object)), () => object);
    },
    remove: (owner, id, type) => table.change(shelf, kind, objectKey(owner, id, type), () => null),
    async list({ owner, ...query } = {}) {
      return (await table.list(shelf, kind, { ...everything, ...query }, owner ?? null)) as ObjectPage<T>;
    },
  };
}

/** Only those of the party that is asked: one platform may speak for several. */
function sender<T>({ list }: Objects<T>): ListSender<T> {
  return { list: (query, { to }) => list({ ...query, owner: to }) };
}

function receiver<T extends StoredObject>(
  table: ObjectTable,
  kind: ObjectKind,
  { onReceived }: OfficeOptions,
): Required<ObjectsReceiver<T>> {
  const keyed = ({ owner, id, type }: ObjectKey) => objectKey(owner, id, type);
  const change: Required<ObjectsReceiver<T>>['change'] = async (key, change, call) => {
    let after: T | undefined;
    await table.change('received', kind, keyed(key), (before) => {
      after = change(before as T | null);
      return after;
    });
    await onReceived?.(kind, key, after, call);
  };
  return {
    get: async (key) => (await table.get('received', kind, keyed(key))) as T | null,
    put: (key, object, call) => change(key, () => object, call),
    change,
  };
}

function remover(table: ObjectTable, { onReceived }: OfficeOptions) {
  return async (key: ObjectKey, call: Call): Promise<boolean> => {
    const wasThere = await table.change('received', 'tariffs', objectKey(key.owner, key.id), () => null);
    if (wasThere) await onReceived?.('tariffs', key, null, call);
    return wasThere;
  };
}

function cdrReceiver(table: ObjectTable, { onReceived }: OfficeOptions) {
  const name = ({ owner, id }: ObjectKey) => objectKey(owner, id);
  return {
    get: async (key: ObjectKey) => (await table.get('received', 'cdrs', name(key))) as Cdr | null,
    async post(cdr: Cdr, _proof: unknown, call: Call): Promise<void> {
      const key = { owner: { country_code: cdr.country_code, party_id: cdr.party_id }, id: cdr.id };
      const wasThere = await table.change('received', 'cdrs', name(key), (before) => (before ? undefined : cdr));
      if (!wasThere) await onReceived?.('cdrs', key, cdr, call);
    },
  };
}

/** A party has an entry for each of its roles; who asks without one means the first. */
function clientReceiver(table: ObjectTable, options: OfficeOptions): ObjectsReceiver<ClientInfo> {
  const { get, ...rest } = receiver<ClientInfo>(table, 'hubclientinfo', options);
  return {
    ...rest,
    async get(key, call) {
      if (key.id !== '') return get(key, call);
      const { objects } = await table.list('received', 'hubclientinfo', { ...everything, limit: 1 }, key.owner);
      return (objects[0] as ClientInfo | undefined) ?? null;
    },
  };
}

function authorizing(tokens: Objects<Token>) {
  return async ({ uid, type, location }: TokenQuestion, { to }: Call): Promise<AuthorizationInfo | null> => {
    const token = await tokens.get(to, uid, type);
    if (!token || !sameParty(token, to))
      throw new OcpiError('unknownToken', 'is not known', { field: 'token_uid', httpStatus: 404 });
    return { allowed: token.valid ? 'ALLOWED' : 'BLOCKED', token, ...(location && { location }) };
  };
}

import {
  type AuthorizationInfo,
  authorizationInfoSchema,
  type Cdr,
  type ChargingPreferences,
  type ChargingPreferencesResponse,
  type ClientInfo,
  type Connector,
  type ConnectorPatch,
  cdr22Schema,
  cdrSchema,
  chargingPreferencesResponseSchema,
  clientInfoSchema,
  connectorSchema,
  type Evse,
  type EvsePatch,
  evseSchema,
  type Location,
  type LocationPatch,
  type LocationReferences,
  locationSchema,
  type Party,
  type Session,
  type SessionPatch,
  session22Schema,
  sessionSchema,
  type Tariff,
  type Token,
  type TokenPatch,
  type TokenType,
  tariffSchema,
  tokenSchema,
} from '../../../protocol/ocpi/index.ts';
import type { Queued } from '../outbox/outbox.ts';
import type { Ask, Client } from './client.ts';
import { type ListOptions, objectsOf, type Page, pagesOf } from './pages.ts';

type From = Pick<Ask, 'from'>;

/** The objects of another party's list: `for await (const one of …)`. */
export interface Lists<T> {
  list(to: Party, options?: ListOptions): AsyncGenerator<T, void>;
  pages(to: Party, options?: ListOptions): AsyncGenerator<Page<T>, void>;
}

const ownerOf = ({ country_code, party_id }: Party) => ({ country_code, party_id });

/** @see OCPI 2.2.1-d2, "Locations" */
export function locationsClient(client: Client) {
  const at = (owner: Party, location_id: string, evse_uid?: string, connector_id?: string) => ({
    ...ownerOf(owner),
    location_id,
    ...(evse_uid === undefined ? {} : { evse_uid }),
    ...(connector_id === undefined ? {} : { connector_id }),
  });
  const lane = (id: string) => `location ${id}`;
  return {
    ...lists<Location>(client, 'locations.list', () => locationSchema),
    get: (to: Party, id: string, ask: Ask = {}): Promise<Location> =>
      client.ask(to, 'locations.get', { ...ask, parameters: { location_id: id } }, locationSchema),
    getEvse: (to: Party, id: string, evse_uid: string, ask: Ask = {}): Promise<Evse> =>
      client.ask(to, 'locations.getEvse', { ...ask, parameters: { location_id: id, evse_uid } }, evseSchema),
    getConnector: (to: Party, id: string, evse_uid: string, connector_id: string, ask: Ask = {}): Promise<Connector> =>
      client.ask(
        to,
        'locations.getConnector',
        { ...ask, parameters: { location_id: id, evse_uid, connector_id } },
        connectorSchema,
      ),
    /** What the other has of a location of ours. */
    getPushed: (to: Party, owner: Party, id: string, ask: Ask = {}): Promise<Location> =>
      client.ask(to, 'locations.getPushed', { ...ask, parameters: at(owner, id) }, locationSchema),
    put: (to: Party, location: Location): Promise<Queued> =>
      client.push(to, 'locations.put', {
        from: ownerOf(location),
        parameters: at(location, location.id),
        body: location,
        lane: lane(location.id),
      }),
    patch: (to: Party, owner: Party, id: string, patch: LocationPatch): Promise<Queued> =>
      client.push(to, 'locations.patch', { from: owner, parameters: at(owner, id), body: patch, lane: lane(id) }),
    putEvse: (to: Party, owner: Party, id: string, evse: Evse): Promise<Queued> =>
      client.push(to, 'locations.putEvse', {
        from: owner,
        parameters: at(owner, id, evse.uid),
        body: evse,
        lane: lane(id),
      }),
    patchEvse: (to: Party, owner: Party, id: string, evseUid: string, patch: EvsePatch): Promise<Queued> =>
      client.push(to, 'locations.patchEvse', {
        from: owner,
        parameters: at(owner, id, evseUid),
        body: patch,
        lane: lane(id),
      }),
    putConnector: (to: Party, owner: Party, id: string, evseUid: string, connector: Connector): Promise<Queued> =>
      client.push(to, 'locations.putConnector', {
        ...{ from: owner, parameters: at(owner, id, evseUid, connector.id), body: connector, lane: lane(id) },
      }),
    patchConnector: (
      to: Party,
      owner: Party,
      id: string,
      evseUid: string,
      connectorId: string,
      patch: ConnectorPatch,
    ): Promise<Queued> =>
      client.push(to, 'locations.patchConnector', {
        ...{ from: owner, parameters: at(owner, id, evseUid, connectorId), body: patch, lane: lane(id) },
      }),
  };
}

/** @see OCPI 2.2.1-d2, "Sessions" */
export function sessionsClient(client: Client) {
  const at = (owner: Party, session_id: string) => ({ ...ownerOf(owner), session_id });
  const lane = (id: string) => `session ${id}`;
  return {
    /** `dateFrom` has to be said. */
    ...lists<Session>(client, 'sessions.list', (is22) => (is22 ? session22Schema : sessionSchema)),
    getPushed: (to: Party, owner: Party, id: string, ask: Ask = {}): Promise<Session> =>
      client.ask(to, 'sessions.getPushed', { ...ask, parameters: at(owner, id) }, sessionSchema),
    put: (to: Party, session: Session): Promise<Queued> =>
      client.push(to, 'sessions.put', {
        from: ownerOf(session),
        parameters: at(session, session.id),
        body: session,
        lane: lane(session.id),
      }),
    patch: (to: Party, owner: Party, id: string, patch: SessionPatch): Promise<Queued> =>
      client.push(to, 'sessions.patch', { from: owner, parameters: at(owner, id), body: patch, lane: lane(id) }),
    setChargingPreferences: (
      to: Party,
      session_id: string,
      preferences: ChargingPreferences,
      ask: Ask = {},
    ): Promise<ChargingPreferencesResponse> =>
      client.ask(
        to,
        'sessions.setChargingPreferences',
        { ...ask, parameters: { session_id }, body: preferences },
        chargingPreferencesResponseSchema,
      ),
  };
}

/** @see OCPI 2.2.1-d2, "CDRs" */
export function cdrsClient(client: Client) {
  return {
    ...lists<Cdr>(client, 'cdrs.list', (is22) => (is22 ? cdr22Schema : cdrSchema)),
    /** Sent once, whatever happens: a CDR never changes. */
    post: (to: Party, cdr: Cdr): Promise<Queued> =>
      client.push(to, 'cdrs.post', { from: ownerOf(cdr), body: cdr, lane: `cdr ${cdr.id}` }),
  };
}

/** @see OCPI 2.2.1-d2, "Tariffs" */
export function tariffsClient(client: Client) {
  const at = (owner: Party, tariff_id: string) => ({ ...ownerOf(owner), tariff_id });
  const lane = (id: string) => `tariff ${id}`;
  return {
    ...lists<Tariff>(client, 'tariffs.list', () => tariffSchema),
    getPushed: (to: Party, owner: Party, id: string, ask: Ask = {}): Promise<Tariff> =>
      client.ask(to, 'tariffs.getPushed', { ...ask, parameters: at(owner, id) }, tariffSchema),
    put: (to: Party, tariff: Tariff): Promise<Queued> =>
      client.push(to, 'tariffs.put', {
        from: ownerOf(tariff),
        parameters: at(tariff, tariff.id),
        body: tariff,
        lane: lane(tariff.id),
      }),
    delete: (to: Party, owner: Party, id: string): Promise<Queued> =>
      client.push(to, 'tariffs.delete', { from: owner, parameters: at(owner, id), lane: lane(id) }),
  };
}

/** @see OCPI 2.2.1-d2, "Tokens" */
export function tokensClient(client: Client) {
  const at = (owner: Party, token_uid: string) => ({ ...ownerOf(owner), token_uid });
  const typed = (type: TokenType | undefined) => new URLSearchParams(type === undefined ? {} : { type });
  const lane = (uid: string, type: TokenType) => `token ${type} ${uid}`;
  return {
    ...lists<Token>(client, 'tokens.list', () => tokenSchema),
    getPushed: (to: Party, owner: Party, uid: string, type: TokenType, ask: Ask = {}): Promise<Token> =>
      client.ask(to, 'tokens.getPushed', { ...ask, parameters: at(owner, uid), query: typed(type) }, tokenSchema),
    put: (to: Party, token: Token): Promise<Queued> =>
      client.push(to, 'tokens.put', {
        ...{ from: ownerOf(token), parameters: at(token, token.uid), query: typed(token.type), body: token },
        lane: lane(token.uid, token.type),
      }),
    patch: (to: Party, owner: Party, uid: string, type: TokenType, patch: TokenPatch): Promise<Queued> =>
      client.push(to, 'tokens.patch', {
        from: owner,
        parameters: at(owner, uid),
        query: typed(type),
        body: patch,
        lane: lane(uid, type),
      }),
    /** Asks the provider of a token, now, whether it may charge. */
    authorize: (
      to: Party,
      uid: string,
      question: Ask & { readonly type?: TokenType; readonly location?: LocationReferences } = {},
    ): Promise<AuthorizationInfo> => {
      const { type, location, ...ask } = question;
      const body = location === undefined ? {} : { body: location };
      return client.ask(
        to,
        'tokens.authorize',
        { ...ask, parameters: { token_uid: uid }, query: typed(type), ...body },
        authorizationInfoSchema,
      );
    },
  };
}

/** Who is connected with the hub. @see OCPI 2.2.1-d2, "Hub Client Info" */
export function clientInfoClient(client: Client) {
  const { list, pages } = lists<ClientInfo>(client, 'hubclientinfo.list', () => clientInfoSchema);
  return {
    list: (options?: ListOptions) => list(client.context.firstParty, options),
    pages: (options?: ListOptions) => pages(client.context.firstParty, options),
    /** For hubs. */
    put: (to: Party, info: ClientInfo, options: From = {}): Promise<Queued> =>
      client.push(to, 'hubclientinfo.put', { ...options, parameters: ownerOf(info), body: info }),
  };
}

type SchemaFor = (is22: boolean) => Parameters<typeof pagesOf>[3];

function lists<T>(client: Client, name: string, schemaFor: SchemaFor): Lists<T> {
  const schema = async () => {
    const connection = await client.context.store.connection.load();
    return schemaFor(connection?.version === '2.2');
  };
  return {
    async *list(to, options = {}) {
      yield* objectsOf(client, to, name, await schema(), options) as AsyncGenerator<T, void>;
    },
    async *pages(to, options = {}) {
      yield* pagesOf(client, to, name, await schema(), options) as AsyncGenerator<Page<T>, void>;
    },
  };
}

import {
  type ChargingPreferences,
  type ClientInfo,
  foldCiString,
  type LocationReferences,
  OcpiError,
  patchSession,
  patchToken,
  type Session,
  type SessionPatch,
  sameCiString,
  type Tariff,
  type Token,
  type TokenPatch,
  type TokenType,
} from '../../../protocol/ocpi/index.ts';
import type { Handlers } from './handlers.ts';
import { listPage } from './lists.ts';
import { assertNotOlder, changeObject, found, keyOf } from './objects.ts';

function assertId(id: string, named: string | undefined, field: string): void {
  if (named !== undefined && sameCiString(id, named)) return;
  throw new OcpiError('invalidParameters', 'is not the one of the URL', { field });
}

/** @see OCPI 2.2.1-d2, "Sessions", Interfaces and Endpoints */
export const sessions: Handlers = {
  'sessions.list': (incoming, context) =>
    listPage(context, found(context.data.sessions?.sender, 'sessions', 'module'), incoming),
  'sessions.setChargingPreferences': async ({ parameters, body, call }, { data }) => {
    const sender = found(data.sessions?.sender, 'sessions', 'module');
    const answer = await sender.setChargingPreferences?.(
      parameters.session_id ?? '',
      body as ChargingPreferences,
      call,
    );
    return { data: found(answer, 'sessions', 'session_id') };
  },
  'sessions.getPushed': async (incoming, { data }) => {
    const session = await data.sessions?.receiver?.get(keyOf(incoming, 'session_id'), incoming.call);
    return { data: found(session, 'sessions', 'session_id') };
  },
  'sessions.put': async (incoming, { data }) => {
    const session = incoming.body as Session;
    assertId(session.id, incoming.parameters.session_id, 'id');
    const receiver = found(data.sessions?.receiver, 'sessions', 'module');
    await changeObject(receiver, keyOf(incoming, 'session_id'), incoming, (before) => {
      assertNotOlder(session, before);
      return session;
    });
    return {};
  },
  'sessions.patch': async (incoming, { data }) => {
    const receiver = found(data.sessions?.receiver, 'sessions', 'module');
    await changeObject(receiver, keyOf(incoming, 'session_id'), incoming, (before) => {
      const session = found(before, 'sessions', 'session_id');
      const patch = incoming.body as SessionPatch;
      assertNotOlder(patch, session);
      return patchSession(session, withoutKnownPeriods(session, patch));
    });
    return {};
  },
};

/** Periods are added, so a PATCH that is carried out twice has to add them once. */
function withoutKnownPeriods(session: Session, patch: SessionPatch): SessionPatch {
  if (!patch.charging_periods) return patch;
  const known = new Set((session.charging_periods ?? []).map((period) => JSON.stringify(period)));
  return { ...patch, charging_periods: patch.charging_periods.filter((period) => !known.has(JSON.stringify(period))) };
}

/** @see OCPI 2.2.1-d2, "Tariffs", Interfaces and Endpoints */
export const tariffs: Handlers = {
  'tariffs.list': (incoming, context) =>
    listPage(context, found(context.data.tariffs?.sender, 'tariffs', 'module'), incoming),
  'tariffs.getPushed': async (incoming, { data }) => {
    const tariff = await data.tariffs?.receiver?.get(keyOf(incoming, 'tariff_id'), incoming.call);
    return { data: found(tariff, 'tariffs', 'tariff_id') };
  },
  'tariffs.put': async (incoming, { data }) => {
    const tariff = incoming.body as Tariff;
    assertId(tariff.id, incoming.parameters.tariff_id, 'id');
    const receiver = found(data.tariffs?.receiver, 'tariffs', 'module');
    await changeObject(receiver, keyOf(incoming, 'tariff_id'), incoming, (before) => {
      assertNotOlder(tariff, before);
      return tariff;
    });
    return {};
  },
  'tariffs.delete': async (incoming, { data }) => {
    const isGone = await data.tariffs?.receiver?.remove(keyOf(incoming, 'tariff_id'), incoming.call);
    found(isGone === true ? true : null, 'tariffs', 'tariff_id');
    return {};
  },
};

/** @see OCPI 2.2.1-d2, "Tokens", Interfaces and endpoints */
export const tokens: Handlers = {
  'tokens.list': (incoming, context) =>
    listPage(context, found(context.data.tokens?.sender, 'tokens', 'module'), incoming),
  'tokens.authorize': async ({ parameters, query, body, call }, { data }) => {
    const sender = found(data.tokens?.sender, 'tokens', 'module');
    if (!sender.authorize)
      throw new OcpiError('clientError', 'is not supported', { field: 'authorize', httpStatus: 404 });
    const type = (query.get('type') ?? 'RFID') as TokenType;
    const location = (body as LocationReferences | undefined) ?? null;
    const info = await sender.authorize({ uid: parameters.token_uid ?? '', type, location }, call);
    return { data: found(info, 'tokens', 'token_uid') };
  },
  'tokens.getPushed': async (incoming, { data }) => {
    const token = await data.tokens?.receiver?.get(keyOf(incoming, 'token_uid'), incoming.call);
    return { data: found(token, 'tokens', 'token_uid') };
  },
  'tokens.put': async (incoming, { data }) => {
    const token = incoming.body as Token;
    assertId(token.uid, incoming.parameters.token_uid, 'uid');
    const key = keyOf(incoming, 'token_uid');
    if (token.type !== key.type)
      throw new OcpiError('invalidParameters', 'is not the one of the URL', { field: 'type' });
    const receiver = found(data.tokens?.receiver, 'tokens', 'module');
    await changeObject(receiver, key, incoming, (before) => {
      assertNotOlder(token, before);
      return token;
    });
    return {};
  },
  'tokens.patch': async (incoming, { data }) => {
    const receiver = found(data.tokens?.receiver, 'tokens', 'module');
    await changeObject(receiver, keyOf(incoming, 'token_uid'), incoming, (before) => {
      const token = found(before, 'tokens', 'token_uid');
      assertNotOlder(incoming.body as TokenPatch, token);
      return patchToken(token, incoming.body as TokenPatch);
    });
    return {};
  },
};

/** What a hub says of its parties, which they do not say themselves. @see OCPI 2.2.1-d2, "Hub Client Info", Interfaces */
export const hubClientInfo: Handlers = {
  'hubclientinfo.list': (incoming, context) => {
    return listPage(context, found(context.data.hubclientinfo?.sender, 'hubclientinfo', 'module'), incoming);
  },
  'hubclientinfo.getPushed': async (incoming, { data }) => {
    const info = await data.hubclientinfo?.receiver?.get(clientKey(incoming), incoming.call);
    return { data: found(info, 'hubclientinfo', 'party_id') };
  },
  'hubclientinfo.put': async (incoming, { data }) => {
    const info = incoming.body as ClientInfo;
    const receiver = found(data.hubclientinfo?.receiver, 'hubclientinfo', 'module');
    const key = clientKey(incoming);
    assertId(info.party_id, key.owner.party_id, 'party_id');
    assertId(info.country_code, key.owner.country_code, 'country_code');
    await changeObject(receiver, { ...key, id: foldCiString(info.role) }, incoming, (before) => {
      assertNotOlder(info, before);
      return info;
    });
    return {};
  },
};

/** A party is known once for each of its roles; a GET says none, and means the first. */
function clientKey({ parameters }: { readonly parameters: Readonly<Record<string, string>> }) {
  const { country_code = '', party_id = '' } = parameters;
  return { owner: { country_code, party_id }, id: '' };
}

import type {
  Cdr,
  EvsePatch,
  Location,
  Party,
  Session,
  SessionPatch,
  Tariff,
  Token,
} from '../../protocol/ocpi/index.ts';
import { sameParty } from '../../protocol/ocpi/index.ts';
import type { cdrsClient, locationsClient, sessionsClient, tariffsClient, tokensClient } from './client/dataModules.ts';
import type { BridgeContext } from './context.ts';
import type { Subscribers } from './options.ts';
import type { Queued } from './outbox/outbox.ts';

/** What tells everybody that has to know. */
export interface Publisher {
  location(location: Location): Promise<readonly Queued[]>;
  evse(owner: Party, locationId: string, evseUid: string, patch: EvsePatch): Promise<readonly Queued[]>;
  tariff(tariff: Tariff): Promise<readonly Queued[]>;
  tariffGone(owner: Party, id: string): Promise<readonly Queued[]>;
  /** To the party of its token, and to those who want all sessions. */
  session(session: Session): Promise<readonly Queued[]>;
  sessionChange(session: Session, patch: SessionPatch): Promise<readonly Queued[]>;
  token(token: Token): Promise<readonly Queued[]>;
  /** To the party of its token alone. */
  cdr(cdr: Cdr): Promise<Queued>;
}

interface Clients {
  readonly locations: ReturnType<typeof locationsClient>;
  readonly sessions: ReturnType<typeof sessionsClient>;
  readonly cdrs: ReturnType<typeof cdrsClient>;
  readonly tariffs: ReturnType<typeof tariffsClient>;
  readonly tokens: ReturnType<typeof tokensClient>;
}

export function createPublisher(context: BridgeContext, clients: Clients): Publisher {
  type Module = Parameters<Subscribers['of']>[0];
  const { locations, sessions, cdrs, tariffs, tokens } = clients;
  const subscribers = async (module: Module, own: Party) => (await context.subscribers?.of(module, own)) ?? [];
  const toAll = async (module: Module, own: Party, send: (to: Party) => Promise<Queued>) =>
    Promise.all((await subscribers(module, own)).map(send));
  const ofSession = async (session: Session): Promise<readonly Party[]> => {
    const holder = partyOf(session.cdr_token);
    const others = (await subscribers('sessions', session)).filter((one) => !sameParty(one, holder));
    return [holder, ...others];
  };
  return {
    location: (location) => toAll('locations', location, (to) => locations.put(to, location)),
    evse: (owner, id, uid, patch) => toAll('locations', owner, (to) => locations.patchEvse(to, owner, id, uid, patch)),
    tariff: (tariff) => toAll('tariffs', tariff, (to) => tariffs.put(to, tariff)),
    tariffGone: (owner, id) => toAll('tariffs', owner, (to) => tariffs.delete(to, owner, id)),
    session: async (session) => Promise.all((await ofSession(session)).map((to) => sessions.put(to, session))),
    sessionChange: async (session, patch) =>
      Promise.all((await ofSession(session)).map((to) => sessions.patch(to, partyOf(session), session.id, patch))),
    token: (token) => toAll('tokens', token, (to) => tokens.put(to, token)),
    cdr: (cdr) => cdrs.post(partyOf(cdr.cdr_token), cdr),
  };
}

const partyOf = ({ country_code, party_id }: Party): Party => ({ country_code, party_id });

/** What is needed of a directory to know who takes what: the node directory of `@gridseal/sdk/chain` is one. */
export interface SubscriberDirectory {
  parties(): readonly { readonly id: Party; readonly modules: { readonly RECEIVER: readonly string[] } }[];
}

/**
 * Everybody who has the receiver side of a module, but us.
 *
 * @example `createBridge({ …, subscribers: subscribersFrom(directory) })`
 */
export function subscribersFrom(directory: SubscriberDirectory): Subscribers {
  return {
    of: (module, own) =>
      directory
        .parties()
        .flatMap(({ id, modules }) => (modules.RECEIVER.includes(module) && !sameParty(id, own) ? [id] : [])),
  };
}

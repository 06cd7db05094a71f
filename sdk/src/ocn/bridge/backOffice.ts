import type { Hex } from '../../bytes/index.ts';
import type {
  ActiveChargingProfile,
  ActiveChargingProfileResult,
  AuthorizationInfo,
  Cdr,
  ChargingPreferences,
  ChargingPreferencesResponse,
  ChargingProfile,
  ChargingProfileResponse,
  ClientInfo,
  CommandResponse,
  CommandResult,
  CommandType,
  HttpMethod,
  Location,
  LocationReferences,
  OcpiVersion,
  PageQuery,
  Party,
  Session,
  Tariff,
  Token,
  TokenType,
} from '../../protocol/ocpi/index.ts';
import type { CommandOf } from './commandOf.ts';
import type { CdrProof } from './signing/cdrProof.ts';

/** A request that a back office answers: who asks for what. Its form, its token and its signature were already looked at. */
export interface Call {
  readonly from: Party;
  /** Which of our parties it is for. */
  readonly to: Party;
  readonly version: OcpiVersion;
  /** As in the table of endpoints, like `locations.putEvse`; for custom modules, the module's own name. */
  readonly endpoint: string;
  readonly method: HttpMethod;
  /** The same for every repetition of one message: what is to have its effect once can be remembered by it. */
  readonly messageId: string;
  readonly correlationId: string;
  /** What came, with every field; undefined if there was no body. */
  readonly body: unknown;
  /** Who signed for the sender: ERC-7913 bytes; null for a message without a signature. */
  readonly signedBy: Hex | null;
}

/** A part of a list, and how many objects the whole of it has. */
export interface ObjectPage<T> {
  readonly objects: readonly T[];
  readonly total: number;
}

/** Gives away our own objects in pages. */
export interface ListSender<T> {
  /** The objects with `dateFrom` ≤ `last_updated` < `dateTo`, in an order that stays, from `offset` on, `limit` at most. */
  list(query: PageQuery, call: Call): Promise<ObjectPage<T>>;
}

/** What names an object of another party. */
export interface ObjectKey {
  readonly owner: Party;
  readonly id: string;
  /** Of tokens alone: part of their name. */
  readonly type?: TokenType;
}

/**
 * Keeps what other parties push. Who may push what, what a PATCH makes of an object, and that nothing goes back to an older state was
 * already looked at when these are called.
 */
export interface ObjectsReceiver<T> {
  get(key: ObjectKey, call: Call): Promise<T | null>;
  put(key: ObjectKey, object: T, call: Call): Promise<void>;
  /** Reads and writes in one step, for stores that several processes share. Without it, `get` and `put` are called in turn. */
  change?(key: ObjectKey, change: (before: T | null) => T, call: Call): Promise<void>;
}

export interface LocationsSender extends ListSender<Location> {
  get(id: string, call: Call): Promise<Location | null>;
}

export interface SessionsSender extends ListSender<Session> {
  /** @returns null for a session that is not known. */
  setChargingPreferences?(
    sessionId: string,
    preferences: ChargingPreferences,
    call: Call,
  ): Promise<ChargingPreferencesResponse | null>;
}

export interface CdrsReceiver {
  get(key: ObjectKey, call: Call): Promise<Cdr | null>;
  /**
   * Called for a CDR that is new: no other body ever comes under its id. Called again with the very same if the process died before it
   * was noted, so it has to change nothing then.
   */
  post(cdr: Cdr, proof: CdrProof, call: Call): Promise<void>;
}

export interface TariffsReceiver extends ObjectsReceiver<Tariff> {
  /** @returns False if there was none. */
  remove(key: ObjectKey, call: Call): Promise<boolean>;
}

/** A token that somebody holds to a charge point, now. */
export interface TokenQuestion {
  readonly uid: string;
  readonly type: TokenType;
  /** Where; null if the other did not say. */
  readonly location: LocationReferences | null;
}

export interface TokensSender extends ListSender<Token> {
  /** @returns null for a token that is not known (2004). */
  authorize?(question: TokenQuestion, call: Call): Promise<AuthorizationInfo | null>;
}

/** What is said at once, and what comes of it later. */
export interface Answer<Response, Result> {
  readonly response: Response;
  /** Sent to where the other wants it. Left out: use {@link Bridge.sendResult} with the call's `messageId` when it is known. */
  readonly result?: Promise<Result>;
}

export interface CommandsReceiver {
  onCommand<T extends CommandType>(
    type: T,
    command: CommandOf<T>,
    call: Call,
  ): Promise<Answer<CommandResponse, CommandResult>>;
}

/** For results that come when nobody waits for them any more, as after a restart. */
export interface CommandsSender {
  onResult(id: string, result: CommandResult, call: Call): Promise<void>;
}

export interface ChargingProfilesReceiver {
  /** @param duration Seconds of the profile that are asked for. */
  get(
    sessionId: string,
    duration: number,
    call: Call,
  ): Promise<Answer<ChargingProfileResponse, ActiveChargingProfileResult>>;
  set(
    sessionId: string,
    profile: ChargingProfile,
    call: Call,
  ): Promise<Answer<ChargingProfileResponse, ActiveChargingProfileResult>>;
  clear(sessionId: string, call: Call): Promise<Answer<ChargingProfileResponse, ActiveChargingProfileResult>>;
}

export interface ChargingProfilesSender {
  onResult?(id: string, result: ActiveChargingProfileResult, call: Call): Promise<void>;
  /** @returns False for a session that is not known. */
  putActive?(sessionId: string, profile: ActiveChargingProfile, call: Call): Promise<boolean>;
}

/** A request to a module of the parties' own. */
export interface CustomRequest {
  readonly method: HttpMethod;
  /** Below the module's URL, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed; undefined if there is none. */
  readonly body: unknown;
}

/** Answers a custom module: what it returns is the `data` of the response. */
export type CustomHandler = (request: CustomRequest, call: Call) => Promise<unknown>;

/**
 * The one interface between a back office and the network: both sides of every module. All of it is optional: what is not there is not
 * announced, and nobody can ask for it.
 *
 * Throw an {@link OcpiError} to refuse; anything else that is thrown is answered as a fault of ours (3000), and sent again by those who
 * send again.
 *
 * @example
 * ```ts
 * const data: BackOffice = {
 *   locations: { sender: { list: async ({ offset, limit }) => ({ objects: mine.slice(offset, offset + limit), total: mine.length }),
 *     get: async (id) => mine.find((one) => one.id === id) ?? null } },
 *   commands: { receiver: { onCommand: async (type, command) => ({ response: { result: 'ACCEPTED', timeout: 30 }, result: start(command) }) } },
 * };
 * ```
 */
export interface BackOffice {
  readonly locations?: { readonly sender?: LocationsSender; readonly receiver?: ObjectsReceiver<Location> };
  readonly sessions?: { readonly sender?: SessionsSender; readonly receiver?: ObjectsReceiver<Session> };
  readonly cdrs?: { readonly sender?: ListSender<Cdr>; readonly receiver?: CdrsReceiver };
  readonly tariffs?: { readonly sender?: ListSender<Tariff>; readonly receiver?: TariffsReceiver };
  readonly tokens?: { readonly sender?: TokensSender; readonly receiver?: ObjectsReceiver<Token> };
  readonly commands?: { readonly sender?: CommandsSender; readonly receiver?: CommandsReceiver };
  readonly chargingprofiles?: {
    readonly sender?: ChargingProfilesSender;
    readonly receiver?: ChargingProfilesReceiver;
  };
  readonly hubclientinfo?: {
    readonly sender?: ListSender<ClientInfo>;
    readonly receiver?: ObjectsReceiver<ClientInfo>;
  };
  /** Modules of the parties' own, by their names. */
  readonly custom?: Readonly<
    Record<string, { readonly sender?: CustomHandler; readonly receiver?: CustomHandler } | undefined>
  >;
}

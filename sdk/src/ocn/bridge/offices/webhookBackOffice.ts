import type { z } from 'zod';
import { utf8Decode } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import {
  activeChargingProfileResultSchema,
  authorizationInfoSchema,
  type Cdr,
  type ClientInfo,
  cdrSchema,
  chargingPreferencesResponseSchema,
  chargingProfileResponseSchema,
  clientInfoSchema,
  commandResponseSchema,
  commandResultSchema,
  decode,
  decodeJson,
  type Location,
  locationSchema,
  OcpiError,
  type OcpiHttpStatus,
  type PageQuery,
  type Role,
  type Session,
  sessionSchema,
  type Tariff,
  type Token,
  tariffSchema,
  tokenSchema,
} from '../../../protocol/ocpi/index.ts';
import type { Answer, BackOffice, Call, ListSender, ObjectKey, ObjectsReceiver } from '../backOffice.ts';
import { send } from '../http/httpClient.ts';
import { signWebhook, WEBHOOK_SIGNATURE, webhookKey } from './webhook.ts';

/** Where the user's own program is. */
export interface WebhookOptions {
  /** Everything is POSTed here. */
  readonly url: string;
  /** At least 16 bytes: signs what is sent. */
  readonly secret: string;
  /** Decides which sides of the modules there are. Default: CPO and EMSP. */
  readonly roles?: readonly Role[];
  /** Events that the program answers: others are answered as if they were not implemented. Default: all. */
  readonly events?: readonly string[];
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * What is POSTed: what happened, to what, by whom, and what came.
 *
 * `‹module›.list`, `.get`, `.put`, `.remove`, `cdrs.post`, `tokens.authorize`, `commands.‹TYPE›`, `commands.result`,
 * `chargingprofiles.get|set|clear|putActive|result`, `sessions.setChargingPreferences`.
 */
export interface WebhookEvent {
  readonly event: string;
  readonly from: Call['from'];
  readonly to: Call['to'];
  /** The same for every repetition of one message. */
  readonly messageId: string;
  readonly signedBy: Call['signedBy'];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly object: unknown;
}

/**
 * A back office that is reached by webhooks: for programs in any language.
 *
 * Each request is one POST of a {@link WebhookEvent} as JSON, signed ({@link verifyWebhook}). The program answers 200 with what is asked for
 * as JSON (`{ "objects": […], "total": 7 }` for lists, `{ "response": …, "result"?: … }` for commands, anything for what is pushed), 404 for what it
 * does not know, 422 with `{ "status_code": 2…, "message": "…" }` to refuse. Anything else counts as failed: the sender sends it again.
 *
 * @throws {ArgumentError} for a secret that is too short.
 * @example `createBridge({ …, data: webhookBackOffice({ url: 'http://localhost:8080/ocpi-events', secret, roles: ['EMSP'], fetch, now: Date.now }) })`
 */
export function webhookBackOffice(options: WebhookOptions): BackOffice {
  const ask = asker(options);
  const roles = options.roles ?? ['CPO', 'EMSP'];
  const has = (event: string): boolean => options.events?.includes(event) ?? true;
  const isCpo = roles.includes('CPO');
  const takes = roles.some((role) => role !== 'CPO');
  const lists = <T>(name: string, schema: z.ZodType) =>
    has(`${name}.list`) ? { sender: lister<T>(ask, name, schema) } : {};
  const takers = <T>(name: string, schema: z.ZodType) =>
    has(`${name}.put`) ? { receiver: taker<T>(ask, name, schema) } : {};
  return {
    locations: {
      ...(isCpo &&
        has('locations.list') && {
          sender: { ...lister<Location>(ask, 'locations', locationSchema), get: locationOf(ask) },
        }),
      ...(takes && takers<Location>('locations', locationSchema)),
    },
    sessions: {
      ...(isCpo &&
        has('sessions.list') && {
          sender: { ...lister<Session>(ask, 'sessions', sessionSchema), ...preferences(ask) },
        }),
      ...(takes && takers<Session>('sessions', sessionSchema)),
    },
    cdrs: {
      ...(isCpo && lists<Cdr>('cdrs', cdrSchema)),
      ...(takes && has('cdrs.post') && { receiver: cdrTaker(ask) }),
    },
    tariffs: {
      ...(isCpo && lists<Tariff>('tariffs', tariffSchema)),
      ...(takes &&
        has('tariffs.put') && { receiver: { ...taker<Tariff>(ask, 'tariffs', tariffSchema), remove: remover(ask) } }),
    },
    tokens: {
      ...(takes &&
        has('tokens.list') && {
          sender: { ...lister<Token>(ask, 'tokens', tokenSchema), ...(has('tokens.authorize') && authorizer(ask)) },
        }),
      ...(isCpo && takers<Token>('tokens', tokenSchema)),
    },
    ...asked(ask, isCpo, takes, has),
    hubclientinfo: takers<ClientInfo>('hubclientinfo', clientInfoSchema),
  };
}

/** @returns null where the program says that it does not know. */
type Asker = (
  event: string,
  call: Call,
  parameters: object,
  object: unknown,
) => Promise<{ readonly value: unknown } | null>;

function asker({ url, secret, fetch, now, timeoutMs = 10_000 }: WebhookOptions): Asker {
  const [key, target] = [webhookKey(secret), new URL(url)];
  const rules = { fetch, timeoutMs, maxBytes: 8 * 1024 * 1024 };
  return async (event, { from, to, messageId, signedBy }, parameters, object) => {
    const body = JSON.stringify({ event, from, to, messageId, signedBy, parameters, object: object ?? null });
    const signature = await signWebhook(key, body, Math.floor(now() / 1000));
    const headers = {
      'Content-Type': 'application/json',
      'Idempotency-Key': messageId,
      [WEBHOOK_SIGNATURE]: signature,
    };
    const answer = await send({ method: 'POST', url: target, headers, body }, rules);
    if (answer.status === 404) return null;
    if (answer.status === 422) throw refusal(answer.body);
    if (answer.status < 200 || answer.status > 299) throw new OcpiError('serverError', 'failed', { httpStatus: 502 });
    return { value: answer.body.length === 0 ? null : decodeJson(answer.body, 'answer') };
  };
}

/** @throws {OcpiError} if the program does not want it. */
function taken(said: { readonly value: unknown } | null): void {
  if (!said) throw new OcpiError('clientError', 'is not known', { httpStatus: 404 });
}

function refusal(body: Uint8Array): OcpiError {
  let said: { readonly status_code?: unknown; readonly message?: unknown; readonly http_status?: unknown } = {};
  try {
    said = (JSON.parse(utf8Decode(body)) ?? {}) as typeof said;
  } catch {
    // Without a reason, it is a refusal all the same.
  }
  const { status_code: code, message } = said;
  const isCode = typeof code === 'number' && Number.isInteger(code) && code >= 2000 && code <= 2999;
  const httpStatus: OcpiHttpStatus = said.http_status === 404 ? 404 : 200;
  return new OcpiError(isCode ? code : 2000, typeof message === 'string' ? message.slice(0, 200) : 'was refused', {
    httpStatus,
  });
}

/** Of a list, the program's own mistake is said to be one of ours: whoever asked did nothing wrong. */
function checked<T>(schema: z.ZodType, value: unknown): T {
  try {
    return decode(schema, value, 'answer') as T;
  } catch (cause) {
    if (cause instanceof DecodeError) throw new OcpiError('serverError', 'failed', { cause });
    throw cause;
  }
}

function lister<T>(ask: Asker, name: string, schema: z.ZodType): ListSender<T> {
  return {
    async list(query: PageQuery, call) {
      const said = (await ask(`${name}.list`, call, query, null))?.value as {
        readonly objects?: unknown;
        readonly total?: unknown;
      } | null;
      const objects = Array.isArray(said?.objects) ? said.objects.map((one) => checked<T>(schema, one)) : [];
      return { objects, total: typeof said?.total === 'number' ? said.total : query.offset + objects.length };
    },
  };
}

function taker<T>(ask: Asker, name: string, schema: z.ZodType): ObjectsReceiver<T> {
  return {
    async get(key: ObjectKey, call) {
      const said = await ask(`${name}.get`, call, key, null);
      return said?.value ? checked<T>(schema, said.value) : null;
    },
    async put(key, object, call) {
      taken(await ask(`${name}.put`, call, key, object));
    },
  };
}

const locationOf = (ask: Asker) => async (id: string, call: Call) => {
  const said = await ask('locations.get', call, { owner: call.to, id }, null);
  return said?.value ? checked<Location>(locationSchema, said.value) : null;
};

const preferences = (
  ask: Asker,
): Pick<NonNullable<NonNullable<BackOffice['sessions']>['sender']>, 'setChargingPreferences'> => ({
  async setChargingPreferences(id, object, call) {
    const said = await ask('sessions.setChargingPreferences', call, { id }, object);
    return said ? checked(chargingPreferencesResponseSchema, said.value) : null;
  },
});

function cdrTaker(ask: Asker): NonNullable<NonNullable<BackOffice['cdrs']>['receiver']> {
  return {
    get: (key, call) => taker<Cdr>(ask, 'cdrs', cdrSchema).get(key, call),
    async post(cdr, proof, call) {
      taken(await ask('cdrs.post', call, { proof }, cdr));
    },
  };
}

const remover = (ask: Asker) => async (key: ObjectKey, call: Call) =>
  (await ask('tariffs.remove', call, key, null)) !== null;

const authorizer = (ask: Asker): Pick<NonNullable<NonNullable<BackOffice['tokens']>['sender']>, 'authorize'> => ({
  async authorize(question, call) {
    const said = await ask('tokens.authorize', call, question, null);
    return said?.value ? checked(authorizationInfoSchema, said.value) : null;
  },
});

/** What is answered at once, and maybe with its result. */
async function answerOf<R, T>(
  asked: ReturnType<Asker>,
  responses: z.ZodType,
  results: z.ZodType,
): Promise<Answer<R, T>> {
  const said = (await asked)?.value as { readonly response?: unknown; readonly result?: unknown } | null | undefined;
  const response = checked<R>(responses, said?.response ?? null);
  return said?.result ? { response, result: Promise.resolve(checked<T>(results, said.result)) } : { response };
}

function asked(
  ask: Asker,
  isCpo: boolean,
  takes: boolean,
  has: (event: string) => boolean,
): Pick<BackOffice, 'commands' | 'chargingprofiles'> {
  const profile = (event: string, call: Call, parameters: object, object: unknown) =>
    answerOf<never, never>(
      ask(`chargingprofiles.${event}`, call, parameters, object),
      chargingProfileResponseSchema,
      activeChargingProfileResultSchema,
    );
  return {
    commands: {
      ...(isCpo && {
        receiver: {
          onCommand: (type, command, call) =>
            answerOf(ask(`commands.${type}`, call, {}, command), commandResponseSchema, commandResultSchema),
        },
      }),
      ...(takes && {
        sender: {
          async onResult(id, result, call) {
            await ask('commands.result', call, { id }, result);
          },
        },
      }),
    },
    chargingprofiles: {
      ...(isCpo &&
        has('chargingprofiles.set') && {
          receiver: {
            get: (id, duration, call) => profile('get', call, { id, duration }, null),
            set: (id, object, call) => profile('set', call, { id }, object),
            clear: (id, call) => profile('clear', call, { id }, null),
          },
        }),
      ...(takes &&
        has('chargingprofiles.putActive') && {
          sender: {
            putActive: async (id, object, call) =>
              (await ask('chargingprofiles.putActive', call, { id }, object)) !== null,
            async onResult(id, result, call) {
              await ask('chargingprofiles.result', call, { id }, result);
            },
          },
        }),
    },
  };
}

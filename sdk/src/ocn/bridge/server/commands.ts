import {
  type ActiveChargingProfile,
  type ActiveChargingProfileResult,
  type CommandResult,
  type CommandType,
  commandTypes,
  OcpiError,
  type SetChargingProfile,
} from '../../../protocol/ocpi/index.ts';
import type { Answer, ChargingProfilesReceiver } from '../backOffice.ts';
import type { CommandOf } from '../commandOf.ts';
import type { BridgeContext } from '../context.ts';
import type { Results } from '../outbox/results.ts';
import type { Incoming } from './call.ts';
import type { Handler, Handlers } from './handlers.ts';
import { found } from './objects.ts';
import type { Reply } from './reply.ts';

/** @see OCPI 2.2.1-d2, "Commands", Interfaces and endpoints */
export const commands: Handlers = {
  ...Object.fromEntries(commandTypes.map((type) => [`commands.${type}`, command(type)])),
  'commands.result': async (incoming, context) => {
    const id = incoming.parameters.id ?? '';
    const result = incoming.body as CommandResult;
    const isFirst = await context.pending.accept('commands', id, incoming, result);
    if (isFirst) await context.data.commands?.sender?.onResult(id, result, incoming.call);
    return {};
  },
};

function command<T extends CommandType>(type: T): Handler {
  return async (incoming, context) => {
    const receiver = found(context.data.commands?.receiver, 'commands', 'module');
    const said = incoming.body as CommandOf<T>;
    return asked(incoming, context, 'commands', said.response_url, () => receiver.onCommand(type, said, incoming.call));
  };
}

/** @see OCPI 2.2.1-d2, "Charging Profiles", Interfaces and endpoints */
export const chargingProfiles: Handlers = {
  'chargingprofiles.get': profile((receiver, { query, parameters, call }) =>
    receiver.get(parameters.session_id ?? '', Number(query.get('duration')), call),
  ),
  'chargingprofiles.put': profile((receiver, { body, parameters, call }) =>
    receiver.set(parameters.session_id ?? '', (body as SetChargingProfile).charging_profile, call),
  ),
  'chargingprofiles.delete': profile((receiver, { parameters, call }) =>
    receiver.clear(parameters.session_id ?? '', call),
  ),
  'chargingprofiles.result': async (incoming, context) => {
    const id = incoming.parameters.id ?? '';
    const result = incoming.body as ActiveChargingProfileResult;
    const isFirst = await context.pending.accept('chargingprofiles', id, incoming, result);
    if (isFirst) await context.data.chargingprofiles?.sender?.onResult?.(id, result, incoming.call);
    return {};
  },
  'chargingprofiles.putActive': async ({ parameters, body, call }, { data }) => {
    const sender = found(data.chargingprofiles?.sender, 'chargingprofiles', 'module');
    const isKnown = await sender.putActive?.(parameters.session_id ?? '', body as ActiveChargingProfile, call);
    found(isKnown === true ? true : null, 'chargingprofiles', 'session_id');
    return {};
  },
};

type ProfileAnswer = ReturnType<ChargingProfilesReceiver['set']>;

function profile(run: (receiver: ChargingProfilesReceiver, incoming: Incoming) => ProfileAnswer): Handler {
  return async (incoming, context) => {
    const receiver = found(context.data.chargingprofiles?.receiver, 'chargingprofiles', 'module');
    const inBody = (incoming.body as { readonly response_url?: string } | undefined)?.response_url;
    const url = inBody ?? incoming.query.get('response_url') ?? '';
    return asked(incoming, context, 'chargingprofiles', url, () => run(receiver, incoming));
  };
}

/** Answers at once, and sends what comes of it when it is there: through the outbox, so that it arrives. */
async function asked<R extends { readonly result: string }, T>(
  incoming: Incoming,
  context: BridgeContext & { readonly pending: Results },
  module: 'commands' | 'chargingprofiles',
  responseUrl: string,
  ask: () => Promise<Answer<R, T>>,
): Promise<Reply> {
  const { messageId } = incoming.call;
  const connection = await context.store.connection.load();
  const origin = connection?.versionsUrl ? new URL(connection.versionsUrl).origin : null;
  // The result is sent with our token: it goes to whom it belongs.
  if (new URL(responseUrl).origin !== origin) {
    throw new OcpiError('invalidParameters', 'is not of the origin of the versions', { field: 'response_url' });
  }
  const pending = { id: messageId, module, url: responseUrl, own: incoming.to, other: incoming.from };
  await context.pending.owe(pending);
  const { response, result } = await ask();
  if (response.result !== 'ACCEPTED' || !result) return { data: response };
  const after = () => {
    const failed = (error: unknown) =>
      context.log?.('error', 'a result failed', { module, error: error instanceof Error ? error.name : 'unknown' });
    result.then((value) => context.pending.send(messageId, value)).catch(failed);
  };
  return { data: response, after };
}

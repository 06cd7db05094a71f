import type { Answer, Call, CommandOf, CommandsReceiver } from '../../../ocn/index.ts';
import {
  type CommandResponse,
  type CommandResult,
  type CommandType,
  OcpiError,
  parseDateTime,
  partyKey,
  sameParty,
  type Token,
} from '../../../protocol/ocpi/index.ts';
import { nameOf } from './mockOptions.ts';
import type { Refusal, Stations } from './stations.ts';

export interface CommandParts {
  readonly stations: Stations;
  /** The time at the charge points: milliseconds since 1970. */
  readonly clock: () => number;
  readonly say: (event: string, text: string, data?: Readonly<Record<string, unknown>>) => void;
}

type Outcome = Answer<CommandResponse, CommandResult>;

/** Seconds within which a charge point has always answered. */
const TIMEOUT = 30;
/** Real milliseconds that a charge point needs to answer. */
const DELAY_MS = 150;

const results: Readonly<Record<Refusal, CommandResult['result']>> = {
  unknownLocation: 'FAILED',
  occupied: 'EVSE_OCCUPIED',
  inoperative: 'EVSE_INOPERATIVE',
  unknownReservation: 'UNKNOWN_RESERVATION',
};

/** What charge points make of commands. Who has not started a session does not stop it. */
export function commandsOf({ stations, clock, say }: CommandParts): CommandsReceiver['onCommand'] {
  const later = async (work: () => CommandResult['result']): Promise<CommandResult> => {
    await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
    return { result: work() };
  };
  const accepted = (result: Promise<CommandResult>): Outcome => ({
    response: { result: 'ACCEPTED', timeout: TIMEOUT },
    result,
  });
  const refused = (result: CommandResponse['result']): Outcome => ({ response: { result, timeout: 0 } });
  const outcome = (found: { sessionId: string } | { refusal: Refusal }): CommandResult['result'] =>
    'sessionId' in found ? 'ACCEPTED' : results[found.refusal];
  const assertKnown = (id: string, evseUid?: string | null): void => {
    const location = stations.locations().find((one) => one.id === id);
    if (location && (!evseUid || location.evses?.some(({ uid }) => uid === evseUid))) return;
    throw new OcpiError('unknownLocation', 'is not known', { field: location ? 'evse_uid' : 'location_id' });
  };
  const ofCaller = (sessionId: string, { from }: Call): boolean =>
    stations.running().some(({ id, cdr_token }) => id === sessionId && sameParty(cdr_token, from));
  const handlers: { [T in CommandType]: (command: CommandOf<T>, call: Call) => Outcome } = {
    START_SESSION({ token, location_id, evse_uid, connector_id, authorization_reference }) {
      assertKnown(location_id, evse_uid);
      if (!token.valid) return refused('REJECTED');
      const wish = { token: cdrToken(token), locationId: location_id, evseUid: evse_uid, connectorId: connector_id };
      const how = { authMethod: 'COMMAND', authorizationReference: authorization_reference } as const;
      return accepted(later(() => outcome(stations.start({ ...wish, ...how }))));
    },
    STOP_SESSION({ session_id }, call) {
      if (!ofCaller(session_id, call)) return refused('UNKNOWN_SESSION');
      return accepted(later(() => (stations.stop(session_id) ? 'ACCEPTED' : 'FAILED')));
    },
    RESERVE_NOW({ token, expiry_date, reservation_id, location_id, evse_uid, authorization_reference }, { from }) {
      assertKnown(location_id, evse_uid);
      const expires = parseDateTime(expiry_date, 'expiry_date');
      if (!token.valid || expires <= clock()) return refused('REJECTED');
      const wish = {
        token: cdrToken(token),
        locationId: location_id,
        evseUid: evse_uid,
        authMethod: 'COMMAND',
      } as const;
      const whole = { ...wish, authorizationReference: authorization_reference };
      const reservation = { id: `${partyKey(from)}/${reservation_id}`, expires };
      return accepted(later(() => outcome(stations.reserve(whole, reservation))));
    },
    CANCEL_RESERVATION({ reservation_id }, { from }) {
      const id = `${partyKey(from)}/${reservation_id}`;
      return accepted(later(() => (stations.cancel(id) ? 'CANCELED_RESERVATION' : 'UNKNOWN_RESERVATION')));
    },
    UNLOCK_CONNECTOR({ location_id, evse_uid, connector_id }, { from }) {
      assertKnown(location_id, evse_uid);
      const [session] = stations.running().filter((one) => one.evse_uid === evse_uid);
      if (session && !sameParty(session.cdr_token, from)) return refused('REJECTED');
      return accepted(
        later(() => {
          const refusal = stations.unlock(location_id, evse_uid, connector_id);
          return refusal === null ? 'ACCEPTED' : results[refusal];
        }),
      );
    },
  };
  return async (type, command, call) => {
    const answer = handlers[type](command, call);
    const { from, signedBy } = call;
    say('command', `${type} of ${nameOf(from)}: ${answer.response.result}`, { type, from: nameOf(from), signedBy });
    // Whether it fails is for the bridge to say, which waits for it, too.
    void answer.result?.then(
      ({ result }) => say('result', `${type} of ${nameOf(call.from)}: ${result}`, { type, result }),
      () => undefined,
    );
    return answer;
  };
}

const cdrToken = ({ country_code, party_id, uid, type, contract_id }: Token) => ({
  ...{ country_code, party_id, uid, type, contract_id },
});

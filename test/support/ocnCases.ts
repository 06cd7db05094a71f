import {
  type Case,
  cases,
  cdr,
  location,
  session,
  token,
} from '../../sdk/src/ocn/bridge/server/conformance.fixtures.ts';
import type { Endpoint, OcpiVersion } from '../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';

/** Spellings that no parser gives back as they were, and fields that no standard knows. */
const unusual = '"x_digits" : [1.50, 1E+2, 123456789012345678901234567890, -0.0],\t"x_text": "\\u00e4\\/\\u20AC",\n ';

/** JSON with unusual members in its outermost object. */
export const withUnusual = (value: object): string => `{ ${unusual}${JSON.stringify(value).slice(1)}`;

const ofResponder = <O extends object>(object: O) => ({ ...object, country_code: 'DE', party_id: 'GSL' });
const tariffOfRequester = { ...fixtures.tariff(), country_code: 'NL', party_id: 'EMP' };

/** Good data of the answer to each endpoint: the responder's own, or what the requester has pushed. */
const answers: Readonly<Record<string, unknown>> = {
  'locations.list': [fixtures.location()],
  'locations.get': fixtures.location(),
  'locations.getEvse': fixtures.evse(),
  'locations.getConnector': fixtures.connector(),
  'locations.getPushed': location,
  'locations.getPushedEvse': fixtures.evse(),
  'locations.getPushedConnector': fixtures.connector(),
  'sessions.list': [fixtures.session()],
  'sessions.getPushed': session,
  'sessions.setChargingPreferences': 'ACCEPTED',
  'cdrs.list': [fixtures.cdr()],
  'cdrs.getPushed': cdr,
  'tariffs.list': [fixtures.tariff()],
  'tariffs.getPushed': tariffOfRequester,
  'tokens.list': [ofResponder(fixtures.token())],
  'tokens.authorize': { allowed: 'ALLOWED', token: ofResponder(fixtures.token()) },
  'tokens.getPushed': token,
};

/** A whole answer, spelt as no serializer of ours does. */
export function answerTo({ name, module, method }: Endpoint): string {
  const isAsked = (module === 'commands' || module === 'chargingprofiles') && method !== 'PUT';
  const data = answers[name] ?? (isAsked ? { result: 'ACCEPTED', timeout: 30 } : undefined);
  const rest = '"status_code" : 1000, "timestamp":"2026-11-20T10:00:00Z" }\n';
  return data === undefined ? `{${unusual}${rest}` : `{${unusual}"data":${JSON.stringify(data)} ,${rest}`;
}

/** What is asked of an endpoint, with URLs of the asking platform. */
export interface Question {
  readonly path: string;
  /** Of good, unusual JSON; undefined: without a body. */
  readonly body: string | undefined;
  readonly bad: readonly string[];
  /** The same in the name of another owner. */
  readonly stranger: { readonly path: string; readonly body: string | undefined } | null;
}

/** A request to a routed endpoint as it is sent to a node. @param origin Of the platform that asks. */
export function questionFor(endpoint: Endpoint, version: OcpiVersion, origin: string): Question {
  const { name, module, role, request, requestOptional } = endpoint;
  const found: Case | undefined = cases[name];
  if (found === undefined) throw new Error(`no case for ${name}`);
  const inBody = (text: string) => text.replaceAll('HUB', origin);
  const isCommand = module === 'commands' && role === 'RECEIVER';
  const below = (path: string) =>
    `/ocpi/${role?.toLowerCase()}/${version}/${module}${isCommand ? `/${name.split('.')[1]}` : path}`.replaceAll(
      'HUB',
      encodeURIComponent(origin),
    );
  const bodyOf = (value: object | undefined) => (value === undefined ? undefined : inBody(withUnusual(value)));
  const { path, body, bad, stranger } = found;
  const broken = ['{', '[]', '"text"', '{"a":1,}', ...(bad ? [inBody(JSON.stringify(bad))] : [])];
  return {
    path: below(path),
    body: bodyOf(body),
    bad: request === null ? ['{}'] : requestOptional ? broken : ['', ...broken],
    stranger: stranger ? { path: below(stranger.path ?? path), body: bodyOf(stranger.body ?? body) } : null,
  };
}

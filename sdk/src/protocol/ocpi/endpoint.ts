import type { z } from 'zod';
import { tokenTypes } from './tokenTypes.ts';
import type { InterfaceRole, ModuleId } from './versions.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Whom a country code and party id in a message name: who sends the request, who answers it, or somebody else that the message
 * is about.
 */
export interface NamedParty {
  readonly where: 'path' | 'request' | 'response';
  /** The fields that lead to the two; `*` is every item of a list. Empty: they are fields of the object itself. */
  readonly at: readonly string[];
  readonly is: 'requester' | 'responder' | 'subject';
}

/** A parameter of the query, beside those of pages. */
export interface QueryParameter {
  readonly name: string;
  /** Of the text in the URL. */
  readonly pattern: RegExp;
  readonly required: boolean;
}

/** One thing that a client can ask of a server. */
export interface Endpoint {
  /** The module and what is done, as `locations.putEvse`. */
  readonly name: string;
  readonly module: ModuleId | 'versions';
  /** Which side of the module implements it; null for modules that have no sides. */
  readonly role: InterfaceRole | null;
  readonly method: HttpMethod;
  /**
   * Below the module's URL: `/{country_code}/{party_id}/{location_id}`, empty for the URL itself. Null where the URL is not for the
   * standard to say: it was sent as `response_url`, or as the `Location` of what was created.
   */
  readonly path: string | null;
  /** Of the body; null if there is none. */
  readonly request: z.ZodType | null;
  /** The body may be left out. */
  readonly requestOptional: boolean;
  /** Of the data of a response; null if the standard says nothing about it. For a list, of the list. */
  readonly response: z.ZodType | null;
  /** Whether the response is a list in pages, and whether `date_from` has to be said. */
  readonly pages: 'none' | 'paged' | 'byDate';
  readonly query: readonly QueryParameter[];
  /** Whether the response has the header `Location`. */
  readonly creates: boolean;
  /** Whether it goes from party to party, with routing headers. */
  readonly routed: boolean;
  readonly parties: readonly NamedParty[];
}

/** What an endpoint says that is not as usual. */
export type EndpointDraft = Pick<Endpoint, 'method'> & Partial<Omit<Endpoint, 'module' | 'role' | 'name' | 'routed'>>;

export const tokenTypeQuery: QueryParameter = {
  name: 'type',
  pattern: new RegExp(`^(?:${tokenTypes.join('|')})$`),
  required: false,
};
export const durationQuery: QueryParameter = { name: 'duration', pattern: /^[0-9]{1,9}$/, required: true };
export const responseUrlQuery: QueryParameter = {
  name: 'response_url',
  pattern: /^https?:\/\/[\x21-\x7e]{1,247}$/i,
  required: true,
};

/** The endpoints of one side of a module. */
export function side(
  module: Endpoint['module'],
  role: InterfaceRole | null,
  routed: boolean,
  drafts: Readonly<Record<string, EndpointDraft>>,
): readonly Endpoint[] {
  return Object.entries(drafts).map(([name, draft]) => ({
    path: '',
    request: null,
    requestOptional: false,
    response: null,
    pages: 'none',
    query: [],
    creates: false,
    parties: [],
    ...draft,
    name: `${module}.${name}`,
    module,
    role,
    routed,
  }));
}

/** The owner of an object: in the URL, which says the same as the object. */
export const ownerInPath: NamedParty = { where: 'path', at: [], is: 'requester' };
export const ownerInRequest: NamedParty = { where: 'request', at: [], is: 'requester' };
export const ownerInList: NamedParty = { where: 'response', at: ['*'], is: 'responder' };

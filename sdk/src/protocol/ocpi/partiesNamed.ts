import type { Endpoint, NamedParty } from './endpoint.ts';
import { type Party, partySchema } from './party.ts';

/** The parts of a message in which parties can be named. */
export interface MessageParts {
  readonly path?: Readonly<Record<string, string>>;
  readonly request?: unknown;
  readonly response?: unknown;
}

/** A party that a message names, and as what. */
export interface FoundParty {
  readonly is: NamedParty['is'];
  /** Where it was found, as `request.token`. */
  readonly field: string;
  readonly party: Party;
}

function follow(value: unknown, at: readonly string[], field: string): { value: unknown; field: string }[] {
  const [name, ...rest] = at;
  if (name === undefined) return [{ value, field }];
  if (typeof value !== 'object' || value === null) return [];
  if (name !== '*') {
    return Object.hasOwn(value, name) ? follow((value as Record<string, unknown>)[name], rest, `${field}.${name}`) : [];
  }
  return Array.isArray(value) ? value.flatMap((one, i) => follow(one, rest, `${field}[${i}]`)) : [];
}

/**
 * The parties that a message names, as far as it does: a hub compares those who should be the requester with the one who is.
 *
 * @example
 * ```ts
 * const strangers = partiesNamed(endpoint, { path: parameters, request: body })
 *   .filter(({ is, party }) => is === 'requester' && !sameParty(party, headers.from));
 * ```
 */
export function partiesNamed(endpoint: Endpoint, parts: MessageParts): readonly FoundParty[] {
  return endpoint.parties.flatMap(({ where, at, is }) =>
    follow(parts[where], at, where).flatMap(({ value, field }) => {
      const found = partySchema.safeParse(value);
      if (!found.success) return [];
      const { country_code, party_id } = found.data;
      return [{ is, field, party: { country_code, party_id } }];
    }),
  );
}

import { DecodeError } from '@gridseal/sdk/errors';
import { type ConnectionStatus, connectionStatuses, type Party, partyKey } from '@gridseal/sdk/protocol/ocpi';

/** How many messages of one kind there were in a time. */
export interface Flow {
  /** `DE-ABC`; null for messages that the node did not tell apart. */
  readonly from: string | null;
  readonly to: string | null;
  readonly module: string;
  readonly direction: 'out' | 'in' | 'local';
  readonly outcome: string;
  readonly count: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

export interface Flows {
  readonly lastMinute: readonly Flow[];
  readonly lastHour: readonly Flow[];
}

/** A back office that is connected to the node, or is going to be. */
export interface Platform {
  readonly id: string;
  readonly state: 'planned' | 'registered' | 'suspended';
  readonly parties: readonly { readonly id: string; readonly role: string; readonly name: string }[];
  readonly version: string | null;
  readonly speaks: 'none' | 'v1' | 'v2';
  readonly connection: ConnectionStatus;
  /** Milliseconds since 1970; null for never. */
  readonly lastSeen: number | null;
}

const maxFlows = 20_000;
const maxPlatforms = 1_000;
const maxParties = 100;
const maxText = 200;

/** @throws {DecodeError} naming the field. */
export function decodeFlows(value: unknown): Flows {
  const { last_minute, last_hour } = record(value, 'answer');
  return {
    lastMinute: list(last_minute, maxFlows, 'last_minute').map((flow, i) => decodeFlow(flow, `last_minute[${i}]`)),
    lastHour: list(last_hour, maxFlows, 'last_hour').map((flow, i) => decodeFlow(flow, `last_hour[${i}]`)),
  };
}

function decodeFlow(value: unknown, field: string): Flow {
  const { from, to, module, direction, outcome, count, mean_ms, max_ms } = record(value, field);
  return {
    from: from === null ? null : idOf(from, `${field}.from`),
    to: to === null ? null : idOf(to, `${field}.to`),
    module: text(module, `${field}.module`),
    direction: oneOf(direction, ['out', 'in', 'local'] as const, `${field}.direction`),
    outcome: text(outcome, `${field}.outcome`),
    count: amount(count, `${field}.count`),
    meanMs: amount(mean_ms, `${field}.mean_ms`),
    maxMs: amount(max_ms, `${field}.max_ms`),
  };
}

/** One page. @throws {DecodeError} naming the field. */
export function decodePlatforms(value: unknown): {
  readonly platforms: readonly Platform[];
  readonly next: string | null;
} {
  const { platforms, next } = record(value, 'answer');
  return {
    platforms: list(platforms, maxPlatforms, 'platforms').map((one, i) => decodePlatform(one, `platforms[${i}]`)),
    next: next === null || next === undefined ? null : text(next, 'next'),
  };
}

function decodePlatform(value: unknown, field: string): Platform {
  const { id, state, parties, version, speaks, connection, last_seen } = record(value, field);
  return {
    id: text(id, `${field}.id`),
    state: oneOf(state, ['planned', 'registered', 'suspended'] as const, `${field}.state`),
    parties: list(parties, maxParties, `${field}.parties`).map((party, i) => {
      const at = `${field}.parties[${i}]`;
      const { role, business } = record(party, at);
      const { name } = record(business ?? {}, `${at}.business`);
      return { id: idOf(party, at), role: text(role, `${at}.role`), name: typeof name === 'string' ? name : '' };
    }),
    version: version === null ? null : text(version, `${field}.version`),
    speaks: oneOf(speaks, ['none', 'v1', 'v2'] as const, `${field}.speaks`),
    connection: oneOf(connection, connectionStatuses, `${field}.connection`),
    lastSeen: last_seen === null ? null : timeOf(last_seen, `${field}.last_seen`),
  };
}

function idOf(value: unknown, field: string): string {
  const { country_code, party_id } = record(value, field);
  const id: Party = {
    country_code: text(country_code, `${field}.country_code`),
    party_id: text(party_id, `${field}.party_id`),
  };
  return partyKey(id);
}

function record(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError('is not an object', { field });
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, most: number, field: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new DecodeError(`is no list of up to ${most}`, { field });
  return value;
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string' || value.length > maxText) {
    throw new DecodeError(`is no text of up to ${maxText} characters`, { field });
  }
  return value;
}

function amount(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new DecodeError('is no amount', { field });
  }
  return value;
}

function timeOf(value: unknown, field: string): number {
  const time = Date.parse(text(value, field));
  if (!Number.isFinite(time)) throw new DecodeError('is no time', { field });
  return time;
}

function oneOf<const T extends string>(value: unknown, known: readonly T[], field: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new DecodeError(`is not one of ${known.join(', ')}`, { field });
  return found;
}

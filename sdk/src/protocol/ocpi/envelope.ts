import { z } from 'zod';
import { DecodeError } from '../../errors/index.ts';
import { decode } from './decode.ts';
import { dateTime } from './fields.ts';
import { OcpiError } from './ocpiError.ts';
import { statusCodes, statusKind } from './statusCodes.ts';

/** Longer messages for people are not looked at. */
const MAX_MESSAGE = 4_096;

/**
 * What every response is wrapped in. `data` is whatever the endpoint says, and unknown fields (a signature of the Open Charging
 * Network, for example) stay where they are.
 *
 * @see OCPI 2.2.1-d2, "Transport and format", Response format
 */
export const envelopeSchema = z.looseObject({
  data: z.unknown().optional(),
  status_code: z.int().min(1000).max(4999),
  // For debugging only: a line break in it is no reason to refuse what it came with.
  status_message: z.string().max(MAX_MESSAGE).nullish(),
  timestamp: dateTime,
});

export interface Envelope<T = unknown> {
  readonly data?: T;
  /** Four digits; 1000 to 1999 mean success. */
  readonly status_code: number;
  readonly status_message?: string | null | undefined;
  readonly timestamp: string;
  readonly [field: string]: unknown;
}

/**
 * Reads a response, whatever its status.
 *
 * @throws {DecodeError} naming the field.
 * @example `const envelope = decodeEnvelope(decodeJson(body, 'response'))`
 */
export function decodeEnvelope(value: unknown, field = 'response'): Envelope {
  return decode(envelopeSchema, value, field) as Envelope;
}

/**
 * The data of a response that has to be a success.
 *
 * @param schema Of the data; null for endpoints that say nothing about it, whose data may be anything or nothing.
 * @throws {OcpiError} with the status of a response that is no success.
 * @throws {DecodeError} naming the field of data that is missing or wrong.
 * @example `const version = decodeData(versionDetailsSchema, envelope)`
 */
export function decodeData<T extends z.ZodType>(schema: T, envelope: Envelope, field?: string): z.infer<T>;
export function decodeData(schema: null, envelope: Envelope, field?: string): unknown;
export function decodeData(schema: z.ZodType | null, envelope: Envelope, field = 'response'): unknown {
  assertSuccess(envelope);
  if (schema === null) return envelope.data;
  if (envelope.data === undefined || envelope.data === null) {
    throw new DecodeError('is missing', { field: `${field}.data` });
  }
  return decode(schema, envelope.data, `${field}.data`);
}

/** @throws {OcpiError} with the status of a response that is no success. */
export function assertSuccess(envelope: Envelope): void {
  if (statusKind(envelope.status_code) === 'success') return;
  const said = envelope.status_message;
  throw new OcpiError(envelope.status_code, `was answered with status ${envelope.status_code}`, {
    ...(said ? { metaMessages: [JSON.stringify(said.slice(0, 500))] } : {}),
  });
}

/**
 * A response that says that all went well.
 *
 * @param timestamp When the response was made.
 * @example `success(location, formatDateTime(clock.now()))`
 */
export function success<T>(data: T, timestamp: string): Envelope<T> {
  const status = { status_code: statusCodes.success, timestamp };
  return data === undefined ? status : { data, ...status };
}

/**
 * The response to a request that was refused.
 *
 * @example `failure(OcpiError.from(error), formatDateTime(clock.now()))`
 */
export function failure(error: OcpiError, timestamp: string): Envelope<never> {
  const message = error.field ? `${error.field}: ${error.shortMessage}` : error.shortMessage;
  return { status_code: error.statusCode, status_message: message, timestamp };
}

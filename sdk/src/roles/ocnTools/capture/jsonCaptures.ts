import { z } from 'zod';
import { fromBase64, type Json, utf8Encode } from '../../../bytes/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { decode } from '../../../protocol/ocpi/index.ts';
import { pathOf } from './httpText.ts';
import type { Capture } from './readCaptures.ts';

const MAX = 10_000;
const headerList = z.array(z.looseObject({ name: z.string(), value: z.string() })).max(1_000);

/** The archive format of HTTP that browsers and proxies write. @see HAR 1.2 */
const harSchema = z.looseObject({
  log: z.looseObject({
    entries: z
      .array(
        z.looseObject({
          startedDateTime: z.string().optional(),
          request: z.looseObject({
            method: z.string(),
            url: z.string(),
            headers: headerList,
            postData: z.looseObject({ text: z.string().optional() }).nullish(),
          }),
          response: z
            .looseObject({
              status: z.number(),
              headers: headerList,
              content: z.looseObject({ text: z.string().optional(), encoding: z.string().optional() }).nullish(),
            })
            .nullish(),
        }),
      )
      .max(MAX),
  }),
});

/** One message: a body that is text counts byte for byte, any other value as compact JSON. */
const messageSchema = z.looseObject({
  method: z.string().optional(),
  path: z.string().optional(),
  url: z.string().optional(),
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
  network: z.string().optional(),
  signature: z.string().optional(),
});
type Written = z.infer<typeof messageSchema>;

/** @throws {DecodeError} naming the place below `field`. */
export function readJsonCaptures(text: string, field: string): readonly Capture[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DecodeError('is not JSON', { field });
  }
  if (isObject(value) && 'log' in value) return harCaptures(value, field);
  const list = Array.isArray(value) ? value : [value];
  if (list.length > MAX) throw new DecodeError(`has more than ${MAX} messages`, { field });
  return list.flatMap((one, i) => messages(one, Array.isArray(value) ? `${field}[${i}]` : field));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message, or a request and its response. */
function messages(value: unknown, field: string): readonly Capture[] {
  if (!isObject(value) || !('request' in value)) return [captureOf(decode(messageSchema, value, field) as Written)];
  const request = decode(messageSchema, value.request, `${field}.request`) as Written;
  const found = [captureOf({ ...pick(value), ...request })];
  if (!('response' in value) || value.response === undefined || value.response === null) return found;
  const response = decode(messageSchema, value.response, `${field}.response`) as Written;
  return [
    ...found,
    captureOf({ method: request.method, path: request.path, url: request.url, ...response } as Written),
  ];
}

/** What stands beside a request instead of in it. */
function pick(value: object): Written {
  const { signature, network } = value as Record<string, unknown>;
  return {
    ...(typeof signature === 'string' ? { signature } : {}),
    ...(typeof network === 'string' ? { network } : {}),
  };
}

function captureOf({ method, path, url, status, headers, params, body, network, signature }: Written): Capture {
  const target = path ?? (url === undefined ? undefined : pathOf(url));
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    label: status === undefined ? `${method ?? 'message'} ${target ?? ''}`.trim() : `response ${status}`,
    message: {
      ...{ method, path: target, status, headers, network },
      ...(params ? { params: params as Readonly<Record<string, Json>> } : {}),
      // A message without a body says so with null; one of which the body is not known leaves it out.
      ...(body === undefined ? {} : { body: body === null ? new Uint8Array() : utf8Encode(bytes) }),
    },
    signature: signature ?? null,
    time: null,
  };
}

function harCaptures(value: object, field: string): readonly Capture[] {
  const har = decode(harSchema, value, field) as z.infer<typeof harSchema>;
  return har.log.entries.flatMap(({ startedDateTime, request, response }, i): Capture[] => {
    const started = Date.parse(startedDateTime ?? '');
    const time = Number.isNaN(started) ? null : Math.floor(started / 1000);
    const target = { method: request.method, path: pathOf(request.url) };
    const label = `entry ${i}: ${request.method} ${target.path}`;
    const body = utf8Encode(request.postData?.text ?? '');
    const sent = { label, message: { ...target, headers: named(request.headers), body }, signature: null, time };
    if (!response || response.status < 100) return [sent];
    const { text = '', encoding } = response.content ?? {};
    const answered =
      encoding === 'base64' ? fromBase64(text, `${field}.log.entries[${i}].response.content.text`) : utf8Encode(text);
    const { status } = response;
    return [
      sent,
      {
        label: `${label}: response ${status}`,
        message: { ...target, status, headers: named(response.headers), body: answered },
        signature: null,
        time,
      },
    ];
  });
}

/** The last of several of one name, as a server sees it. */
const named = (headers: z.infer<typeof headerList>): Record<string, string> =>
  Object.fromEntries(
    headers.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name.toLowerCase(), value]),
  );

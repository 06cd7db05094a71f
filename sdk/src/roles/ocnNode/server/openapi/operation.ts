import type { z } from 'zod';
import type { HttpMethod } from '../../../../protocol/ocpi/index.ts';
import type { RouteSecurity } from '../../front/routes/route.ts';
import { createSchemas, type JsonSchema, type Schemas, schemaName } from './schemas.ts';

/** One operation on one path, as it is documented. */
export interface Operation {
  /** In the whole document once. */
  readonly id: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `node`: signed by another node; `none`: for everybody. */
  readonly security: RouteSecurity | 'node' | 'none';
  readonly query?: readonly QueryDoc[];
  /** Of the path's parameters; those without one are texts. */
  readonly params?: Readonly<Record<string, z.ZodType>>;
  /** It goes from party to party, with routing headers. */
  readonly routed?: boolean;
  readonly request?: z.ZodType | null;
  readonly requestOptional?: boolean;
  readonly response: z.ZodType | null;
  readonly format: 'ocpi' | 'json' | 'text';
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

export interface QueryDoc {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
}

const headerNames = ['X-Request-ID', 'X-Correlation-ID'] as const;
const partyHeaders = [
  'OCPI-from-country-code',
  'OCPI-from-party-id',
  'OCPI-to-country-code',
  'OCPI-to-party-id',
] as const;
const reference = (name: string) => ({ $ref: `#/components/parameters/${name}` });

/** Parameters that every message has. */
export const sharedParameters: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    [...headerNames, ...partyHeaders].map((name) => [
      name,
      { name, in: 'header', required: true, schema: { type: 'string', minLength: 1, maxLength: 128 } },
    ]),
  ),
  'OCN-Signature': {
    name: 'OCN-Signature',
    in: 'header',
    required: false,
    description: 'Of the sender; version 2, or version 1 with parties that know no other',
    schema: { type: 'string', maxLength: 65_536 },
  },
};

function parametersOf(operation: Operation, schemas: Schemas): readonly unknown[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const path = names.map((name) => {
    const schema = operation.params?.[name];
    return {
      name,
      in: 'path',
      required: true,
      schema: schema ? schemas.inline(schema) : { type: 'string', maxLength: 64 },
    };
  });
  const query = (operation.query ?? []).map((one) => ({ ...one, in: 'query' }));
  const routed = operation.routed ? [...headerNames, ...partyHeaders, 'OCN-Signature'].map(reference) : [];
  return [...path, ...query, ...routed];
}

function contentOf(operation: Operation, schemas: Schemas): unknown {
  const { response, format } = operation;
  const data = response ? schemas.refer(response, schemaName(operation.id, 'response')) : null;
  if (format === 'text') return { 'text/plain': { schema: data ?? { type: 'string' } } };
  if (format === 'json') return data ? { 'application/json': { schema: data } } : undefined;
  const envelope = { $ref: '#/components/schemas/Envelope' };
  const schema = data ? { allOf: [envelope, { type: 'object', properties: { data } }] } : envelope;
  return { 'application/json': { schema } };
}

const securities: Readonly<Record<Operation['security'], readonly unknown[]>> = {
  anyToken: [{ token: [] }],
  credentials: [{ token: [] }],
  admin: [{ adminKey: [] }],
  node: [{ nodeSignature: [] }],
  none: [],
};

/** The operation object. @see https://spec.openapis.org/oas/v3.1.1.html#operation-object */
export function documentOperation(operation: Operation, schemas: Schemas = createSchemas()): Record<string, unknown> {
  const { request, responseHeaders } = operation;
  const headers = Object.entries(responseHeaders ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  const empty = operation.format === 'json' && operation.response === null;
  const content = contentOf(operation, schemas);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    security: securities[operation.security],
    parameters: parametersOf(operation, schemas),
    ...(request
      ? {
          requestBody: {
            required: !operation.requestOptional,
            content: { 'application/json': { schema: schemas.refer(request, schemaName(operation.id, 'request')) } },
          },
        }
      : {}),
    responses: {
      [empty ? '204' : '200']: {
        description: operation.format === 'ocpi' ? 'Answered; whether with success says `status_code`' : 'Done',
        ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
        ...(content ? { content } : {}),
      },
      default: { $ref: '#/components/responses/Refused' },
    },
  };
}

import { envelopeSchema } from '../../../../protocol/ocpi/index.ts';
import { frontOperations } from './frontOperations.ts';
import { nodeOperations } from './nodeOperations.ts';
import { documentOperation, type Operation, sharedParameters } from './operation.ts';
import { routedOperations } from './routedOperations.ts';
import { createSchemas } from './schemas.ts';

export interface OpenApiOptions {
  /** The node's URL. */
  readonly url: string;
  /** Health and metrics are served beside the rest. */
  readonly withStatus: boolean;
}

/** Everything that a node answers. */
export function allOperations(withStatus: boolean): readonly Operation[] {
  return [...nodeOperations(withStatus), ...frontOperations(), ...routedOperations()];
}

const securitySchemes = {
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Token ` and the base64 of a credentials token (or the token itself)',
  },
  adminKey: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Token ` and the key of the operator',
  },
  nodeSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'OCN-Signature',
    description: '0x and r ‖ s ‖ v of the operator (EIP-191) over the bytes of the body',
  },
};

/**
 * The node's interface as OpenAPI 3.1, made from the very tables that requests are checked with.
 *
 * @example `const text = JSON.stringify(openApiDocument({ url: 'https://node.example', withStatus: true }))`
 */
export function openApiDocument({ url, withStatus }: OpenApiOptions): Record<string, unknown> {
  const schemas = createSchemas();
  const envelope = schemas.refer(envelopeSchema, 'Envelope');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of allOperations(withStatus)) {
    const item = paths[operation.path] ?? {};
    paths[operation.path] = item;
    item[operation.method.toLowerCase()] ??= documentOperation(operation, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Open Charging Network node',
      version: '1.0.0',
      description: 'OCPI 2.2 and 2.2.1 for the platforms of this node, and the protocol between nodes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    paths,
    components: {
      securitySchemes,
      parameters: sharedParameters,
      responses: {
        Refused: {
          description: 'Refused, or failed: HTTP 401, 404, 405, 413, 429 (with `Retry-After`), 500 or 503',
          content: { 'application/json': { schema: envelope } },
        },
      },
      schemas: schemas.components(),
    },
  };
}

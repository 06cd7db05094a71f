import { z } from 'zod';
import { clientInfoSchema } from '../../../../protocol/ocpi/index.ts';
import { partyParams } from '../../front/routes/parameters.ts';
import type { Operation } from './operation.ts';

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const nodeSchema = z.object({ url: z.url(), address });
const readySchema = z.object({ ready: z.boolean(), reasons: z.array(z.string()) });

const messageSchema = z.looseObject({
  module: z.string(),
  interface_role: z.enum(['SENDER', 'RECEIVER']),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  headers: z.record(z.string(), z.string().nullable()),
  url_path: z.string().nullish(),
  query_params: z.record(z.string(), z.unknown()).nullish(),
  proxy_uid: z.string().nullish(),
  proxy_resource: z.string().nullish(),
  custom_module_id: z.string().nullish(),
  body: z.unknown(),
});

const open = { security: 'none', format: 'json' } as const;

/** Between nodes. */
const peers: readonly Operation[] = [
  {
    id: 'ocn.message',
    method: 'POST',
    path: '/ocn/message',
    tag: 'between nodes',
    summary: 'A message of a party of another node, signed by its operator over the very bytes',
    security: 'node',
    request: messageSchema,
    response: null,
    format: 'ocpi',
  },
  {
    id: 'ocn.clientInfo',
    method: 'PUT',
    path: '/ocn/client-info',
    tag: 'between nodes',
    summary: 'Another node says whether a party of its own is connected',
    security: 'node',
    request: clientInfoSchema,
    response: null,
    format: 'ocpi',
  },
  {
    ...open,
    id: 'ocn.nodeInfo',
    method: 'GET',
    path: '/ocn/registry/node-info',
    tag: 'between nodes',
    summary: 'Who this node is in the registry',
    response: nodeSchema,
  },
  {
    ...open,
    id: 'ocn.nodeOf',
    method: 'GET',
    path: '/ocn/registry/node/{country_code}/{party_id}',
    tag: 'between nodes',
    summary: 'Which node serves a party',
    params: partyParams.shape,
    response: nodeSchema,
  },
];

const status: readonly Operation[] = [
  {
    ...open,
    id: 'status.alive',
    method: 'GET',
    path: '/healthz',
    tag: 'status',
    summary: 'Whether the process lives',
    response: z.object({ alive: z.boolean() }),
  },
  {
    ...open,
    id: 'status.ready',
    method: 'GET',
    path: '/readyz',
    tag: 'status',
    summary: 'Whether it should be sent requests; HTTP 503 if not',
    response: readySchema,
  },
  {
    ...open,
    id: 'status.metrics',
    method: 'GET',
    path: '/metrics',
    tag: 'status',
    summary: 'Metrics, as Prometheus reads them',
    format: 'text',
    response: null,
  },
];

const documents: readonly Operation[] = [
  {
    ...open,
    id: 'status.health',
    method: 'GET',
    path: '/health',
    tag: 'status',
    summary: 'Whether the node answers',
    format: 'text',
    response: null,
  },
  {
    ...open,
    id: 'node.document',
    method: 'GET',
    path: '/.well-known/ocn-node.json',
    tag: 'documents',
    summary: 'By which the operator proves that the host is its own (ocn-node/v1)',
    response: z.looseObject({ type: z.literal('ocn-node/v1'), operator: address, url: z.url(), signature: z.string() }),
  },
  {
    ...open,
    id: 'node.openApi',
    method: 'GET',
    path: '/openapi.json',
    tag: 'documents',
    summary: 'This document',
    response: z.looseObject({ openapi: z.string() }),
  },
];

/** What nodes say to each other, and what is for everybody. @param withStatus Health and metrics are not on a port of their own. */
export function nodeOperations(withStatus: boolean): readonly Operation[] {
  return [...peers, ...documents, ...(withStatus ? status : [])];
}

import { type Context, Hono } from 'hono';
import { getAddress } from 'viem';
import { encodeMessageHeaders, failure, formatDateTime, OcpiError, success } from '../../../protocol/ocpi/index.ts';
import type { Answer } from '../message.ts';
import type { NodeEnv } from '../server/env.ts';
import { withKnownBody } from '../server/knownBody.ts';
import { receiveClientInfo } from './clientInfo.ts';
import type { Carry, RoutingContext, RoutingOptions } from './createRouting.ts';
import { checkForm } from './form.ts';
import { receiveMessage } from './fromNode.ts';
import { readPlatformRequest } from './platformRequest.ts';
import { Refusal, toRefusal } from './refusals.ts';

/** What is under way is finished, in the time that it has, also if nobody waits for the answer any more: it can be asked for again. */
const untilDone = new AbortController().signal;

/** HTTP has no body with these, whatever a platform sends (RFC 9110, section 15). */
const withoutBody = new Set([204, 205, 304]);

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The routes of messages: `/ocpi/…` from platforms, `/ocn/…` from nodes. */
export function createRoutingApp(context: RoutingContext, carry: Carry, options: RoutingOptions): Hono<NodeEnv> {
  const app = new Hono<NodeEnv>();
  const refused = (c: Context<NodeEnv>, error: unknown): Response => refuse(context, c, error);

  for (const path of ['/ocpi/sender/*', '/ocpi/receiver/*', '/ocpi/custom/*']) {
    // For every method, so that a path that is none has no method that it allows.
    app.use(path, async (c, next) => {
      if (!methods.has(c.req.method)) return next();
      try {
        const message = readPlatformRequest(c);
        if (message === null) return await next();
        const { maxBodyBytes } = context.policy;
        const answer = await carry(message, untilDone, () => checkForm(message, maxBodyBytes));
        const { requestId, correlationId, from, to } = message;
        return respond(c, answer, encodeMessageHeaders({ requestId, correlationId, from: to, to: from }));
      } catch (error) {
        return refused(c, error);
      }
    });
  }

  app.post('/ocn/message', async (c) => {
    try {
      const bytes = c.get('rawBody') ?? new Uint8Array(0);
      const signature = c.req.header('ocn-signature') ?? null;
      return respond(c, await receiveMessage(context, carry, bytes, signature, untilDone), {});
    } catch (error) {
      return refused(c, error);
    }
  });

  app.put('/ocn/client-info', async (c) => {
    try {
      const bytes = c.get('rawBody') ?? new Uint8Array(0);
      await receiveClientInfo(context, bytes, c.req.header('ocn-signature') ?? null, options);
      return c.json(success(undefined, formatDateTime(context.now())));
    } catch (error) {
      return refused(c, error);
    }
  });

  app.get('/ocn/registry/node-info', (c) =>
    c.json({ url: context.self.url, address: getAddress(context.self.operator) }),
  );
  app.get('/ocn/registry/node/:country/:party', (c) => nodeOf(context, c));
  return app;
}

/** Who serves a party, as the original answers. */
function nodeOf({ directory }: RoutingContext, c: Context<NodeEnv>): Response {
  const { country = '', party = '' } = c.req.param();
  const isParty = /^[A-Za-z]{2}$/.test(country) && /^[A-Za-z0-9]{3}$/.test(party);
  const found = isParty ? directory.party({ country_code: country, party_id: party }) : null;
  const node = found?.operator ? directory.node(found.operator) : null;
  if (node === null) return c.json({ error: 'Party not registered on OCN' }, 404);
  return c.json({ url: node.url, address: getAddress(node.operator) });
}

function respond(c: Context<NodeEnv>, answer: Answer, more: Readonly<Record<string, string>>): Response {
  const { status, headers, signature } = answer;
  const all = new Headers({ 'Content-Type': 'application/json', ...headers, ...more });
  if (signature !== null) all.set('OCN-Signature', signature);
  const body = withoutBody.has(status) || answer.body?.length === 0 ? null : answer.body;
  const response = new Response(body as Uint8Array<ArrayBuffer> | null, { status, headers: all });
  c.set('answer', body === answer.body ? answer : { ...answer, body });
  return body === null ? response : withKnownBody(response, body);
}

function refuse({ metrics, log, now }: RoutingContext, c: Context<NodeEnv>, error: unknown): Response {
  const refusal = toRefusal(error, 'form');
  if (refusal instanceof Refusal) metrics.refused(refusal.rule);
  else if (!(error instanceof OcpiError)) log.error({ error }, 'a request failed');
  return c.json(failure(refusal, formatDateTime(now())), refusal.httpStatus);
}

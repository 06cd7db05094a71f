import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type CredentialsRole, encodeAuthorization, type Party, type Role } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { KnownClient } from '../store/nodeStore.ts';
import { guarded } from '../testing/guarded.ts';
import type { OcpiPlatform } from '../testing/ocpiPlatform.ts';
import { createTestContext, type TestContext } from '../testing/testContext.ts';
import { createFront, type Front } from './createFront.ts';
import { createFlowBook, type FlowBook } from './flowBook.ts';

/** An answer of a node, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed if it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface FrontNode extends AsyncDisposable {
  readonly url: string;
  readonly context: TestContext;
  readonly front: Front;
  readonly flows: FlowBook;
  /** What other nodes were told. */
  readonly published: KnownClient[];
  call(method: string, path: string, more?: { token?: string; body?: unknown; raw?: string }): Promise<Reply>;
  /** Asks for a registration token, as the operator does. */
  registrationToken(parties: readonly Party[]): Promise<string>;
  /** Puts parties in the registry, makes a token and registers. @returns Token C. */
  register(platform: OcpiPlatform, roles: readonly CredentialsRole[]): Promise<string>;
}

export const cpo = credentialsRole('DE', 'GSL', 'CPO');
export const emsp = credentialsRole('NL', 'EMP', 'EMSP');

export function credentialsRole(country_code: string, party_id: string, role: Role): CredentialsRole {
  return { country_code, party_id, role, business_details: { name: `${party_id} Ltd` } };
}

/** The front of a node behind a real server. What is given of the context is used, and the rest made. */
export async function startFront(parts: Partial<NodeContext> = {}): Promise<FrontNode> {
  const made = await createTestContext(parts);
  const published: KnownClient[] = [];
  const flows = createFlowBook({ now: made.now });
  let served: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => served(request), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context: TestContext = { ...made, self: { ...made.self, url } };
  const front = createFront(context, {
    hub: { country_code: 'CH', party_id: 'OCN', business: { name: 'Node of the tests' } },
    flows,
    holder: context.random.uuid(),
    publishClient: async (client) => void published.push(client),
  });
  served = guarded(context, front.app).fetch;
  const node: FrontNode = {
    url,
    context,
    front,
    flows,
    published,
    async call(method, path, { token, body, raw } = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: token === undefined ? {} : { authorization: encodeAuthorization(token) },
        ...(raw !== undefined || body !== undefined ? { body: raw ?? JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
    },
    async registrationToken(parties) {
      const reply = await node.call('POST', '/admin/generate-registration-token', {
        body: parties.map(({ country_code, party_id }) => ({ country_code, party_id })),
      });
      if (reply.status !== 200) throw new Error(reply.text);
      return String(reply.body.token);
    },
    async register(platform, roles) {
      for (const { role, ...id } of roles) {
        const known = context.directory.party(id)?.roles ?? [];
        context.directory.setParty({ country_code: id.country_code, party_id: id.party_id }, context.self.operator, [
          ...new Set([...known, role]),
        ]);
      }
      const token = await node.registrationToken(roles);
      const body = platform.credentials(`b-${token.slice(0, 20)}`, roles);
      const reply = await node.call('POST', '/ocpi/2.2.1/credentials', { token, body });
      if (reply.body.status_code !== 1000) throw new Error(reply.text);
      await front.settled();
      return String((reply.body.data as { token: string }).token);
    },
    async [Symbol.asyncDispose]() {
      await front.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await context.http.close();
      if (!parts.store) await context.store.close();
    },
  };
  return node;
}

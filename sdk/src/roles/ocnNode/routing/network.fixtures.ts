import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { fromHex, type Hex } from '../../../bytes/index.ts';
import { secp256k1Signer } from '../../../crypto/index.ts';
import { NodeDocument } from '../../../ocn/registry/index.ts';
import type { NodeContext } from '../context.ts';
import { createFront, type Front } from '../front/createFront.ts';
import { createFlowBook } from '../front/flowBook.ts';
import { guarded } from '../testing/guarded.ts';
import { createTestContext, type TestContext } from '../testing/testContext.ts';
import { createTestDirectory, type TestDirectory } from '../testing/testDirectory.ts';
import { createRouting, type Routing, type RoutingOptions } from './createRouting.ts';

/** A key that is the same whenever the tests run. */
export function testSigner(n: number) {
  return secp256k1Signer(fromHex(`0x${n.toString(16).padStart(64, '0')}`));
}

export const network = 'eip155:31337:0x1111111111111111111111111111111111111111';

export interface TestNode extends AsyncDisposable {
  readonly url: string;
  readonly operator: Hex;
  readonly context: TestContext;
  readonly routing: Routing;
  /** What was refused, by rule. */
  readonly refused: string[];
  /** What the host says of itself; null: nothing. */
  speaks: readonly ('v1' | 'v2')[] | null;
}

function frontOf(context: NodeContext, { publishClient }: Routing, n: number): Front {
  return createFront(context, {
    hub: { country_code: 'CH', party_id: `H0${n % 10}`, business: { name: 'Node of the tests' } },
    flows: createFlowBook({ now: Date.now }),
    holder: `node ${n}`,
    publishClient,
  });
}

export interface TestNodeOptions extends RoutingOptions {
  /** The path of the node on its host. */
  readonly prefix?: string;
  /** Whether platforms can register. */
  readonly hasFront?: boolean;
}

/** A node behind a real server, with its document on its host, in a registry that several share. */
export async function startNode(
  n: number,
  directory: TestDirectory = createTestDirectory(),
  parts: Partial<NodeContext> = {},
  { prefix = '', hasFront = false, ...options }: TestNodeOptions = {},
): Promise<TestNode> {
  const signer = testSigner(n);
  const operator = signer.signer.toLowerCase() as Hex;
  const made = await createTestContext(parts);
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => fetch(request), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  const refused: string[] = [];
  const metrics = { ...made.metrics, refused: (rule: string) => void refused.push(rule) };
  const context: TestContext = { ...made, directory, metrics, self: { operator, signer, url, network } };
  directory.setNode({ operator, url, key: operator });
  const routing = createRouting(context, options);
  const front = hasFront ? frontOf(context, routing, n) : null;
  const app = guarded(context, ...(front ? [front.app] : []), routing.app);
  const node: TestNode = {
    url,
    operator,
    context,
    routing,
    refused,
    speaks: ['v1', 'v2'],
    async [Symbol.asyncDispose]() {
      await routing.settled();
      await front?.settled();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await context.http.close();
      await context.store.close();
    },
  };
  app.get('/.well-known/ocn-node.json', async (c) => {
    if (node.speaks === null) return c.notFound();
    const issued = Math.floor(Date.now() / 1_000);
    const said = { network, operator, url, signatures: node.speaks, versions: ['2.2', '2.2.1'] as const };
    const document = await NodeDocument.sign({ ...said, issued, expires: issued + 3_600 }, signer);
    return c.body(NodeDocument.encode(document) as Uint8Array<ArrayBuffer>);
  });
  // What stands before a node takes the path of the host away.
  fetch = (request) => app.fetch(prefix === '' ? request : new Request(request.url.replace(prefix, ''), request));
  return node;
}

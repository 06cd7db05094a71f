import { createNodeDirectory, networkOf } from '../../sdk/src/chain/index.ts';
import { secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import {
  type Bridge,
  createBridge,
  memoryBackOffice,
  memoryBridgeStore,
  type OfficeOptions,
  signersFrom,
} from '../../sdk/src/ocn/index.ts';
import type { Party } from '../../sdk/src/protocol/ocpi/index.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { serveFetch } from '../../sdk/src/roles/ocnTools/serving/serveFetch.ts';
import { testAccount } from './anvil.ts';
import { type MortalNode, type Nodes, registerParty, registrationToken } from './ocnNodes.ts';

/** A back office behind its bridge, registered with a node; it believes what parties sign, and no node. */
export interface BridgeOffice extends AsyncDisposable {
  readonly id: Party;
  readonly bridge: Bridge;
  readonly office: ReturnType<typeof memoryBackOffice>;
}

/** The registry, in memory, for the bridges of a test. */
export const directoryOf = ({ network }: Nodes) => createNodeDirectory(network.chain);

/** Puts a party into the registry, with the wallet of an account, which signs its messages too; sends what its outbox has. */
export async function startBridgeOffice(
  nodes: Nodes,
  directory: ReturnType<typeof directoryOf>,
  { node, account, id, role }: { node: MortalNode; account: number; id: Party; role: 'CPO' | 'EMSP' },
  options: OfficeOptions = {},
): Promise<BridgeOffice> {
  await registerParty(nodes, node.files, account, id, [role]);
  await directory.refresh();
  const served = { fetch: async (_: Request) => new Response(null, { status: 503 }) };
  const server = await serveFetch((request) => served.fetch(request), { host: '127.0.0.1', port: 0 });
  const office = memoryBackOffice({ roles: [role], ...options });
  const bridge = createBridge({
    roles: [{ ...id, role, business_details: { name: `${id.country_code}-${id.party_id}` } }],
    url: `${server.origin}/ocpi`,
    node: { versionsUrl: `${node.url}/ocpi/versions`, network: networkOf(nodes.network.chain) },
    signer: secp256k1Signer(testAccount(account).getHdKey().privateKey as Uint8Array),
    verify: { incoming: 'required', signersOf: signersFrom(directory, id) },
    data: office.data,
    store: memoryBridgeStore(),
    now: Date.now,
    randomId: () => crypto.randomUUID(),
    fetch,
    limits: { backoffMs: 50, maxBackoffMs: 400, pollMs: 30, pageSize: 2, timeoutMs: 10_000, leaseMs: 10_500 },
  });
  served.fetch = bridge.fetch;
  const token = await registrationToken(node, id);
  await eventually(() => bridge.register(token));
  bridge.start();
  return nodes.use({
    ...{ id, bridge, office },
    async [Symbol.asyncDispose]() {
      await bridge.stop();
      await server.close();
    },
  });
}

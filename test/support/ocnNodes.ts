import type { NodeChange } from '../../sdk/src/chain/index.ts';
import { type ModuleId, moduleIds, type Party, type Role } from '../../sdk/src/protocol/ocpi/index.ts';
import {
  adminKeyOfNodes,
  eventually,
  knownTo,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
  startNetwork,
} from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';

/** A node of the network: a process, which can be killed and started again. */
export interface MortalNode {
  readonly files: NodeFiles;
  readonly url: string;
  run: NodeProcess;
  /** Sends SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Nodes extends AsyncDisposable {
  readonly network: Network;
  readonly all: readonly MortalNode[];
  /** Of accounts 1, 2, and so on. */
  at(index: number): MortalNode;
  /** Ends with the network, before its nodes. */
  use<T extends AsyncDisposable>(thing: T): T;
}

type Json = Readonly<Record<string, unknown>>;

/** Tests ask as fast as they can, with wrong tokens too. */
const unlimited = { perSecond: 0, burst: 1 };
const rates = { platform: unlimited, address: unlimited, peerAddress: unlimited, peer: unlimited };

async function startMortal(network: Network, account: number, config: Json): Promise<MortalNode> {
  const files = await makeNode(network, account, { rates, ...config });
  const begin = async () => {
    const run = await runNode(files);
    if (run.stderr() !== '') throw new Error(run.stderr());
    return run;
  };
  const node: MortalNode = {
    files,
    url: files.url,
    run: await begin(),
    async kill() {
      node.run.child.kill('SIGKILL');
      await node.run.ended;
    },
    async start() {
      node.run = await begin();
    },
  };
  return node;
}

/** A chain with a registry, and nodes as processes of their own. */
export async function startNodes(count: number, config: (account: number) => Json = () => ({})): Promise<Nodes> {
  const network = await startNetwork();
  const things: AsyncDisposable[] = [];
  const accounts = Array.from({ length: count }, (_, i) => i + 1);
  const all = await Promise.all(accounts.map((account) => startMortal(network, account, config(account))));
  return {
    network,
    all,
    at: (index) => all[index] as MortalNode,
    use: (thing) => {
      things.push(thing);
      return thing;
    },
    async [Symbol.asyncDispose]() {
      for (const thing of things.reverse()) await thing[Symbol.asyncDispose]();
      for (const { run } of all) await run[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
    },
  };
}

export type Modules = Readonly<Record<'SENDER' | 'RECEIVER', readonly ModuleId[]>>;
const routed: readonly ModuleId[] = moduleIds.filter((one) => one !== 'credentials' && one !== 'hubclientinfo');
export const everyModule: Modules = { SENDER: routed, RECEIVER: routed };

/** Puts a party into the registry, with the wallet of an account, where all nodes then find it. */
export async function registerParty(
  { network, all }: Nodes,
  { operator }: Pick<NodeFiles, 'operator'>,
  account: number,
  id: Party,
  roles: readonly Role[],
  { SENDER: sender, RECEIVER: receiver }: Modules = everyModule,
): Promise<void> {
  const change: NodeChange = { action: 'setParty', id, roles, sender, receiver, operator };
  await network.change(account, change);
  await knownTo(
    all.map(({ url }) => url),
    id,
  );
}

/** A token with which the back office of a party registers with its node. */
export function registrationToken(node: MortalNode, id: Party): Promise<string> {
  return eventually(async () => {
    const response = await fetch(`${node.url}/admin/generate-registration-token`, {
      method: 'POST',
      headers: { Authorization: `Token ${adminKeyOfNodes}` },
      body: JSON.stringify([id]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return (JSON.parse(text) as { token: string }).token;
  });
}

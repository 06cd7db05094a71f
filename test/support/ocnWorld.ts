import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import {
  changeRegistry,
  createNodeDirectory,
  deployNodeRegistry,
  type NodeChange,
  networkOf,
} from '../../sdk/src/chain/index.ts';
import { randomBytes, type Signer } from '../../sdk/src/crypto/index.ts';
import {
  type BridgeStore,
  createBridge,
  memoryBackOffice,
  memoryBridgeStore,
  type OfficeOptions,
  signersFrom,
  subscribersFrom,
} from '../../sdk/src/ocn/index.ts';
import type { Party } from '../../sdk/src/protocol/ocpi/index.ts';
import {
  adminKeyOfNodes,
  eventually,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
} from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { serveFetch } from '../../sdk/src/roles/ocnTools/serving/serveFetch.ts';
import { startIpfsProcess } from '../../sdk/src/roles/sandbox/ipfsProcess.ts';
import { createStore } from '../../sdk/src/store/index.ts';
import { testAccount } from './anvil.ts';
import { chainOn, patient } from './localChain.ts';
import { person } from './networkWorld.ts';
import { type House, startRegistryWorld } from './registryWorld.ts';

export const stakeholders = ['Aurora Charging', 'Boreal Mobility', 'Cirrus Meters'].map(person);
const year = 365 * 86_400;

/** A node of an operator, as a process. */
export interface RunningNode {
  readonly files: NodeFiles;
  readonly process: NodeProcess;
  readonly url: string;
  readonly operator: Hex;
}

export interface OfficeTerms {
  readonly id: Party;
  readonly role: 'CPO' | 'EMSP';
  readonly signer: Signer;
  readonly options?: OfficeOptions;
}

/** Three competitors, a chain and an IPFS node; the registry of their network is still to be founded. */
export async function startOcnWorld() {
  const folder = await mkdtemp(path.join(tmpdir(), 'gridseal-ocn-'));
  const ipfs = await startIpfsProcess({ directory: path.join(folder, 'ipfs'), rpcPort: 0, gatewayPort: 0 });
  const world = await startRegistryWorld().catch(async (error: unknown) => {
    await ipfs.stop();
    throw error;
  });
  const store = createStore({ endpoints: [{ rpc: ipfs.ready.rpc }] });
  const closing: (() => Promise<unknown>)[] = [];
  return {
    ...world,
    folder,
    store,
    closing,
    [Symbol.asyncDispose]: async () => {
      for (const close of closing.reverse()) await close();
      await ipfs.stop();
      await world.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type OcnWorld = Awaited<ReturnType<typeof startOcnWorld>>;

/** Two of the three endorse, each alone can revoke; their quorum anchors a registry. */
export async function foundNetwork(world: OcnWorld) {
  const house = await world.found('Network', stakeholders, { threshold: 2, revocationThreshold: 1 });
  const { address } = await deployNodeRegistry(world.chain, testAccount(0), { anchors: [house.id], needed: 1 });
  const addresses = { ...world.chain.addresses, nodeRegistry: address };
  const chain = chainOn([world.node.rpcUrl], world.chain.chainId, { ...patient, addresses });
  const directory = createNodeDirectory(chain);
  await directory.refresh();
  const stop = repeat(() => directory.refresh());
  world.closing.push(stop);
  const network: Network = {
    chain,
    rpcUrl: world.node.rpcUrl,
    folder: world.folder,
    change: (account, change) => changeRegistry(chain, testAccount(account), change),
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { world, house, chain, directory, network, name: networkOf(chain), registry: address };
}
export type FoundedNetwork = Awaited<ReturnType<typeof foundNetwork>>;

/** Does something again and again, until it is told to stop. What fails is tried again. */
function repeat(work: () => Promise<unknown>): () => Promise<void> {
  let isOn = true;
  const running = (async () => {
    while (isOn) {
      await work().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return () => {
    isOn = false;
    return running;
  };
}

/** A `party` certificate, on IPFS for all to read, with nobody's endorsement. */
export async function applyFor({ world }: FoundedNetwork, id: Party, name: string, signer: Hex): Promise<Hex> {
  const now = await world.now();
  const certificate = Certificate.from({
    kind: 'party',
    subject: { name, party: { countryCode: id.country_code, partyId: id.party_id }, signer },
    usages: ['signData'],
    notBefore: now - 60,
    notAfter: now + year,
    serial: randomBytes(16),
  });
  return (await world.store.writeBlock(Certificate.encode(certificate))).digest;
}

/** Some of the competitors read a certificate and endorse it. */
export async function endorseParty({ world, house }: FoundedNetwork, certificate: Hex, by: readonly number[]) {
  Certificate.decode(await world.store.read({ digest: certificate, codec: 'raw' }));
  const people = by.map((index) => stakeholders[index] as (typeof stakeholders)[number]);
  await world.endorseBy(house as House, certificate, people);
}

/** What a party enters the registry with. */
export async function entryOf(
  { world }: FoundedNetwork,
  certificate: Hex,
  terms: { readonly id: Party; readonly role: 'CPO' | 'EMSP'; readonly operator: Hex },
): Promise<NodeChange> {
  const { id, role, operator } = terms;
  const ofCpo = ['cdrs', 'locations', 'sessions', 'tariffs'] as const;
  const ofEmsp = ['chargingprofiles', 'commands', 'tokens'] as const;
  const [sender, receiver] = role === 'CPO' ? [ofCpo, ofEmsp] : [ofEmsp, ofCpo];
  const bytes = await world.store.read({ digest: certificate, codec: 'raw' });
  return { action: 'setParty', id, roles: [role], sender, receiver, operator, certificate: bytes };
}

/** Another operator puts its node into the registry, and runs it. */
export async function startOperator({ world, network, registry }: FoundedNetwork, account: number) {
  const { chainId } = network.chain;
  // Nodes hear of changes later than parties do, as they may with the usual 5 s.
  const chain = { chainId, rpcUrls: [network.rpcUrl], nodeRegistry: registry, refreshSeconds: 3, timeoutSeconds: 30 };
  const files = await makeNode(network, account, { chain });
  const process = await runNode(files);
  if (process.stderr() !== '') throw new Error(process.stderr());
  world.closing.push(async () => process[Symbol.asyncDispose]());
  return { files, process, url: files.url, operator: files.operator } satisfies RunningNode;
}

/** The operator lets a party register: what it answers is given to the party, and to nobody else. */
export const invite = ({ url }: RunningNode, id: Party): Promise<string> =>
  eventually(async () => {
    const response = await fetch(`${url}/admin/generate-registration-token`, {
      method: 'POST',
      headers: { Authorization: `Token ${adminKeyOfNodes}` },
      body: JSON.stringify([id]),
    });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { token: string }).token;
  });

/** A back office with a bridge that requires everybody's signature, and believes the registry alone of whose they are. */
export async function startOffice({ world, directory, name }: FoundedNetwork, terms: OfficeTerms) {
  const { id, role, signer } = terms;
  const office = memoryBackOffice({ roles: [role], ...terms.options });
  const store: BridgeStore = memoryBridgeStore();
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const server = await serveFetch((request) => handle(request), { host: '127.0.0.1', port: 0 });
  let bridge: ReturnType<typeof createBridge> | null = null;
  /** Registers with a node; what waits to be sent stays, whichever node it was for. */
  async function join(node: RunningNode, token: string): Promise<void> {
    await bridge?.stop();
    bridge = createBridge({
      roles: [{ ...id, role, business_details: { name: `${id.country_code}-${id.party_id}` } }],
      url: `${server.origin}/ocpi`,
      node: { versionsUrl: `${node.url}/ocpi/versions`, network: name },
      signer,
      verify: { incoming: 'required', signersOf: signersFrom(directory, id) },
      subscribers: subscribersFrom(directory),
      ...{ data: office.data, store, now: Date.now, randomId: () => crypto.randomUUID(), fetch },
      limits: { backoffMs: 50, maxBackoffMs: 250, pollMs: 25, pageSize: 2 },
    });
    handle = bridge.fetch;
    await bridge.register(token);
    bridge.start();
  }
  world.closing.push(async () => {
    await bridge?.stop();
    await server.close();
  });
  return {
    office,
    signer,
    id,
    join,
    get bridge() {
      if (!bridge) throw new Error('has not joined yet');
      return bridge;
    },
  };
}
export type Office = Awaited<ReturnType<typeof startOffice>>;

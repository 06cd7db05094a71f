import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalAccount } from 'viem';
import type { Hex } from '../../../sdk/src/bytes/index.ts';
import {
  authoriseChange,
  chainTime,
  changeRegistry,
  contractCall,
  type NodeChange,
  networkOf,
  relayChange,
  send,
} from '../../../sdk/src/chain/index.ts';
import { keccak256, type Signer, secp256k1Signer } from '../../../sdk/src/crypto/index.ts';
import { nodeRegistryAbi } from '../../../sdk/src/generated/index.ts';
import { OcpiId, ownerOf } from '../../../sdk/src/ocn/registry/index.ts';
import type { Role } from '../../../sdk/src/protocol/ocpi/index.ts';
import { createWellKnown } from '../../../sdk/src/roles/ocnNode/server/wellKnown.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import type { World } from './world.ts';

export const adminKey = 'the-key-of-the-operator';

/** A URL that is one for nobody but a careless page. */
export const hostileUrl = 'javascript:alert(1)//<img src=x onerror=alert(2)>\u202etxt';
/** A service's name that is markup, turns the reading direction and has no end. */
export const hostileService = `<script>alert(3)</script>\u202e${'on '.repeat(60)}`;

/** Owners of nodes and parties, who need no coins: others send what they sign. */
export interface Owner {
  readonly address: Hex;
  readonly signer: Signer;
}

/** A host that answers over real HTTP. */
export interface Host extends AsyncDisposable {
  readonly url: string;
}

/** What a registry and the hosts of its nodes have at first. */
export interface ChargingNetwork extends AsyncDisposable {
  readonly operators: Readonly<Record<'proven' | 'other' | 'gone' | 'hostile', Owner>>;
  readonly owners: Readonly<Record<'abc' | 'emp' | 'mov' | 'svc', Owner>>;
  /** Those of nodes that are there. */
  readonly hosts: readonly Host[];
}

function ownerNamed(name: string): Owner {
  const signer = secp256k1Signer(keccak256(new TextEncoder().encode(`charging network: ${name}`)));
  return { signer, address: ownerOf(signer.signer) };
}

/** Sends what an owner has signed. */
export async function relay({ chain, account }: Sandbox, { signer }: Owner, change: NodeChange): Promise<void> {
  const { timestamp } = await chainTime(chain);
  await relayChange(
    chain,
    account(0),
    change,
    await authoriseChange(chain, signer, change, { deadline: timestamp + 600 }),
  );
}

const answers = {
  '/admin/flows': () => ({ last_minute: flows(1), last_hour: flows(40) }),
  '/admin/platforms': () => ({ platforms, next: null }),
} as const;

/** A host whose document is signed by `by`; what an operator asks it, it answers as a node does. */
async function startHost(sandbox: Sandbox, by: Owner): Promise<Host> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self = { operator: by.address, signer: by.signer, url, network: networkOf(sandbox.chain) };
  const document = createWellKnown({ self, now: Date.now });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const open = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization',
      'content-type': 'application/json',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, open).end();
    if (path === '/.well-known/ocn-node.json') {
      return document().then((text) => response.writeHead(200, open).end(text));
    }
    if (!Object.hasOwn(answers, path)) return response.writeHead(404, open).end('{}');
    if (request.headers.authorization !== `Token ${adminKey}`) return response.writeHead(401, open).end('{}');
    return response.writeHead(200, open).end(JSON.stringify(answers[path as keyof typeof answers]()));
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const id = (text: string) => OcpiId.parse(text);
const flow = (from: string, to: string, module: string, count: number, outcome = 'delivered') => ({
  ...{ from: id(from), to: id(to), module, direction: 'out', outcome, count },
  ...{ mean_ms: 12.5, max_ms: 80 },
});
const flows = (times: number) => [
  flow('DE-ABC', 'NL-EMP', 'locations', 240 * times),
  flow('DE-ABC', 'NL-EMP', 'sessions', 120 * times),
  flow('NL-EMP', 'DE-ABC', 'commands', 30 * times),
  flow('NL-EMP', 'DE-ABC', 'commands', 9 * times, 'timeout'),
  flow('AT-MOV', 'NL-EMP', 'cdrs', 44 * times),
  flow('NL-EMP', 'AT-MOV', 'tokens', 60 * times),
  { ...flow('DE-ABC', 'NL-EMP', 'other', 3 * times, 'other'), from: null, to: null },
];
const party = (text: string, role: Role, name: string) => ({ ...id(text), role, business: { name } });
const platform = (n: number, connection: string, parties: readonly object[]) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  ...{ state: 'registered', parties, version: '2.2.1', versions_url: null, endpoints: [] },
  ...{ speaks: 'v2', connection, last_seen: new Date(Date.now() - n * 45_000).toISOString(), rules: {} },
});
const platforms = [
  platform(1, 'CONNECTED', [party('DE-ABC', 'CPO', 'Aurora Charging')]),
  platform(2, 'OFFLINE', [party('AT-MOV', 'CPO', '<b>Boreal</b>')]),
];

/** Fills the world's open registry: nodes that are what they say and nodes that are not, parties, a service, a move. */
export async function startChargingNetwork({ sandbox }: World): Promise<ChargingNetwork> {
  const ending = new AsyncDisposableStack();
  const operators = {
    proven: ownerNamed('proven'),
    other: ownerNamed('other'),
    gone: ownerNamed('gone'),
    hostile: ownerNamed('hostile'),
  };
  const owners = {
    abc: ownerNamed('abc'),
    emp: ownerNamed('emp'),
    mov: ownerNamed('mov'),
    svc: ownerNamed('svc'),
  };
  try {
    const proven = ending.use(await startHost(sandbox, operators.proven));
    // Its document is of another operator.
    const other = ending.use(await startHost(sandbox, operators.proven));
    const gone = await startHost(sandbox, operators.gone);
    await gone[Symbol.asyncDispose]();
    await relay(sandbox, operators.proven, { action: 'setNode', url: proven.url });
    await relay(sandbox, operators.other, { action: 'setNode', url: other.url });
    await relay(sandbox, operators.gone, { action: 'setNode', url: gone.url });
    await setParties(sandbox, operators, owners);
    await setHostile(sandbox, sandbox.account(9));
    const ends = ending.move();
    return {
      operators: { ...operators, hostile: { ...operators.hostile, address: addressOf(sandbox.account(9)) } },
      owners,
      hosts: [proven, other, gone],
      [Symbol.asyncDispose]: () => ends.disposeAsync(),
    };
  } catch (error) {
    await ending.disposeAsync();
    throw error;
  }
}

const addressOf = ({ address }: LocalAccount) => address.toLowerCase() as Hex;

async function setParties(
  sandbox: Sandbox,
  { proven, other }: ChargingNetwork['operators'],
  { abc, emp, mov, svc }: ChargingNetwork['owners'],
): Promise<void> {
  const cpo = {
    roles: ['CPO'],
    sender: ['locations', 'tariffs', 'sessions', 'cdrs'],
    receiver: ['tokens', 'commands'],
  } as const;
  const emsp = {
    roles: ['EMSP'],
    sender: ['tokens', 'commands'],
    receiver: ['locations', 'sessions', 'cdrs'],
  } as const;
  const at = proven.address;
  await relay(sandbox, abc, { action: 'setParty', id: id('DE-ABC'), ...cpo, operator: at });
  await relay(sandbox, emp, { action: 'setParty', id: id('NL-EMP'), ...emsp, operator: at });
  await relay(sandbox, mov, { action: 'setParty', id: id('AT-MOV'), ...cpo, roles: ['CPO', 'HUB'], operator: at });
  await relay(sandbox, mov, { action: 'offerParty', operator: other.address });
  const none = { sender: [], receiver: [] };
  await relay(sandbox, svc, {
    action: 'setParty',
    id: id('FR-SVC'),
    roles: ['OTHER'],
    ...none,
    operator: other.address,
  });
  const permissions = ['FORWARD_MODULE_CDRS_SENDER', 'FORWARD_MODULE_CDRS_RECEIVER', 'FORWARD_MODULE_SESSIONS_SENDER'];
  const service = { name: 'Clearing', url: 'https://clearing.example.com' };
  await relay(sandbox, svc, { action: 'setService', ...service, permissions } as NodeChange);
  await relay(sandbox, abc, { action: 'createAgreement', provider: svc.address, permissions } as NodeChange);
}

/** What no careful writer would send: texts are any to the contract. */
async function setHostile(sandbox: Sandbox, account: LocalAccount): Promise<void> {
  const { chain, addresses } = sandbox;
  const call = (name: 'setNode' | 'setService', args: readonly unknown[]) =>
    send(chain, account, contractCall(addresses.nodeRegistry, nodeRegistryAbi, name, args as never));
  await call('setNode', [hostileUrl, '0x']);
  await changeRegistry(chain, account, {
    ...{ action: 'setParty', id: id('XX-BAD'), roles: ['SCSP'], sender: [], receiver: [] },
    operator: addressOf(account),
  });
  await call('setService', [hostileService, hostileUrl, 0x1ffff]);
}

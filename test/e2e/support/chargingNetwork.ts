import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalAccount } from 'viem';
import type { Hex } from '../../../sdk/src/bytes/index.ts';
import { changeRegistry, contractCall, type NodeChange, networkOf, send } from '../../../sdk/src/chain/index.ts';
import { secp256k1Signer } from '../../../sdk/src/crypto/index.ts';
import { nodeRegistryAbi } from '../../../sdk/src/generated/index.ts';
import { OcpiId } from '../../../sdk/src/ocn/registry/index.ts';
import type { Role } from '../../../sdk/src/protocol/ocpi/index.ts';
import {
  adminKeyOfNodes,
  freePort,
  headersOf,
  join,
  type Member,
  makeNode,
  type NodeFiles,
  type NodeProcess,
  runNode,
} from '../../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { createWellKnown } from '../../../sdk/src/roles/ocnNode/server/wellKnown.ts';
import { answerJson, envelope } from '../../../sdk/src/roles/ocnNode/testing/ocpiPlatform.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import type { World } from './world.ts';

/** What the operator of the node proves itself with. */
export const adminKey = adminKeyOfNodes;

/** A URL that is one for nobody but a careless page. */
export const hostileUrl = 'javascript:alert(1)//<img src=x onerror=alert(2)>\u202etxt';
/** A service's name that is markup, turns the reading direction and has no end. */
export const hostileService = `<script>alert(3)</script>\u202e${'on '.repeat(60)}`;

/** Whose is what, by the sandbox's accounts: the node that runs, three that are not what they say, and parties. */
const accounts = { node: 6, other: 7, gone: 8, hostile: 9, abc: 1, emp: 2, mov: 3, svc: 4 } as const;

/** A registry with a node that runs, nodes that are not what they say, and parties that talk. */
export interface ChargingNetwork extends AsyncDisposable {
  readonly node: NodeFiles;
  readonly urls: Readonly<Record<'other' | 'gone', string>>;
  readonly address: (who: keyof typeof accounts) => Hex;
  /** NL-EMP asks DE-ABC for its locations, so many times. */
  readonly talk: (times: number) => Promise<void>;
  /** Changes the registry as one of them. */
  readonly change: (who: keyof typeof accounts, change: NodeChange) => Promise<unknown>;
}

const id = (text: string) => OcpiId.parse(text);
const none = { sender: [], receiver: [] } as const;

/** Fills the world's open registry and starts a node of it, as a process of its own. */
export async function startChargingNetwork({ sandbox, page, directory: folder }: World): Promise<ChargingNetwork> {
  await using ending = new AsyncDisposableStack();
  const { chain, rpcUrl } = sandbox;
  const byNumber = (account: number, change: NodeChange) => changeRegistry(chain, sandbox.account(account), change);
  const network = { chain, rpcUrl, folder, change: byNumber, [Symbol.asyncDispose]: async () => undefined };
  const node = await makeNode(network, accounts.node, { adminOrigins: page.origins });
  const [other, goneUrl] = [ending.use(await startImpostor(sandbox)), `http://127.0.0.1:${await freePort()}`];
  const change: ChargingNetwork['change'] = (who, what) => byNumber(accounts[who], what);
  await change('other', { action: 'setNode', url: other.url });
  await change('gone', { action: 'setNode', url: goneUrl });
  await setHostile(sandbox, sandbox.account(accounts.hostile));
  const running: NodeProcess = ending.use(await runNode(node));
  const enter = async (who: 'abc' | 'emp', text: string, role: Role): Promise<Member> => {
    const member = await join(network, node, accounts[who], id(text), role);
    ending.use(member.platform);
    return member;
  };
  if (running.stderr() !== '') throw new Error(running.stderr());
  const abc = await enter('abc', 'DE-ABC', 'CPO');
  const emp = await enter('emp', 'NL-EMP', 'EMSP');
  const address: ChargingNetwork['address'] = (who) => addressOf(sandbox.account(accounts[who]));
  await setOthers(change, address);
  abc.platform.handlers.set('/ocpi/2.2.1/locations', (_, response) =>
    answerJson(response, 200, envelope([]), { 'X-Total-Count': '0', 'X-Limit': '10' }),
  );
  const talk = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const answer = await fetch(`${node.url}/ocpi/sender/2.2.1/locations`, { headers: headersOf(emp, abc) });
      const { status_code } = (await answer.json()) as { readonly status_code: number };
      if (status_code !== 1000) throw new Error(`the node answers ${status_code}`);
    }
  };
  const ends = ending.move();
  return {
    ...{ node, urls: { other: other.url, gone: goneUrl }, address, talk, change },
    [Symbol.asyncDispose]: () => ends.disposeAsync(),
  };
}

const addressOf = ({ address }: LocalAccount) => address.toLowerCase() as Hex;

/** A host that says it belongs to the operator of another node, and proves that. */
async function startImpostor(sandbox: Sandbox): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const account = sandbox.account(accounts.node);
  const signer = secp256k1Signer(account.getHdKey().privateKey as Uint8Array);
  const self = { operator: addressOf(account), signer, url, network: networkOf(sandbox.chain) };
  const document = createWellKnown({ self, now: Date.now });
  server.on('request', (_, response) => {
    void document().then((text) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end(text));
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A party that wants to move, and one whose service another has agreed to. */
async function setOthers(change: ChargingNetwork['change'], address: ChargingNetwork['address']): Promise<void> {
  const operator = address('node');
  const sides = { sender: ['locations', 'tariffs', 'sessions', 'cdrs'], receiver: ['tokens', 'commands'] } as const;
  await change('mov', { action: 'setParty', id: id('AT-MOV'), roles: ['CPO', 'HUB'], ...sides, operator });
  await change('mov', { action: 'offerParty', operator: address('other') });
  const ofOther = { roles: ['OTHER'], ...none, operator: address('other') } as const;
  await change('svc', { action: 'setParty', id: id('FR-SVC'), ...ofOther });
  const permissions = [
    'FORWARD_MODULE_SESSIONS_SENDER',
    'FORWARD_MODULE_CDRS_SENDER',
    'FORWARD_MODULE_CDRS_RECEIVER',
  ] as const;
  await change('svc', { action: 'setService', name: 'Clearing', url: 'https://clearing.example.com', permissions });
  await change('abc', { action: 'createAgreement', provider: address('svc'), permissions });
}

/** What no careful writer would send: texts are any to the contract. */
async function setHostile({ chain, addresses }: Sandbox, account: LocalAccount): Promise<void> {
  const call = (name: 'setNode' | 'setService', args: readonly unknown[]) =>
    send(chain, account, contractCall(addresses.nodeRegistry, nodeRegistryAbi, name, args as never));
  await call('setNode', [hostileUrl, '0x']);
  const terms = { roles: ['SCSP'], ...none, operator: addressOf(account) } as const;
  await changeRegistry(chain, account, { action: 'setParty', id: id('XX-BAD'), ...terms });
  await call('setService', [hostileService, hostileUrl, 0x1ffff]);
}

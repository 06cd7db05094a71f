import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Hex } from '../../../sdk/src/bytes/index.ts';
import { changeRegistry, networkOf } from '../../../sdk/src/chain/index.ts';
import { NodeDocument } from '../../../sdk/src/ocn/registry/index.ts';
import { type ChildProgram, startProgram } from '../../../sdk/src/roles/sandbox/childProgram.ts';
import { inProject } from '../../lib/paths.ts';
import { type Stage, short } from '../stage.ts';
import { freePort } from './freePort.ts';
import { addressOf, type Member, operators } from './people.ts';

/** A node that runs. */
export interface StoryNode {
  readonly operator: Member;
  readonly address: Hex;
  readonly url: string;
  /** A file that only its owner may read. */
  readonly adminKeyFile: string;
  readonly adminKey: string;
  readonly ended: Promise<void>;
}

interface Prepared extends Omit<StoryNode, 'ended'> {
  readonly file: string;
}

const wanted = { aurora: 9_101, boreal: 9_102 } as const;

/** The operators enter their nodes into the registry, start them, and prove that they have the hosts. */
export async function startNodes(
  stage: Stage,
  things: AsyncDisposableStack,
  adminOrigins: readonly string[],
): Promise<{ readonly aurora: StoryNode; readonly boreal: StoryNode }> {
  stage.teller.chapter('Two operators enter their nodes into the registry, and start them');
  const [first, second] = [
    await prepare(stage, operators.aurora, wanted.aurora, adminOrigins),
    await prepare(stage, operators.boreal, wanted.boreal, adminOrigins),
  ];
  const [aurora, boreal] = await Promise.all([start(stage, things, first), start(stage, things, second)]);
  for (const node of [aurora, boreal]) await tellProof(stage, node);
  return { aurora, boreal };
}

/** The registry's entry, and a folder with `node.json` and the key of its operator. */
async function prepare(
  { sandbox, directory, teller }: Stage,
  operator: Member,
  port: number,
  adminOrigins: readonly string[],
): Promise<Prepared> {
  const folder = path.join(directory, 'nodes', operator.wallet);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const listen = { port: await freePort(port) };
  const url = `http://127.0.0.1:${listen.port}`;
  const [adminKeyFile, adminKey] = [path.join(folder, 'admin.key'), randomBytes(32).toString('base64url')];
  await writeFile(adminKeyFile, `${adminKey}\n`, { mode: 0o600 });
  const { country_code: countryCode, party_id: partyId } = operator.id;
  const config = {
    type: 'gridseal/ocn-node/v1',
    ...{ url, listen, operator: { wallet: operator.wallet } },
    hub: { countryCode, partyId, business: { name: `Node of ${operator.name}` } },
    chain: {
      ...{ chainId: sandbox.chainId, rpcUrls: [sandbox.rpcUrl], nodeRegistry: sandbox.addresses.nodeRegistry },
      refreshSeconds: 0.25,
    },
    ...{ database: { folder: 'store' }, sealingKey: { file: 'sealing.key' }, adminKey: { file: 'admin.key' } },
    ...{ adminOrigins, outgoing: { allowHttp: true, allowPrivateNetworks: true }, drainSeconds: 0 },
  };
  const file = path.join(folder, 'node.json');
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  const entered = await changeRegistry(sandbox.chain, sandbox.account(operator.index), { action: 'setNode', url });
  const address = addressOf(sandbox, operator);
  const where = entered.outcome === 'done' ? ` in transaction ${short(entered.receipt.transaction)}` : '';
  teller.say('registry', `${operator.name} has its node at ${url}, says its wallet ${short(address)}${where}`);
  return { operator, address, url, adminKeyFile, adminKey, file };
}

async function start({ directory }: Stage, things: AsyncDisposableStack, node: Prepared): Promise<StoryNode> {
  const { operator, file, ...rest } = node;
  let starting: Promise<ChildProgram<true>> | undefined;
  // Known before it runs: whoever is told to end while it starts waits for it, and leaves no process behind.
  things.defer(async () => (await starting?.catch(() => undefined))?.stop());
  starting = startProgram({
    name: `the node of ${operator.name}`,
    command: process.execPath,
    args: [
      ...[inProject('sdk/src/cli/main.ts'), 'ocn', 'node', 'run', '--node', file, '--home', directory],
      ...['--password-file', path.join(directory, 'sandbox.password')],
    ],
    isReady: (line) => (line.includes('"the node serves"') ? true : undefined),
  });
  const { ended } = await starting;
  return { operator, ...rest, ended };
}

/** What anybody can do who has read the registry: ask the host whose it is. */
async function tellProof({ sandbox, teller }: Stage, { operator, address, url }: StoryNode): Promise<void> {
  const response = await fetch(NodeDocument.urlOf(url));
  const document = NodeDocument.decode(new Uint8Array(await response.arrayBuffer()));
  await NodeDocument.assert(document, {
    ...{ network: networkOf(sandbox.chain), node: { operator: address, key: address, url } },
    ...{ fetchedFrom: response.url, now: Math.floor(Date.now() / 1_000) },
  });
  const { host } = new URL(url);
  const proof = `“signature” in ${NodeDocument.wellKnownPath} is by ${short(document.key)}`;
  teller.say('host', `${host} is ${operator.name}’s: ${proof}`);
}

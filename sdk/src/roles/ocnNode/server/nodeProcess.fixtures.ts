import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testAccount } from '../../../../../test/support/anvil.ts';
import { type LocalChain, patient, startLocalChain } from '../../../../../test/support/localChain.ts';
import type { Hex } from '../../../bytes/index.ts';
import { changeRegistry, type NodeChange } from '../../../chain/index.ts';
import { Keystore } from '../../../identity/index.ts';
import { type CredentialsRole, encodeAuthorization, type Role } from '../../../protocol/ocpi/index.ts';
import { prepareStoreFolder } from '../store/testing/preparedDatabase.ts';
import { type OcpiPlatform, startOcpiPlatform } from '../testing/ocpiPlatform.ts';

const program = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));
const allModules = ['cdrs', 'chargingprofiles', 'commands', 'locations', 'sessions', 'tariffs', 'tokens'] as const;
export const adminKeyOfNodes = 'key-of-the-operator-of-these-tests';

/** A port that nothing listens on now: the registry has to know it before the node starts. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A chain with an open registry, and a folder for nodes. */
export async function startNetwork() {
  const local: LocalChain = await startLocalChain({}, patient);
  const folder = await mkdtemp(path.join(tmpdir(), 'gridseal-node-'));
  return {
    chain: local.chain,
    rpcUrl: local.node.rpcUrl,
    folder,
    change: (account: number, change: NodeChange) => changeRegistry(local.chain, testAccount(account), change),
    async [Symbol.asyncDispose]() {
      await local.node.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Network = Awaited<ReturnType<typeof startNetwork>>;

export interface NodeFiles {
  readonly url: string;
  readonly port: number;
  readonly account: number;
  readonly operator: Hex;
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

type Json = Readonly<Record<string, unknown>>;

export interface MakeNodeOptions {
  /** Whether the registry has the node. */
  readonly registered?: boolean;
  readonly port?: number;
  /** Whether the node has to make its database itself, which takes seconds, or finds an empty one. */
  readonly fresh?: boolean;
}

/** A home with the operator's wallet, and a `node.json`; the registry has the node, unless told otherwise. */
export async function makeNode(
  network: Network,
  account: number,
  change: Json = {},
  { registered = true, port: wanted, fresh = false }: MakeNodeOptions = {},
): Promise<NodeFiles> {
  const folder = await mkdtemp(path.join(network.folder, `${account}-`));
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const key = testAccount(account).getHdKey().privateKey as Uint8Array;
  const wallet = await Keystore.encrypt(Uint8Array.from(key), 'correct horse', { cost: 1_024 });
  await mkdir(path.join(folder, 'home', 'wallets'), { recursive: true, mode: 0o700 });
  const secret = (name: string, text: string) => writeFile(path.join(folder, name), `${text}\n`, { mode: 0o600 });
  await secret('home/wallets/operator.json', wallet);
  await secret('password', 'correct horse');
  await secret('admin.key', adminKeyOfNodes);
  const config = {
    type: 'gridseal/ocn-node/v1',
    url,
    operator: { wallet: 'operator' },
    hub: { countryCode: 'CH', partyId: `N${String(account).padStart(2, '0')}`, business: { name: `Node ${account}` } },
    listen: { port },
    chain: { chainId: network.chain.chainId, rpcUrls: [network.rpcUrl], refreshSeconds: 0.2, timeoutSeconds: 30 },
    database: { folder: 'store' },
    sealingKey: { file: 'sealing.key' },
    adminKey: { file: 'admin.key' },
    policy: { timeoutSeconds: 5 },
    outgoing: { allowHttp: true, allowPrivateNetworks: true },
    drainSeconds: 0,
    ...change,
  };
  await writeFile(path.join(folder, 'node.json'), JSON.stringify(config));
  if (!fresh && !('database' in change)) await prepareStoreFolder(path.join(folder, 'store'));
  if (registered) await network.change(account, { action: 'setNode', url });
  return {
    url,
    port,
    account,
    operator: testAccount(account).address.toLowerCase() as Hex,
    file: path.join(folder, 'node.json'),
    env: { GRIDSEAL_HOME: path.join(folder, 'home'), GRIDSEAL_PASSWORD_FILE: path.join(folder, 'password') },
  };
}

export interface NodeProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Its log, parsed. */
  readonly lines: Json[];
  readonly stderr: () => string;
  /** With the exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly url: string;
}

/** Where Node keeps what it has compiled: a process starts in half the time. */
const compiled = (): NodeJS.ProcessEnv => {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
};

/** Runs `gridseal ocn node run` as a process of its own, and waits until it serves or has ended. */
export async function runNode(files: NodeFiles, env: NodeJS.ProcessEnv = {}): Promise<NodeProcess> {
  const child = spawn(process.execPath, [program, 'ocn', 'node', 'run', '--node', files.file], {
    env: { PATH: process.env.PATH, ...compiled(), ...files.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Json[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = JSON.parse(line) as Json;
      lines.push(parsed);
      if (parsed.message === 'the node serves') resolve();
    });
    void ended.then(() => resolve());
  });
  const listening = lines.find(({ message }) => message === 'the node serves')?.listening;
  return {
    child,
    lines,
    stderr: () => stderr,
    ended,
    url: typeof listening === 'string' ? listening : files.url,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A back office that has registered with a node. */
export interface Member {
  readonly platform: OcpiPlatform;
  /** What it calls its node with. */
  readonly token: string;
  readonly id: { readonly country_code: string; readonly party_id: string };
}

/** Puts a party into the registry, with a wallet of its own, and its back office through the handshake with its node. */
export async function join(
  network: Network,
  node: NodeFiles,
  account: number,
  id: Member['id'],
  role: Role,
  at = node.url,
): Promise<Member> {
  const terms = { roles: [role], sender: allModules, receiver: allModules, operator: node.operator };
  await network.change(account, { action: 'setParty', id, ...terms } as NodeChange);
  await network
    .change(node.account, { action: 'acceptParty', party: testAccount(account).address.toLowerCase() as Hex })
    .catch(() => undefined);
  const platform = await startOcpiPlatform();
  const made = await eventually(async () => {
    const response = await fetch(`${at}/admin/generate-registration-token`, {
      method: 'POST',
      headers: { Authorization: `Token ${adminKeyOfNodes}` },
      body: JSON.stringify([id]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text) as { token: string };
  });
  const roles: CredentialsRole[] = [{ ...id, role, business_details: { name: `${id.country_code}-${id.party_id}` } }];
  const body = JSON.stringify(platform.credentials(`token-of-${id.party_id}`, roles));
  const headers = { Authorization: encodeAuthorization(made.token), 'X-Request-ID': crypto.randomUUID() };
  const answer = await eventually(async () => {
    const response = await fetch(`${at}/ocpi/2.2.1/credentials`, { method: 'POST', headers, body });
    const json = (await response.json()) as { status_code: number; data?: { token: string } };
    if (json.status_code !== 1000 || !json.data) throw new Error(JSON.stringify(json));
    return json.data;
  });
  return { platform, token: answer.token, id };
}

/** Tries again until it works: the registry is known a moment after it was written. */
export async function eventually<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Waits until nodes know a party: each reads the registry by itself, so what one knows may be new to another. */
export async function knownTo(urls: readonly string[], { country_code, party_id }: Member['id']): Promise<void> {
  for (const url of urls) {
    await eventually(async () => {
      const response = await fetch(`${url}/ocn/registry/node/${country_code}/${party_id}`);
      if (!response.ok) throw new Error(`${url} does not know ${country_code} ${party_id}`);
    });
  }
}

/** The headers of a message from one member to another. */
export function headersOf(from: Member, to: Pick<Member, 'id'>, requestId: string = crypto.randomUUID()) {
  return {
    Authorization: encodeAuthorization(from.token),
    'Content-Type': 'application/json',
    'X-Request-ID': requestId,
    'X-Correlation-ID': `of-${requestId}`,
    'OCPI-from-country-code': from.id.country_code,
    'OCPI-from-party-id': from.id.party_id,
    'OCPI-to-country-code': to.id.country_code,
    'OCPI-to-party-id': to.id.party_id,
  };
}

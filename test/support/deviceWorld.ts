import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromHex, type Hex } from '../../sdk/src/bytes/index.ts';
import { type Chain, claimMany, contractAddresses } from '../../sdk/src/chain/index.ts';
import { randomBytes, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { Admin, type Issued, keyAuthority } from '../../sdk/src/roles/admin/index.ts';
import {
  type Device,
  initialiseDevice,
  openDevice,
  type PollReport,
  type Receipt,
} from '../../sdk/src/roles/device/index.ts';
import { startIpfsProcess } from '../../sdk/src/roles/sandbox/ipfsProcess.ts';
import { createStore, type Store } from '../../sdk/src/store/index.ts';
import { type Anvil, type AnvilOptions, testAccount } from './anvil.ts';
import { startLocalChain } from './localChain.ts';

/** What a test wants to be different in `device.json`; groups of fields are replaced as a whole. */
export type ConfigChange = Readonly<Record<string, unknown>>;

/** What a test issues; `text` becomes the file `secret`. */
export interface IssueChange {
  readonly channel?: string;
  readonly ttlSeconds?: number;
  readonly postInstall?: readonly string[];
  readonly revokes?: readonly string[];
}

/** A device of a test, with its folders. */
export interface TestDevice {
  readonly id: Hex;
  readonly stateDirectory: string;
  /** `install.root`. */
  readonly root: string;
  /** Opens it as after a restart. */
  readonly open: () => Promise<Device>;
  /** The text that is installed on a channel (`files` by default); null if there is none. */
  readonly installed: (channel?: string, link?: string) => string | null;
}

/**
 * A chain with the contracts, an IPFS node and an administrator with a wallet: all real, all gone with `await using`.
 *
 * @example
 * ```ts
 * await using world = await startDeviceWorld();
 * const station = await world.enrol('station-7');
 * await world.issue(station, 'first');
 * await (await station.open()).poll();
 * ```
 */
export async function startDeviceWorld(options: { readonly anvil?: AnvilOptions } = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-world-'));
  const stops: (() => Promise<void>)[] = [async () => rmSync(directory, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const local = await startLocalChain(options.anvil);
    stops.push(() => local.node.stop());
    const startIpfs = async (name: string) => {
      const place = path.join(directory, name);
      const program = await startIpfsProcess({ directory: place, rpcPort: 0, gatewayPort: 0 });
      stops.push(() => program.stop());
      return { ...program.ready, pid: program.pid, stop: program.stop };
    };
    const ipfs = await startIpfs('ipfs');
    const store = createStore({ endpoints: [{ rpc: ipfs.rpc }] });
    const admin = await openAdmin(path.join(directory, 'administrator'), local.chain, store);
    const settings = { directory, node: local.node, ipfsRpc: ipfs.rpc, admin };
    return {
      directory,
      node: local.node,
      chain: local.chain,
      ipfs,
      store,
      admin,
      /** Another node, with blocks of its own. */
      startIpfs,
      enrol: (name: string, change: ConfigChange = {}) => enrol(settings, name, change),
      issue: (device: TestDevice, text: string, change: IssueChange = {}) => issueText(admin, device, text, change),
      /** Somebody brings a device's receipts to the chain, and their records to IPFS. */
      relay: async (device: Device) => relay(local.chain, store, await device.receipts()),
      relayReceipts: (receipts: readonly Receipt[]) => relay(local.chain, store, receipts),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A running world; see {@link startDeviceWorld}. */
export type DeviceWorld = Awaited<ReturnType<typeof startDeviceWorld>>;

/** The wallet that is the authority: its key is anvil's fifth. */
export const authorityAccount = testAccount(4);

/** An administrator whose authority is {@link authorityAccount}. */
export function openAdmin(home: string, chain: Chain, store: Store): Promise<Admin> {
  const authority = keyAuthority(secp256k1Signer(authorityAccount.getHdKey().privateKey as Uint8Array));
  return Admin.open({ home, chain, store, authority, account: authorityAccount, random: randomBytes });
}

interface Settings {
  readonly directory: string;
  readonly node: Anvil;
  readonly ipfsRpc: string;
  readonly admin: Admin;
}

async function enrol(settings: Settings, name: string, change: ConfigChange): Promise<TestDevice> {
  const { directory, node, ipfsRpc, admin } = settings;
  const stateDirectory = path.join(directory, name);
  const root = path.join(directory, `${name}-files`);
  const { quorumRegistry, keyAnnouncements, p256Verifier } = contractAddresses;
  const addresses = { quorumRegistry, keyAnnouncements, p256Verifier };
  const chain = { chainId: node.chainId, rpcUrls: [node.rpcUrl], finality: 0, ...addresses };
  const config = {
    type: 'gridseal/device/v1',
    name,
    ipfs: { endpoints: [{ rpc: ipfsRpc }] },
    anchors: [],
    authorities: [{ signer: authorityAccount.address.toLowerCase(), trust: 'pinned' }],
    channels: ['files'],
    pollSeconds: 0.2,
    claims: { mode: 'outbox' },
    ...change,
    chain: { ...chain, ...(change.chain as object | undefined) },
    install: { root, overlapSeconds: 0, ...(change.install as object | undefined) },
  };
  const request = await initialiseDevice({ stateDirectory, config, random: randomBytes });
  const { id } = await admin.devices.enrol(Enrolment.encode(request), {});
  return testDevice(id, stateDirectory, root);
}

/** A device that is there already. */
export function testDevice(id: Hex, stateDirectory: string, root: string): TestDevice {
  return {
    id,
    stateDirectory,
    root,
    open: () => openDevice(stateDirectory),
    installed: (channel = 'files', link = 'current') => {
      const file = path.join(root, channel, link, 'secret');
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
  };
}

function issueText(admin: Admin, { id }: TestDevice, text: string, change: IssueChange): Promise<Issued> {
  const files = [{ path: 'secret', content: new TextEncoder().encode(text), mode: '0600' }];
  return admin.issue({ to: { device: id }, credential: { kind: 'files', files }, ttlSeconds: 86_400, ...change });
}

async function relay(chain: Chain, store: Store, receipts: readonly Receipt[]) {
  for (const { recordBytes } of receipts) await store.writeBlock(fromHex(recordBytes));
  return claimMany(chain, testAccount(9), receipts);
}

/** The alarms of a round, by name, each once. */
export function alarmsOf({ alarms }: PollReport): readonly string[] {
  return [...new Set(alarms.map(({ alarm }) => alarm))];
}

/** Events as `type epoch`. */
export function eventsOf({ events }: PollReport): readonly string[] {
  return events.map((event) => ('epoch' in event ? `${event.type} ${event.epoch}` : event.type));
}

/** A folder with everything in it: links, modes and owners as they are. `to` must not exist. */
export function copyFolder(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  execFileSync('cp', ['-a', from, to]);
}

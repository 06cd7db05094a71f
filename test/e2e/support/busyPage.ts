import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { inProject } from '../../../scripts/lib/paths.ts';
import { buildPage, pageFolder } from '../../../scripts/web/buildPage.ts';
import { startPageServer } from '../../../scripts/web/pageServer.ts';
import { contractAddresses } from '../../../sdk/src/chain/index.ts';
import { startChromium } from './chromium.ts';

export const busyChainId = 31_337;

/** The id of a quorum of the busy chain, 0 to 776. */
export function busyQuorum(number: number): `0x${string}` {
  return `0x00000001${number.toString(16).padStart(56, '0')}`;
}

/** The page over a chain with very many events (scripts/bench/busyChain.ts) and no IPFS, and a browser to look at it. */
export interface BusyPage extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
}

export async function startBusyPage(events = 100_000, devices = 10_000): Promise<BusyPage> {
  await buildPage();
  const server = await startPageServer({ folder: pageFolder, port: 0 });
  const [rpcUrl, chain] = await startChain(events, devices);
  const network = {
    chainId: busyChainId,
    name: 'A busy chain',
    addresses: contractAddresses,
    firstBlock: 1,
    finality: 0,
    rpcUrls: [rpcUrl],
    gateways: [],
    ipfsRpcs: [],
  };
  server.configure({ networks: [network] });
  const browser = await startChromium();
  return {
    url: server.url,
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      chain.kill('SIGTERM');
      await server[Symbol.asyncDispose]();
    },
  };
}

async function startChain(events: number, devices: number): Promise<[url: string, chain: ChildProcess]> {
  const program = inProject('scripts', 'bench', 'busyChain.ts');
  const child = spawn(process.execPath, [program, String(events), String(devices)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return [line, child];
}

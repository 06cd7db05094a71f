// Brings up a local chain, an IPFS node, the contracts and the page, tells the story once, and stays up.
//
//   npm start                until Ctrl-C
//   npm start -- --network   another story: a charging network with nodes of two operators
//   npm start -- --once      ends after the story, and once the page was seen to be served
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { BaseError } from '../sdk/src/errors/index.ts';
import { type Sandbox, startSandbox } from '../sdk/src/roles/sandbox/index.ts';
import { endAll } from './lib/processes.ts';
import { leaveHome } from './story/leaveHome.ts';
import { leaveProposal } from './story/leaveProposal.ts';
import { sandboxWallets } from './story/people.ts';
import type { Stage } from './story/stage.ts';
import { runStory, type StoryOutcome } from './story/story.ts';
import { buildPage, pageFolder } from './web/buildPage.ts';
import { pageConfig } from './web/pageConfig.ts';
import { type PageServer, startPageServerNear } from './web/pageServer.ts';

const ports = { chain: 8_545, ipfs: 5_001, gateway: 8_080, page: 5_173 };
const accessSeconds = 10;

const usage = `Usage: npm start [-- [--network] [--once]]

  --network  tell how two operators run a charging network, instead of how an authority is founded; its nodes stay up
  --once     end after the story
  --help     say this`;

function parse(): { readonly once: boolean; readonly network: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { once: flag, network: flag, help: flag } });
    if (!values.help) return values;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

const teller: Stage['teller'] = {
  chapter: (title) => console.log(`\n${styleText('bold', title)}`),
  say: (who, what) => console.log(`  ${styleText('cyan', who.padEnd(8))} ${what}`),
};

function tellAddresses({ rpcUrl, chainId, ipfs, addresses }: Sandbox): void {
  teller.chapter('Everything runs on this machine');
  teller.say(
    'chain',
    `${rpcUrl} (id ${chainId})${rpcUrl.endsWith(`:${ports.chain}`) ? '' : `; port ${ports.chain} is taken`}`,
  );
  teller.say('IPFS', `${ipfs.rpc}, gateway ${ipfs.gateway}`);
  teller.say('contract', `QuorumRegistry    ${addresses.quorumRegistry}`);
  teller.say('contract', `KeyAnnouncements  ${addresses.keyAnnouncements}`);
  teller.say('contract', `NodeRegistry      ${addresses.nodeRegistry}`);
  teller.say('contract', `P-256 verifier    ${addresses.p256Verifier}`);
  teller.say('contract', `passkey verifier  ${addresses.webAuthnVerifier}`);
  teller.say('contract', `P-521 verifier    ${addresses.p521Verifier}`);
  teller.say('contract', `SLH-DSA verifier  ${addresses.slhDsaVerifier}`);
}

/** Loads the page as a browser begins to: it, its script, and the chain that it is for. @throws {Error} if one is missing. */
async function checkPage({ url }: PageServer): Promise<void> {
  const read = async (file: string) => {
    const response = await fetch(`${url}/${file}`);
    if (!response.ok) throw new Error(`the page’s ${file} is not served: status ${response.status}`);
    return response.text();
  };
  const script = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(await read('index.html'))?.[1];
  if (script === undefined) throw new Error('the page has no script');
  await Promise.all([read(script), read('config.json')]);
}

/** What to do in the browser first. */
function tellPage({ url }: PageServer): void {
  teller.chapter('Co-sign in the browser');
  teller.say('page', `${url}/#/approvals`);
  teller.say('you', 'connect “Aurora Charging”, a wallet of this sandbox (no extension is needed), review and sign;');
  teller.say('you', 'then connect “Boreal Mobility”, sign, and submit: the chain has what two of three wanted');
}

/** Each line works when it is pasted into a shell in this folder. */
function tellWhatNext(home: string, { certificate, station }: StoryOutcome): void {
  const own = path.join(station.root, 'ssh-host', 'current', 'ssh_host_ed25519_key-cert.pub');
  const commands = [
    ['quorum show stakeholders', 'who decides, and with what weight'],
    [`certificate verify ${certificate.slice(0, 10)}`, 'status 4: the authority was revoked'],
    ['certificate list', 'the authority and the two devices'],
    ['device status', 'what the station has installed, and until when'],
    ['device list', 'whom the administrator knows'],
    ['key history', 'everything that was issued and withdrawn'],
    ['doctor', 'chain, contracts and IPFS node'],
  ] as const;
  teller.chapter('What to try next, in another terminal');
  console.log(`  cd ${process.cwd()}`);
  console.log(`  export GRIDSEAL_HOME=${home} GRIDSEAL_DEVICE_STATE=${station.stateDirectory}`);
  for (const [command, meaning] of commands) console.log(`  ${`./gridseal ${command}`.padEnd(44)} # ${meaning}`);
  console.log(`  ssh-keygen -L -f ${own}`);
  console.log(
    '\n  docs/guides/getting-started.md does the same by hand. Everything ends with Ctrl-C, this home included.',
  );
}

/** Tells the main story. @returns What leaves something to try. */
async function tellOfAuthority(stage: Stage, page: PageServer): Promise<() => Promise<void>> {
  const outcome = await runStory(stage, accessSeconds);
  return async () => {
    await leaveHome(stage, outcome);
    await leaveProposal(stage, outcome);
    tellPage(page);
    tellWhatNext(stage.directory, outcome);
  };
}

/** As {@link tellOfAuthority}, of a charging network, whose parts end with `things`. */
async function tellOfNetwork(stage: Stage, page: PageServer, things: AsyncDisposableStack) {
  const { keepCharging, leaveNetwork, runNetworkStory, tellCommands, tellMonitor } = await import(
    './story/network/index.ts'
  );
  const outcome = await runNetworkStory(stage, things, page.origins);
  await leaveNetwork(stage, outcome);
  return async () => {
    tellMonitor(stage, page, outcome);
    keepCharging(outcome.offices, things);
    tellCommands(stage, outcome);
    for (const { operator, ended } of outcome.nodes) {
      void ended.then(() => things.disposed || teller.say('node', `of ${operator.name} has ended; the others go on`));
    }
  };
}

const { once, network } = parse();
const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-'));
// Terminal, npm and bootstrap may each deliver the same Ctrl-C: the first counts, and none of them ends us half-way.
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('interrupted'));
});
const things = new AsyncDisposableStack();
let sandbox: Sandbox | undefined;
let page: PageServer | undefined;
let status = 0;
try {
  const building = buildPage();
  // If it fails, that is said below, where it is waited for.
  building.catch(() => {});
  page = await startPageServerNear({ folder: pageFolder, port: ports.page });
  sandbox = await startSandbox({ directory, ports, allowedOrigins: page.origins });
  page.configure(pageConfig(sandbox, { sandboxWallets: sandboxWallets(sandbox) }));
  tellAddresses(sandbox);
  await building;
  teller.say('page', `${page.url}: open it in a browser`);
  if (once) await checkPage(page);
  const stage: Stage = { sandbox, directory, teller };
  const story = network ? tellOfNetwork(stage, page, things) : tellOfAuthority(stage, page);
  const leave = await Promise.race([story, interrupted]);
  if (leave !== 'interrupted' && !once) {
    await leave();
    const ended = await Promise.race([interrupted, sandbox.ended.then(() => 'ended' as const)]);
    if (ended === 'ended') throw new Error('the local chain or the IPFS node has ended by itself');
  } else if (leave === 'interrupted') status = 130;
} catch (error) {
  console.error(`\n${error instanceof BaseError || error instanceof Error ? error.message : String(error)}`);
  status = 1;
} finally {
  endAll('SIGTERM');
  // What the story has left running stands on the chain, so it ends first.
  await things.disposeAsync().catch((error: unknown) => console.error(String(error)));
  await Promise.all([sandbox?.stop(), page?.stop()]);
  rmSync(directory, { recursive: true, force: true });
}
process.exit(status);

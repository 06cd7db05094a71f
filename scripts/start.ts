// Brings up a local chain, an IPFS node, the contracts and the page, tells the story once, and stays up.
//
//   npm start             until Ctrl-C
//   npm start -- --once   ends after the story, and once the page was seen to be served
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

function parse(): { readonly once: boolean } {
  try {
    const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm start [-- --once]`);
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

const { once } = parse();
const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-'));
// Terminal, npm and bootstrap may each deliver the same Ctrl-C: the first counts, and none of them ends us half-way.
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('interrupted'));
});
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
  const outcome = await Promise.race([runStory({ sandbox, directory, teller }, accessSeconds), interrupted]);
  if (outcome !== 'interrupted' && !once) {
    await leaveHome({ sandbox, directory, teller }, outcome);
    await leaveProposal({ sandbox, directory, teller }, outcome);
    tellPage(page);
    tellWhatNext(directory, outcome);
    const ended = await Promise.race([interrupted, sandbox.ended.then(() => 'ended' as const)]);
    if (ended === 'ended') throw new Error('the local chain or the IPFS node has ended by itself');
  } else if (outcome === 'interrupted') status = 130;
} catch (error) {
  console.error(`\n${error instanceof BaseError || error instanceof Error ? error.message : String(error)}`);
  status = 1;
} finally {
  endAll('SIGTERM');
  await Promise.all([sandbox?.stop(), page?.stop()]);
  rmSync(directory, { recursive: true, force: true });
}
process.exit(status);

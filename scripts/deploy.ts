// Deploys the contracts: `npm run deploy -- --network <name>`. Checks first, sends then, and can be run again at any time.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatEther, formatGwei, type Hex } from 'viem';
import { deploymentNetworks } from '../ignition/networks.ts';
import { type AnchorTerms, contractAddresses, create2Factory } from '../sdk/src/chain/index.ts';
import { ArgumentError, BaseError, ConfigurationError, VerificationError } from '../sdk/src/errors/index.ts';
import { contractNeeds } from '../sdk/src/generated/index.ts';
import { anchoredAddress, deployAnchored } from './deploy/anchored.ts';
import { bringFactory } from './deploy/bringFactory.ts';
import { ignite } from './deploy/ignite.ts';
import { record } from './deploy/record.ts';
import { type ContractKey, type Survey, survey } from './deploy/survey.ts';
import { loadTarget, type Target } from './deploy/target.ts';
import { verifySources } from './deploy/verifySources.ts';
import { root } from './lib/paths.ts';

const help = `npm run deploy -- --network <name> [options]

  --network <name>        ${Object.keys(deploymentNetworks).join(', ')}
  --dry-run               check and estimate only; send nothing
  --anchor <quorum>       also deploy a node registry whose parties this quorum endorses (may be repeated)
  --needed <n>            how many of the anchors have to endorse a party; by default all
  --no-verify             leave out the verification of sources at the explorer
  --confirmations <n>     blocks to wait for; each network has its own default
  --out <folder>          where <chain id>.json and Ignition's journal go; by default deployments/ and ignition/
                          (.gridseal/deployments/ for local)

  GRIDSEAL_DEPLOYER_KEY   the private key that pays, or
  GRIDSEAL_DEPLOYER_KEYSTORE and GRIDSEAL_DEPLOYER_PASSWORD_FILE
  GRIDSEAL_RPC_<NETWORK>  another endpoint, for example GRIDSEAL_RPC_LISK_SEPOLIA`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      network: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'no-verify': { type: 'boolean', default: false },
      confirmations: { type: 'string' },
      anchor: { type: 'string', multiple: true, default: [] },
      needed: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const confirmations = values.confirmations === undefined ? undefined : Number(values.confirmations);
  if (confirmations !== undefined && !(Number.isInteger(confirmations) && confirmations >= 1)) {
    throw new ConfigurationError('is not a positive whole number', { field: '--confirmations' });
  }
  if (values.needed !== undefined && values.anchor.length === 0) {
    throw new ConfigurationError('needs --anchor', { field: '--needed' });
  }
  // What is deployed to a local chain is gone with it, and recorded where git does not look.
  const local = values.network === 'local' ? path.join(root, '.gridseal', 'deployments') : undefined;
  const out = values.out === undefined ? local : path.resolve(values.out);
  return {
    ...values,
    confirmations,
    terms: values.anchor.length > 0 ? toTerms(values.anchor, values.needed) : undefined,
    records: out ?? path.join(root, 'deployments'),
    ignition: out ? path.join(out, 'ignition') : path.join(root, 'ignition'),
    inProject: out === undefined,
  };
}

function toTerms(anchors: readonly string[], needed: string | undefined): AnchorTerms {
  return { anchors: anchors as readonly Hex[], needed: needed === undefined ? anchors.length : Number(needed) };
}

function printSurvey({ name, network, account }: Target, found: Survey): void {
  const { push0, cancun, p256Precompile } = found.rules;
  const gas = Object.entries(found.gas).map(([what, amount]) => `${what} ${amount}`);
  const lines = [
    `network       ${name} (${network.title}), chain ${network.chainId}, block ${found.block}`,
    `rules         ${cancun ? 'Cancun or later' : push0 ? 'Shanghai' : 'London'}: ${cancun ? 'enough for all' : 'enough for all that is not left out'}`,
    `P-256         ${p256Precompile ? 'precompile at 0x100' : 'no precompile: these signatures are checked in Solidity, for more gas'}`,
    `sender        ${account.address} has ${formatEther(found.balance)} ${network.currency}`,
    `factory       ${create2Factory.address} ${found.factoryPresent ? 'is there' : 'is missing and will be brought'}`,
    ...(Object.keys(contractAddresses) as ContractKey[]).map(
      (key) => `${key.padEnd(20)}${contractAddresses[key]} ${whatAbout(key, found)}`,
    ),
    `gas           ${gas.length > 0 ? gas.join(', ') : 'none'} at ${formatGwei(found.gasPrice)} gwei`,
    `cost          about ${formatEther(found.cost)} ${network.currency}`,
  ];
  for (const line of lines) console.log(line);
}

function whatAbout(key: ContractKey, { wanted, missing }: Survey): string {
  if (!wanted.includes(key)) return `is left out: its code needs ${contractNeeds[key].rules} rules`;
  return missing.includes(key) ? 'to deploy' : 'is there';
}

async function deploy(target: Target, found: Survey, options: ReturnType<typeof readOptions>): Promise<void> {
  if (found.missing.length > 0 && !found.factoryPresent) {
    await bringFactory(target, found);
    console.log('factory       brought');
  }
  if (found.missing.length > 0) {
    const confirmations = options.confirmations ?? target.network.confirmations;
    await ignite(target, found, { folder: options.ignition, confirmations, pollingMs: 500 });
  }
  const terms = options.terms ?? target.network.nodeRegistry;
  const anchored = terms ? await deployAnchored(target, terms) : null;
  console.log(`recorded      ${await record(target, found, options.records, anchored)}`);
  if (options.inProject) {
    // Loaded late: it reads the compiler's output, which a deployment itself does not need.
    const { generatedFiles } = await import('./lib/generated.ts');
    const { writeGenerated } = await import('./lib/writeGenerated.ts');
    for (const file of writeGenerated(generatedFiles())) console.log(`generated     ${file}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(help);
  const target = await loadTarget(options.network);
  const found = await survey(target);
  printSurvey(target, found);
  const terms = options.terms ?? target.network.nodeRegistry;
  if (terms)
    console.log(
      `anchored            ${await anchoredAddress(target, terms)} a node registry, ${terms.needed} of ${terms.anchors.length} anchors`,
    );
  if (found.missing.length > 0 && found.balance < found.cost) {
    const { currency } = target.network;
    throw new VerificationError(`${target.account.address} has too little`, {
      field: 'balance',
      metaMessages: [`Send it at least ${formatEther(found.cost - found.balance)} ${currency} and run this again.`],
    });
  }
  if (options['dry-run']) return console.log('dry run       nothing was sent');
  await deploy(target, found, options);
  if (!options['no-verify']) {
    const failures = await verifySources(target, found, options.ignition);
    for (const failure of failures) console.log(`not verified  ${failure}`);
    if (failures.length > 0) console.log('The contracts are deployed; run this again to verify their sources.');
  }
  console.log('done');
}

try {
  await main();
} catch (error) {
  // Our errors and the argument parser's say all there is to say; a stack helps only with bugs.
  const usage = error instanceof TypeError && 'code' in error;
  const told = error instanceof BaseError || (error instanceof Error && error.name === 'HardhatError');
  console.error(told ? error.message : usage ? `${error.message}\n\n${help}` : error);
  const isUsage = usage || error instanceof ConfigurationError || error instanceof ArgumentError;
  process.exitCode = isUsage ? 2 : 1;
}

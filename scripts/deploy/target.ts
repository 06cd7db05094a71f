import { readFile } from 'node:fs/promises';
import { type Hex, type LocalAccount, toHex } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import { type DeploymentNetwork, deploymentNetworks, rpcUrlOf, rpcVariable } from '../../ignition/networks.ts';
import { type Chain, contractAddresses, createChain } from '../../sdk/src/chain/index.ts';
import { ConfigurationError } from '../../sdk/src/errors/index.ts';
import { Keystore } from '../../sdk/src/identity/index.ts';

/** Where is deployed to, and with what. */
export interface Target {
  readonly name: string;
  readonly network: DeploymentNetwork;
  readonly chain: Chain;
  readonly account: LocalAccount;
  /** Given to Hardhat in memory; never printed. */
  readonly privateKey: Hex;
}

/** The first account of every local development node: a public key pair that holds nothing anywhere else. */
const developmentMnemonic = 'test test test test test test test test test test test junk';

/** @throws {ConfigurationError} for an unknown network or a missing key. */
export async function loadTarget(name: string | undefined): Promise<Target> {
  const network = name === undefined || !Object.hasOwn(deploymentNetworks, name) ? undefined : deploymentNetworks[name];
  if (name === undefined || !network) {
    const known = Object.keys(deploymentNetworks).join(', ');
    throw new ConfigurationError(name === undefined ? 'is missing' : `names no network`, {
      field: '--network',
      metaMessages: [`Known networks: ${known}`],
    });
  }
  const privateKey = await loadKey(name);
  const chain = createChain({
    chainId: network.chainId,
    rpcUrls: [checkedUrl(name)],
    addresses: contractAddresses,
    finality: 0,
    timeoutMs: 20_000,
    pollingIntervalMs: 500,
    receiptTimeoutMs: 300_000,
  });
  return { name, network, chain, account: privateKeyToAccount(privateKey), privateKey };
}

function checkedUrl(name: string): string {
  const url = rpcUrlOf(name);
  if (URL.canParse(url)) return url;
  throw new ConfigurationError('is not a URL', { field: rpcVariable(name) });
}

/** From the environment, or from a keystore file with its password in another file: never from the command line. */
async function loadKey(name: string): Promise<Hex> {
  const {
    GRIDSEAL_DEPLOYER_KEY: key,
    GRIDSEAL_DEPLOYER_KEYSTORE: keystore,
    GRIDSEAL_DEPLOYER_PASSWORD_FILE: password,
  } = process.env;
  if (keystore) {
    if (!password) throw new ConfigurationError('is missing', { field: 'GRIDSEAL_DEPLOYER_PASSWORD_FILE' });
    const [json, line] = [await readFile(keystore, 'utf8'), await readFile(password, 'utf8')];
    return toHex(await Keystore.decrypt(json, line.replace(/\r?\n$/, '')));
  }
  if (key) {
    if (/^0x[0-9a-fA-F]{64}$/.test(key)) return key as Hex;
    throw new ConfigurationError('is not 0x and 64 hexadecimal digits', { field: 'GRIDSEAL_DEPLOYER_KEY' });
  }
  if (name !== 'local') {
    throw new ConfigurationError('is missing', {
      field: 'GRIDSEAL_DEPLOYER_KEY',
      metaMessages: ['Set it, or GRIDSEAL_DEPLOYER_KEYSTORE and GRIDSEAL_DEPLOYER_PASSWORD_FILE.'],
    });
  }
  return toHex(mnemonicToAccount(developmentMnemonic).getHdKey().privateKey as Uint8Array);
}

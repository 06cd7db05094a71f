import type { AnchorTerms } from '../sdk/src/chain/index.ts';

/** A network that the contracts can be deployed to. */
export interface DeploymentNetwork {
  readonly chainId: number;
  readonly title: string;
  /** Hardhat's kind of chain. */
  readonly chainType: 'generic' | 'op';
  /** A public endpoint; the variable `GRIDSEAL_RPC_<NAME>` (for example `GRIDSEAL_RPC_LISK_SEPOLIA`) names another. */
  readonly rpcUrl: string;
  /** What fees are paid in. */
  readonly currency: string;
  /** A Blockscout, where sources are verified. */
  readonly explorer?: { readonly url: string; readonly apiUrl: string };
  /** Blocks that a deployment waits for. */
  readonly confirmations: number;
  /** The node registry of its own that it gets beside the open one: who endorses parties. `--anchor` and `--needed` name another. */
  readonly nodeRegistry?: AnchorTerms;
}

function blockscout(url: string) {
  return { url, apiUrl: `${url}/api` };
}

/** Every network that `npm run deploy` knows, by the name it takes. */
export const deploymentNetworks: Readonly<Record<string, DeploymentNetwork>> = {
  local: {
    chainId: 31_337,
    title: 'Local chain',
    chainType: 'generic',
    rpcUrl: 'http://127.0.0.1:8545',
    currency: 'ETH',
    confirmations: 1,
  },
  liskSepolia: {
    chainId: 4_202,
    title: 'Lisk Sepolia',
    chainType: 'op',
    rpcUrl: 'https://rpc.sepolia-api.lisk.com',
    currency: 'ETH',
    explorer: blockscout('https://sepolia-blockscout.lisk.com'),
    confirmations: 3,
  },
  lisk: {
    chainId: 1_135,
    title: 'Lisk',
    chainType: 'op',
    rpcUrl: 'https://rpc.api.lisk.com',
    currency: 'ETH',
    explorer: blockscout('https://blockscout.lisk.com'),
    confirmations: 5,
  },
  volta: {
    chainId: 73_799,
    title: 'Energy Web Volta',
    chainType: 'generic',
    rpcUrl: 'https://volta-rpc.energyweb.org',
    currency: 'VT',
    explorer: blockscout('https://volta-explorer.energyweb.org'),
    confirmations: 3,
  },
  energyWeb: {
    chainId: 246,
    title: 'Energy Web Chain',
    chainType: 'generic',
    rpcUrl: 'https://rpc.energyweb.org',
    currency: 'EWT',
    explorer: blockscout('https://explorer.energyweb.org'),
    confirmations: 5,
  },
  gnosis: {
    chainId: 100,
    title: 'Gnosis',
    chainType: 'generic',
    rpcUrl: 'https://rpc.gnosischain.com',
    currency: 'xDAI',
    explorer: blockscout('https://gnosis.blockscout.com'),
    confirmations: 5,
  },
  chiado: {
    chainId: 10_200,
    title: 'Gnosis Chiado',
    chainType: 'generic',
    rpcUrl: 'https://rpc.chiadochain.net',
    currency: 'xDAI',
    explorer: blockscout('https://gnosis-chiado.blockscout.com'),
    confirmations: 3,
  },
};

/** The variable that names another endpoint of a network: `liskSepolia` → `GRIDSEAL_RPC_LISK_SEPOLIA`. */
export function rpcVariable(network: string): string {
  return `GRIDSEAL_RPC_${network.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The endpoint of a network: the variable's, or the public one. */
export function rpcUrlOf(network: string): string {
  const found = deploymentNetworks[network];
  if (!found) throw new TypeError(`no network is called ${network}`);
  return process.env[rpcVariable(network)] || found.rpcUrl;
}

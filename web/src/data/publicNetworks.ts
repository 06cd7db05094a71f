import { contractAddresses, recordedDeployment } from '@gridseal/sdk/chain';
import type { Network } from './network.ts';

type Facts = Pick<Network, 'chainId' | 'name' | 'rpcUrls' | 'explorer' | 'currency' | 'finality'>;

const ether = { name: 'Ether', symbol: 'ETH', decimals: 18 };

/** Chains that the contracts are made for (docs/guides), with servers that anyone may ask. */
const chains: readonly Facts[] = [
  {
    chainId: 4202,
    name: 'Lisk Sepolia',
    rpcUrls: ['https://rpc.sepolia-api.lisk.com', 'https://lisk-sepolia.drpc.org'],
    explorer: 'https://sepolia-blockscout.lisk.com',
    currency: ether,
    finality: 10,
  },
  {
    chainId: 1135,
    name: 'Lisk',
    rpcUrls: ['https://rpc.api.lisk.com', 'https://lisk.drpc.org'],
    explorer: 'https://blockscout.lisk.com',
    currency: ether,
    finality: 10,
  },
  {
    chainId: 246,
    name: 'Energy Web Chain',
    rpcUrls: ['https://rpc.energyweb.org'],
    explorer: 'https://explorer.energyweb.org',
    currency: { name: 'Energy Web Token', symbol: 'EWT', decimals: 18 },
    finality: 10,
  },
  {
    chainId: 73_799,
    name: 'Volta',
    rpcUrls: ['https://volta-rpc.energyweb.org'],
    explorer: 'https://volta-explorer.energyweb.org',
    currency: { name: 'Volta Token', symbol: 'VT', decimals: 18 },
    finality: 10,
  },
];

const gateways = ['https://trustless-gateway.link', 'https://ipfs.io', 'https://dweb.link'];

/** Those with recorded deployments first; on the others the contracts are where CREATE2 puts them, if anybody did. */
export function publicNetworks(): readonly Network[] {
  const networks = chains.map((facts): Network => {
    const recorded = recordedDeployment(facts.chainId);
    return {
      ...facts,
      addresses: recorded?.addresses ?? contractAddresses,
      firstBlock: recorded?.firstBlock ?? null,
      gateways,
      ipfsRpcs: [],
      sandboxWallets: [],
      origin: 'public',
    };
  });
  const isRecorded = ({ chainId }: Network) => recordedDeployment(chainId) !== null;
  return [...networks.filter(isRecorded), ...networks.filter((network) => !isRecorded(network))];
}

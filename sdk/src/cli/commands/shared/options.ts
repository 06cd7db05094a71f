import type { OptionDefinition } from '../../framework/command.ts';
import { passwordOptions } from '../../framework/passwordOptions.ts';

const chain = 'Chain options:';
const ipfs = 'IPFS options:';

/** How the chain is reached. */
export const chainOptions: readonly OptionDefinition[] = [
  {
    flags: '--rpc-url <url>',
    description: 'JSON-RPC endpoint; of two or more, two have to agree',
    group: chain,
    many: true,
    variable: 'GRIDSEAL_RPC_URL',
    setting: 'chain.rpcUrls',
  },
  {
    flags: '--chain-id <number>',
    description: 'id of the chain',
    group: chain,
    variable: 'GRIDSEAL_CHAIN_ID',
    setting: 'chain.chainId',
  },
  {
    flags: '--quorum-registry <address>',
    description: 'address of QuorumRegistry, if it is not the usual one',
    group: chain,
    variable: 'GRIDSEAL_QUORUM_REGISTRY',
    setting: 'chain.quorumRegistry',
  },
  {
    flags: '--key-announcements <address>',
    description: 'address of KeyAnnouncements, if it is not the usual one',
    group: chain,
    variable: 'GRIDSEAL_KEY_ANNOUNCEMENTS',
    setting: 'chain.keyAnnouncements',
  },
  {
    flags: '--node-registry <address>',
    description: 'address of NodeRegistry, if it is not the usual one, which is open',
    group: chain,
    variable: 'GRIDSEAL_NODE_REGISTRY',
    setting: 'chain.nodeRegistry',
  },
  {
    flags: '--p256-verifier <address>',
    description: 'address of the ERC-7913 verifier of P-256, if it is not the usual one',
    group: chain,
    variable: 'GRIDSEAL_P256_VERIFIER',
    setting: 'chain.p256Verifier',
  },
  {
    flags: '--finality <blocks>',
    description: 'how many blocks have to follow one that counts, or finalized; 0 on chain 31337, else 5',
    group: chain,
    variable: 'GRIDSEAL_FINALITY',
    setting: 'chain.finality',
  },
  {
    flags: '--chain-timeout <duration>',
    description: 'how long an endpoint may take to answer',
    group: chain,
    variable: 'GRIDSEAL_CHAIN_TIMEOUT',
    setting: 'chain.timeout',
    preset: '10s',
  },
];

/** How IPFS is reached. */
export const ipfsOptions: readonly OptionDefinition[] = [
  {
    flags: '--ipfs-rpc <url>',
    description: 'IPFS node (Kubo RPC), read from and written to',
    group: ipfs,
    many: true,
    variable: 'GRIDSEAL_IPFS_RPC',
    setting: 'ipfs.rpcUrls',
  },
  {
    flags: '--ipfs-gateway <url>',
    description: 'IPFS gateway, read from',
    group: ipfs,
    many: true,
    variable: 'GRIDSEAL_IPFS_GATEWAY',
    setting: 'ipfs.gatewayUrls',
  },
  {
    flags: '--ipfs-timeout <duration>',
    description: 'how long a read may take',
    group: ipfs,
    variable: 'GRIDSEAL_IPFS_TIMEOUT',
    setting: 'ipfs.timeout',
    preset: '30s',
  },
];

/** The wallet that acts, and its password. */
export const walletOptions: readonly OptionDefinition[] = [
  {
    flags: '--wallet <name>',
    description: 'the wallet that signs and sends',
    variable: 'GRIDSEAL_WALLET',
    setting: 'defaults.wallet',
  },
  ...passwordOptions,
];

export const dryRunOption: OptionDefinition = {
  flags: '--dry-run',
  description: 'do everything but write: no file, no transaction',
};

export const outOption = (what: string): OptionDefinition => ({
  flags: '--out <file>',
  description: `where ${what} goes (- is stdout)`,
  completes: 'file',
});

export const deadlineOption: OptionDefinition = {
  flags: '--deadline <duration>',
  description: 'how long approvals may be collected',
  variable: 'GRIDSEAL_DEADLINE',
  setting: 'defaults.deadline',
  preset: '7d',
};

export const signerOption: OptionDefinition = {
  flags: '--signer <name>',
  description: 'sign with this signer of the home instead of a wallet',
};

export const asOption: OptionDefinition = {
  flags: '--as <quorum>',
  description: 'sign as a member of this quorum, which is itself a member of the one that is asked',
  many: true,
};

export const withoutHintsOption: OptionDefinition = {
  flags: '--without-hints',
  description: 'send P-521 signatures alone: a short transaction that takes more gas',
};

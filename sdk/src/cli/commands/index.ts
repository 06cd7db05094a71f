import type { CommandDefinition, NounDefinition } from '../framework/command.ts';
import { certificateCommands } from './certificate/definitions.ts';
import { chainCommands } from './chain/definitions.ts';
import { completionCommands } from './completion/definitions.ts';
import { configCommands } from './config/definitions.ts';
import { deviceCommands } from './device/definitions.ts';
import { ipfsCommands } from './ipfs/definitions.ts';
import { keyCommands } from './key/definitions.ts';
import { occCommands } from './occ/definitions.ts';
import { ocnCommands } from './ocn/definitions.ts';
import { quorumCommands } from './quorum/definitions.ts';
import { serviceCommands } from './service/definitions.ts';
import { signerCommands } from './signer/definitions.ts';
import { sshAuthorityCommands } from './ssh-authority/definitions.ts';
import { tlsAuthorityCommands } from './tls-authority/definitions.ts';
import { upCommands } from './up/definitions.ts';
import { walletCommands } from './wallet/definitions.ts';

const summaries: Readonly<Record<string, string>> = {
  wallet: 'make and keep the keys that sign',
  signer: 'keys of any algorithm: make them, sign, and ask those that are kept elsewhere',
  quorum: 'create and change quorums: who decides together',
  certificate: 'draft, co-sign, revoke and verify certificates',
  occ: 'verify and take over certificates of the Open Charging Cloud',
  ocn: 'take part in the Open Charging Network: nodes, parties, messages',
  'ocn credentials': 'look after the small back offices of this home and their tokens',
  'ocn mock': 'run parties that are not real, to try things out',
  'ocn node': 'run nodes of the Open Charging Network, and register them',
  'ocn party': 'look at the parties of the network, and register one’s own',
  'ocn service': 'offer services that parties forward messages to',
  'ocn agreement': 'say which services get to see a party’s messages',
  'ocn registry': 'look at the node registry, or deploy one with anchors',
  device: 'set up and run a device that receives keys',
  key: 'issue, rotate and revoke the keys of devices',
  'key issue': 'make a credential, seal it, and announce it to devices',
  service: 'publish and read the public keys of services',
  'ssh-authority': 'make and rotate the keys that certify SSH keys',
  'tls-authority': 'make and rotate the keys that certify TLS keys',
  chain: 'look at the chain',
  ipfs: 'look after the IPFS nodes',
  config: 'read and change the settings',
};

/** Every command there is: help, completion and docs/cli.md are made from this list. */
export const commands: readonly CommandDefinition[] = [
  ...upCommands,
  ...walletCommands,
  ...signerCommands,
  ...quorumCommands,
  ...certificateCommands,
  ...occCommands,
  ...ocnCommands,
  ...deviceCommands,
  ...keyCommands,
  ...serviceCommands,
  ...sshAuthorityCommands,
  ...tlsAuthorityCommands,
  ...chainCommands,
  ...ipfsCommands,
  ...configCommands,
  ...completionCommands,
];

/** The nouns that have commands, in the order in which help shows them. */
export const nouns: readonly NounDefinition[] = Object.entries(summaries)
  .filter(([noun]) => commands.some(({ path }) => path.startsWith(`${noun} `)))
  .map(([noun, summary]) => ({ noun, summary }));

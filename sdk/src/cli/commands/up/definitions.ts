import type { CommandDefinition } from '../../framework/command.ts';
import { chainOptions, ipfsOptions } from '../shared/options.ts';

export const upCommands: readonly CommandDefinition[] = [
  {
    path: 'up',
    summary: 'start a local chain, an IPFS node and the contracts, to try things out',
    description: `Starts a local chain with the contracts and an IPFS node, on this machine alone, and stays up until Ctrl-C. The settings of
this home are pointed at them, if it has none yet or --configure says so. The chain forgets everything when it ends.`,
    options: [
      {
        flags: '--directory <folder>',
        description: 'keeps the blocks of the IPFS node; without it, sandbox in the home folder',
        completes: 'directory',
      },
      { flags: '--chain-port <number>', description: 'port of the chain; a free one if it is taken', preset: '8545' },
      {
        flags: '--ipfs-port <number>',
        description: 'port of the IPFS node; a free one if it is taken',
        preset: '5001',
      },
      {
        flags: '--gateway-port <number>',
        description: 'port of the IPFS gateway; a free one if it is taken',
        preset: '8080',
      },
      {
        flags: '--block-time <seconds>',
        description: 'a block every so many seconds, instead of one for each transaction',
      },
      { flags: '--configure', description: 'replace the settings of this home' },
      {
        flags: '--wallets <number>',
        description: 'put so many funded test wallets into this home: sandbox-0, sandbox-1 …',
        preset: '0',
      },
    ],
    examples: [
      ['up --home demo --wallets 3', 'a home to play with: three funded wallets, password in demo/sandbox.password'],
      ['up --chain-port 0 --ipfs-port 0 --gateway-port 0 --json', 'any ports; one JSON document when it is ready'],
    ],
    load: async () => (await import('./up.ts')).up,
  },
  {
    path: 'doctor',
    summary: 'check everything that Gridseal needs, and say how to mend it',
    description: `Checks Node, the settings, the modes of secret files, the clock, every RPC endpoint and whether they agree, the contracts, every
IPFS endpoint (with --write also by writing a small block), and OpenSSH. The exit code is 4 if something has to be mended.`,
    options: [
      { flags: '--write', description: 'also write a small block to each IPFS node and read it again' },
      ...chainOptions,
      ...ipfsOptions,
    ],
    examples: [
      ['doctor', 'what is wrong, and what to do about it'],
      ['doctor --json', 'for monitoring'],
    ],
    load: async () => (await import('../doctor/doctor.ts')).doctor,
  },
];

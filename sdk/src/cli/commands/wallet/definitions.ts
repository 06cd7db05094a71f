import type { CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { passwordOptions } from '../../framework/passwordOptions.ts';

const name = { name: '<name>', description: 'the name of the wallet in this home' };

const costOption: OptionDefinition = {
  flags: '--scrypt-cost <number>',
  description: 'what a guess at the password costs, a power of two; less than 131072 is for tests',
  preset: '131072',
  variable: 'GRIDSEAL_SCRYPT_COST',
};

export const walletCommands: readonly CommandDefinition[] = [
  {
    path: 'wallet create',
    summary: 'make a new wallet',
    description: `Makes a new key and keeps it in an encrypted file (Web3 Secret Storage, version 3, with scrypt) that only its owner may read.
Keep a copy of the file and the password: without both the key is lost.`,
    arguments: [name],
    options: [costOption, ...passwordOptions],
    examples: [
      ['wallet create alice', 'asks for a password'],
      ['wallet create alice --password-file alice.password', 'for scripts'],
    ],
    load: async () => (await import('./create.ts')).create,
  },
  {
    path: 'wallet import',
    summary: 'take over a key or a keystore file',
    description: `Takes over a private key from a file or a file descriptor (32 bytes in hexadecimal), or a keystore file of another program.
The key is never given on the command line. A keystore file is kept as it is, after its password has opened it.`,
    arguments: [name],
    options: [
      {
        flags: '--key-file <file>',
        description: 'a file with the private key, which only its owner may read',
        completes: 'file',
      },
      { flags: '--key-fd <number>', description: 'an open file descriptor with the private key' },
      { flags: '--keystore <file>', description: 'a keystore file (version 3)', completes: 'file' },
      costOption,
      ...passwordOptions,
    ],
    examples: [
      ['wallet import bob --keystore UTC--2026-01-01--bob.json', 'from another program'],
      ['wallet import bob --key-fd 3 3< <(pass show bob)', 'from a password manager'],
    ],
    load: async () => (await import('./create.ts')).importKey,
  },
  {
    path: 'wallet list',
    summary: 'list the wallets of this home',
    examples: [['wallet list', 'names and addresses']],
    load: async () => (await import('./show.ts')).list,
  },
  {
    path: 'wallet show',
    summary: 'show a wallet’s address, without its password',
    arguments: [name],
    examples: [
      ['wallet show alice', 'address and file'],
      ['wallet show alice --quiet', 'the address alone'],
    ],
    load: async () => (await import('./show.ts')).show,
  },
];

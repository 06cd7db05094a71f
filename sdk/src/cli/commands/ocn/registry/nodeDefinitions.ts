import type { CommandDefinition } from '../../../framework/command.ts';
import { chainOptions } from '../../shared/options.ts';
import { hostOptions, listOptions, who, writeOptions } from './options.ts';

const operator = who('<operator>', 'whose node it is, or whom it serves');

/** Nodes in the registry, and the registry itself. */
export const nodeCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn node show',
    summary: 'show an operator’s node, or the one that serves a party',
    arguments: [operator],
    options: chainOptions,
    examples: [
      ['ocn node show DE/ABC', 'whose node serves this party'],
      ['ocn node show 0x70997970C51812dc3A010C7d01b50e0d17dc79C8', 'an operator’s own'],
    ],
    load: async () => (await import('./nodes.ts')).show,
  },
  {
    path: 'ocn node list',
    summary: 'list the nodes of the registry, the newest first',
    options: listOptions,
    examples: [
      ['ocn node list', 'a page of them'],
      ['ocn node list --limit 1000 --json', 'for programs'],
    ],
    load: async () => (await import('./nodes.ts')).list,
  },
  {
    path: 'ocn node check',
    summary: 'prove that an operator has the host of its node',
    description: `Fetches /.well-known/ocn-node.json from the host that the registry names, and checks that the operator’s message key has signed it for
this registry, this operator, this URL and this time. The exit code is 4 if it does not prove that, and 5 if there is no document.`,
    arguments: [operator],
    options: [...hostOptions, ...chainOptions],
    examples: [['ocn node check DE/ABC', 'does the node of this party prove itself?']],
    load: async () => (await import('./nodes.ts')).check,
  },
  {
    path: 'ocn node set',
    summary: 'enter a node into the registry, or change its URL or key',
    description: `Says under which URL an operator’s node is, and which key signs its messages. The host is asked first, and what does not fit yet is told,
but keeps nobody from setting it.`,
    arguments: [{ name: '<url>', description: 'where the node is: https, without query' }],
    options: [
      {
        flags: '--key <signer>',
        description:
          'what signs the node’s messages: an address, a wallet’s or a signer’s name, 0x signer bytes; without it, the operator',
      },
      { flags: '--unchecked', description: 'do not ask the host' },
      ...hostOptions,
      ...writeOptions,
    ],
    examples: [
      ['ocn node set https://ocn.example.com --wallet operator', 'messages are signed by the wallet'],
      ['ocn node set https://ocn.example.com --key node-key --wallet operator', 'by a key of its own'],
      ['ocn node set https://ocn.example.com --signer vault --wallet payer', 'owned by one key, paid by another'],
    ],
    load: async () => (await import('./nodes.ts')).set,
  },
  {
    path: 'ocn node delete',
    summary: 'take a node out of the registry',
    description: 'Its parties stay, and nobody reaches them until another operator has accepted them.',
    options: writeOptions,
    examples: [
      ['ocn node delete --wallet operator', 'after a question'],
      ['ocn node delete --wallet operator --sign-only --out delete.json', 'for somebody else to send'],
    ],
    load: async () => (await import('./nodes.ts')).remove,
  },
];

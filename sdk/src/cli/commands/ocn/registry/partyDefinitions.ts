import type { CommandDefinition } from '../../../framework/command.ts';
import { chainOptions, ipfsOptions } from '../../shared/options.ts';
import { listOptions, receiverOption, roleOption, senderOption, who, writeOptions } from './options.ts';

const signer = 'an address, a wallet’s or a signer’s name, 0x signer bytes, or quorum:NAME';

/** Parties in the registry. */
export const partyCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn party show',
    summary: 'show a party: its roles and modules, who serves it, and whether it holds its id',
    arguments: [who('<party>', 'the party')],
    options: chainOptions,
    examples: [['ocn party show DE/ABC', 'by its id']],
    load: async () => (await import('./parties.ts')).show,
  },
  {
    path: 'ocn party list',
    summary: 'list the parties that hold their ids, the newest id first',
    options: listOptions,
    examples: [
      ['ocn party list', 'a page of them'],
      ['ocn party list --from DE/ABC', 'the next page'],
    ],
    load: async () => (await import('./parties.ts')).list,
  },
  {
    path: 'ocn party set',
    summary: 'enter a party into the registry',
    description: `Takes an OCPI id and says whose node serves it. In a registry with anchors the id comes with a certificate that names the id and the owner,
and that enough anchors have endorsed: what is missing is said before anything is sent. A party that is there keeps its operator; it moves with
gridseal ocn party offer and accept.`,
    arguments: [{ name: '<id>', description: 'its OCPI id: country and party, such as DE/ABC' }],
    options: [
      roleOption,
      senderOption,
      receiverOption,
      { flags: '--operator <signer>', description: `whose node serves it: ${signer}`, required: true },
      {
        flags: '--certificate <certificate>',
        description:
          'in a registry with anchors: the certificate of the kind party, an id of this home or of IPFS, or a file',
      },
      ...writeOptions,
      ...ipfsOptions,
    ],
    examples: [
      [
        'ocn party set DE/ABC --role CPO --sender locations --sender sessions --receiver commands --operator node-one --wallet abc',
        'in an open registry',
      ],
      [
        'ocn party set DE/ABC --role CPO --sender locations --operator node-one --certificate abc.json --wallet abc',
        'in one with anchors',
      ],
      [
        'ocn party set DE/ABC --role EMSP --sender tokens --operator node-one --owner quorum:board --sign-only --out abc-set.json',
        'owned by a quorum, which approves the file',
      ],
    ],
    load: async () => (await import('./parties.ts')).set,
  },
  {
    path: 'ocn party update',
    summary: 'change the roles and modules of a party',
    description: 'What is not given stays as it is; the word none leaves a side without modules.',
    options: [roleOption, senderOption, receiverOption, ...writeOptions],
    examples: [
      ['ocn party update --role CPO --role EMSP --wallet abc', 'other roles, the same modules'],
      ['ocn party update --receiver none --wallet abc', 'it receives nothing any more'],
    ],
    load: async () => (await import('./parties.ts')).update,
  },
  {
    path: 'ocn party offer',
    summary: 'offer a party to another operator, whose node serves it once the operator has accepted',
    arguments: [{ name: '[operator]', description: `the other operator: ${signer}` }],
    options: [{ flags: '--withdraw', description: 'take the offer back' }, ...writeOptions],
    examples: [
      ['ocn party offer 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --wallet abc', 'until then the old one serves it'],
      ['ocn party offer --withdraw --wallet abc', 'take it back'],
    ],
    load: async () => (await import('./parties.ts')).offer,
  },
  {
    path: 'ocn party accept',
    summary: 'accept a party that has offered itself: from then on this operator’s node serves it',
    arguments: [who('<party>', 'the party')],
    options: writeOptions,
    examples: [['ocn party accept DE/ABC --wallet operator', 'as the new operator']],
    load: async () => (await import('./parties.ts')).accept,
  },
  {
    path: 'ocn party delete',
    summary: 'take a party out of the registry',
    options: writeOptions,
    examples: [['ocn party delete --wallet abc', 'after a question']],
    load: async () => (await import('./parties.ts')).remove,
  },
];

import { roles } from '../../../../protocol/ocpi/index.ts';
import type { CommandDefinition } from '../../../framework/command.ts';
import { passwordOptions } from '../../../framework/passwordOptions.ts';
import { chainOptions } from '../../shared/options.ts';
import { officeArgument, partyWalletOptions, placeOptions, tokenOption } from './options.ts';

export const officeCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn register',
    summary: 'register a small back office with a node, by the token of its operator',
    description: `Listens while the node calls back, exchanges credentials, and keeps the connection in this home under a name, in a file that only you may read. From then on
gridseal ocn send and gridseal ocn listen speak for the party.`,
    arguments: [{ name: '<office>', description: 'what it is to be called in this home' }],
    options: [
      { flags: '--party <id>', description: 'the party: a country and an id, such as DE/GSL', required: true },
      { flags: '--role <role>', description: 'what the party is', values: roles, preset: 'EMSP' },
      { flags: '--business <text>', description: 'what people call it' },
      ...placeOptions,
      { ...tokenOption, required: true },
      ...partyWalletOptions,
    ],
    examples: [
      [
        'ocn register shop --party NL/EMP --role EMSP --node https://node.example --token registration.token',
        'the node signs for it',
      ],
      [
        'ocn register shop --party NL/EMP --node https://node.example --token - --wallet emp --network eip155:31337:0xd47f0a977bf10d1a201c43650308ac8a9b2fde75',
        'signs itself; the token comes from stdin',
      ],
    ],
    load: async () => (await import('./register.ts')).register,
  },
  {
    path: 'ocn credentials list',
    summary: 'list the back offices of this home',
    examples: [['ocn credentials list', 'name, party, node, state']],
    load: async () => (await import('./register.ts')).list,
  },
  {
    path: 'ocn credentials show',
    summary: 'show how things are between a back office and its node, without tokens',
    arguments: [officeArgument],
    examples: [['ocn credentials show shop', 'version, parties and modules of the node']],
    load: async () => (await import('./register.ts')).show,
  },
  {
    path: 'ocn credentials rotate',
    summary: 'change the tokens of both directions',
    arguments: [officeArgument],
    options: passwordOptions,
    examples: [['ocn credentials rotate shop', 'the old tokens are dead from then on']],
    load: async () => (await import('./register.ts')).rotate,
  },
  {
    path: 'ocn credentials remove',
    summary: 'unregister a back office from its node, and forget it',
    arguments: [officeArgument],
    options: [{ flags: '--forget', description: 'forget it even if the node cannot be told' }],
    examples: [['ocn credentials remove shop --yes', 'without a question']],
    load: async () => (await import('./register.ts')).remove,
  },
  {
    path: 'ocn send',
    summary: 'send one request to a party, through the node, signed if the office has a wallet',
    description: `The path is a side, a module and what is below it, as OCPI has it. A command's response_url is filled in, and its result waited for: for that, the back office
listens where it was registered. The exit code is 7 if the other side refuses, 4 if its signature does not verify.`,
    arguments: [
      officeArgument,
      { name: '<method>', description: 'of the request', values: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
      { name: '<path>', description: 'such as sender/locations?limit=5' },
    ],
    options: [
      { flags: '--to <id>', description: 'the receiver, such as DE/GSL', required: true },
      { flags: '--body <file>', description: 'JSON; - is stdin', completes: 'file' },
      {
        flags: '--without-result',
        description: 'do not wait for the result of a command: gridseal ocn listen is running',
      },
      ...passwordOptions,
      ...chainOptions,
    ],
    examples: [
      ['ocn send shop GET "sender/locations?limit=5" --to DE/GSL', 'asks for locations'],
      [
        'ocn send shop POST receiver/commands/START_SESSION --to DE/GSL --body start.json',
        'starts a session, and waits for the result',
      ],
    ],
    load: async () => (await import('./send.ts')).send,
  },
  {
    path: 'ocn listen',
    summary: 'show what arrives for a party, with a verdict on each signature',
    description: `Runs as the back office, keeps what is pushed in memory, and says of each request who sent it, what was answered, and whether its signature verifies.
With a chain configured, the node registry says who may sign. Runs until SIGTERM (status 0) or Ctrl-C (status 130).`,
    arguments: [officeArgument],
    options: [{ flags: '--bodies', description: 'show the bodies, too' }, ...passwordOptions, ...chainOptions],
    examples: [
      ['ocn listen shop --bodies', 'for people'],
      ['ocn listen shop --json', 'one object a line'],
    ],
    load: async () => (await import('./listen.ts')).listen,
  },
];

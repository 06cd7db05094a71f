import type { CommandDefinition, OptionDefinition } from '../../../framework/command.ts';
import { partyWalletOptions, placeOptions, tokenOption } from '../office/options.ts';

const common: readonly OptionDefinition[] = [
  { flags: '--party <id>', description: 'who it is: a country and a party, such as DE/GSL', required: true },
  { flags: '--business <text>', description: 'what people call it' },
  ...placeOptions,
  tokenOption,
  {
    flags: '--invite <file>',
    description:
      'with no node between: write a token for the other side here, and wait for it to register; --node is the other side',
    completes: 'file',
  },
  { flags: '--partner <id>', description: 'a party that is told everything from the beginning', many: true },
  { flags: '--seed <number>', description: 'the same number, the same places, cars and tokens', preset: '1' },
];

export const mockCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn mock cpo',
    summary: 'run a charge point operator that is not real, on a network that is',
    description: `Registers with a node by a token of its operator, and has locations, tariffs and charge points at which cars charge as cars do: sessions with
updates, EVSE status, CDRs that cost what their tariffs say, reservations, all commands. Whoever asks for locations is told of changes from then on.
Runs until SIGTERM (status 0) or Ctrl-C (status 130); then it sends what waits, and unregisters. Says what happens in lines; with --json, each is an object.`,
    options: [
      ...common,
      { flags: '--locations <number>', description: 'how many locations', preset: '10' },
      { flags: '--speed <number>', description: 'how many seconds pass at the charge points in one', preset: '1' },
      {
        flags: '--visits <number>',
        description: 'how many cars come by themselves in an hour there, with tokens that were sent to it',
        preset: '0',
      },
      ...partyWalletOptions,
    ],
    examples: [
      ['ocn mock cpo --party DE/GSL --node https://node.example --token cpo.token', 'on a node'],
      [
        'ocn mock cpo --party DE/GSL --node http://127.0.0.1:8086 --invite a.token --speed 60',
        'with an EMSP and no node between',
      ],
    ],
    load: async () => (await import('./mock.ts')).mockCpo,
  },
  {
    path: 'ocn mock emsp',
    summary: 'run an e-mobility provider that is not real, on a network that is',
    description: `Registers with a node by a token of its operator. Answers for its tokens (allowed, blocked, expired, without credit), receives everything,
says of each CDR whether it costs what its tariff says, asks its partners for their locations and tariffs, sends them its tokens, and charges at them.
Runs until SIGTERM (status 0) or Ctrl-C (status 130); then it unregisters.`,
    options: [
      ...common,
      { flags: '--tokens <number>', description: 'how many tokens', preset: '20' },
      { flags: '--sessions <number>', description: 'how many sessions it starts by command', preset: '0' },
      { flags: '--every <duration>', description: 'the time between those', preset: '1m' },
      ...partyWalletOptions,
    ],
    examples: [
      ['ocn mock emsp --party NL/EMP --node https://node.example --token emsp.token', 'waits for what comes'],
      [
        'ocn mock emsp --party NL/EMP --node https://node.example --token - --partner DE/GSL --sessions 3',
        'charges three times',
      ],
    ],
    load: async () => (await import('./mock.ts')).mockEmsp,
  },
];

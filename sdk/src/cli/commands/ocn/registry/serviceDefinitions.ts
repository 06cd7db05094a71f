import type { CommandDefinition } from '../../../framework/command.ts';
import { chainOptions, walletOptions } from '../../shared/options.ts';
import { listOptions, permissionOption, who, writeOptions } from './options.ts';

const provider = who('<provider>', 'who provides the service');

/** Services, and what parties let them see. */
export const serviceAndAgreementCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn service show',
    summary: 'show a provider’s service and the permissions that it asks for',
    arguments: [provider],
    options: chainOptions,
    examples: [['ocn service show DE/SVC', 'by the id of the provider’s party']],
    load: async () => (await import('./services.ts')).show,
  },
  {
    path: 'ocn service list',
    summary: 'list the services of the registry, the newest first',
    options: listOptions,
    examples: [['ocn service list', 'a page of them']],
    load: async () => (await import('./services.ts')).list,
  },
  {
    path: 'ocn service set',
    summary: 'enter a service into the registry, or change it',
    description: `Says what a service asks for. Whoever provides one is a party. Agreements that were made hold only while they cover it: whoever asks for more has to be agreed with again.`,
    options: [
      { flags: '--name <name>', description: 'what it is called', required: true },
      { flags: '--url <url>', description: 'where people read about it', required: true },
      { ...permissionOption, required: true },
      ...writeOptions,
    ],
    examples: [
      [
        'ocn service set --name Statistics --url https://statistics.example.com --permission FORWARD_MODULE_CDRS_SENDER --wallet provider',
        'sees the CDRs that parties send',
      ],
    ],
    load: async () => (await import('./services.ts')).set,
  },
  {
    path: 'ocn service delete',
    summary: 'take a service out of the registry; nobody forwards to it any more',
    options: writeOptions,
    examples: [['ocn service delete --wallet provider', 'after a question']],
    load: async () => (await import('./services.ts')).remove,
  },
  {
    path: 'ocn agreement list',
    summary: 'list the services that a party has agreements with, and what they get to see',
    arguments: [who('[party]', 'the party; without it, the wallet’s')],
    options: [...listOptions, ...walletOptions.slice(0, 1)],
    examples: [
      ['ocn agreement list DE/ABC', 'by its id'],
      ['ocn agreement list --wallet abc', 'one’s own'],
    ],
    load: async () => (await import('./services.ts')).agreements,
  },
  {
    path: 'ocn agreement create',
    summary: 'agree with a service: it gets to see what it asks for',
    description: `Shows what the service asks for now, and agrees to just that. If it asks for more by the time the agreement reaches the chain, or later,
there is no agreement. With --permission, it has to ask for these and nothing else.`,
    arguments: [provider],
    options: [permissionOption, ...writeOptions],
    examples: [
      ['ocn agreement create DE/SVC --wallet abc', 'after a look at what it asks for'],
      ['ocn agreement create DE/SVC --permission FORWARD_MODULE_CDRS_SENDER --wallet abc --yes', 'without one'],
    ],
    load: async () => (await import('./services.ts')).agree,
  },
  {
    path: 'ocn agreement revoke',
    summary: 'end the agreement with a service',
    arguments: [provider],
    options: writeOptions,
    examples: [['ocn agreement revoke DE/SVC --wallet abc', 'after a question']],
    load: async () => (await import('./services.ts')).revoke,
  },
];

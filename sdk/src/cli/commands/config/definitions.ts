import type { CommandDefinition } from '../../framework/command.ts';
import { settingKeys } from '../../framework/settings.ts';

const key = { name: '<key>', description: 'a setting, for example chain.rpcUrls', values: settingKeys };

export const configCommands: readonly CommandDefinition[] = [
  {
    path: 'config show',
    summary: 'show the settings of the configuration file',
    options: [{ flags: '--all', description: 'also those that are not set, with their meaning' }],
    examples: [
      ['config show', 'what is set'],
      ['config show --all', 'every setting there is'],
    ],
    load: async () => (await import('./show.ts')).show,
  },
  {
    path: 'config get',
    summary: 'print one setting',
    arguments: [key],
    examples: [['config get chain.rpcUrls', 'the endpoints, one a line']],
    load: async () => (await import('./show.ts')).get,
  },
  {
    path: 'config set',
    summary: 'change one setting',
    description:
      'Changes one setting. A list takes several values. The file is checked as a whole and then replaced as a whole.',
    arguments: [key, { name: '[values...]', description: 'the value, or the values of a list' }],
    options: [{ flags: '--unset', description: 'take the setting out of the file' }],
    examples: [
      ['config set chain.rpcUrls http://127.0.0.1:8545 http://127.0.0.1:8546', 'two endpoints that have to agree'],
      ['config set defaults.wallet alice', 'the wallet that signs'],
      ['config set chain.finality --unset', 'back to the default'],
    ],
    load: async () => (await import('./set.ts')).set,
  },
  {
    path: 'config path',
    summary: 'print where the configuration file is',
    examples: [['config path', 'whether it exists or not']],
    load: async () => (await import('./show.ts')).where,
  },
  {
    path: 'config check',
    summary: 'check the configuration file',
    description: 'Checks the configuration file. The exit code is 9 if it is not as it has to be.',
    examples: [['config check', 'says what is wrong, and where']],
    load: async () => (await import('./show.ts')).check,
  },
];

import type { OptionDefinition } from './command.ts';

const group = 'Global options:';

/** What every command understands. */
export const globalOptions: readonly OptionDefinition[] = [
  {
    flags: '--home <folder>',
    description: 'folder of wallets, certificates and settings; without it, .gridseal in your home',
    group,
    variable: 'GRIDSEAL_HOME',
    completes: 'directory',
  },
  {
    flags: '--config <file>',
    description: 'configuration file; without it, config.json in the home folder',
    group,
    variable: 'GRIDSEAL_CONFIG',
    completes: 'file',
  },
  {
    flags: '--json',
    description: 'one JSON document on stdout; errors as JSON on stderr',
    group,
    variable: 'GRIDSEAL_JSON',
  },
  { flags: '--quiet', description: 'the bare result alone: an id, an address', group, variable: 'GRIDSEAL_QUIET' },
  { flags: '--no-color', description: 'no colours (also NO_COLOR)', group },
  { flags: '--yes', description: 'answer questions with yes', group, variable: 'GRIDSEAL_YES' },
];

import type { OptionDefinition } from './command.ts';

const group = 'Password options:';

/** How a password comes in: never as a value on the command line, where other users and the shell's history see it. */
export const passwordOptions: readonly OptionDefinition[] = [
  {
    flags: '--password-file <file>',
    description: 'read the password from a file that only its owner may read',
    group,
    variable: 'GRIDSEAL_PASSWORD_FILE',
    completes: 'file',
  },
  { flags: '--password-fd <number>', description: 'read the password from an open file descriptor', group },
];

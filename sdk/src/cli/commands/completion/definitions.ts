import type { CommandDefinition } from '../../framework/command.ts';

export const completionCommands: readonly CommandDefinition[] = [
  {
    path: 'completion',
    summary: 'print a script that completes commands in a shell',
    arguments: [{ name: '<shell>', description: 'the shell', values: ['bash', 'zsh', 'fish'] }],
    examples: [
      ['completion bash > /etc/bash_completion.d/gridseal', 'for everybody on this machine'],
      ['completion zsh > ~/.zfunc/_gridseal', 'for zsh'],
      ['completion fish > ~/.config/fish/completions/gridseal.fish', 'for fish'],
    ],
    load: async () => (await import('./completion.ts')).completion,
  },
  {
    path: 'version',
    summary: 'print the version',
    examples: [['version', 'the version of this command and of Node']],
    load: async () => (await import('./version.ts')).version,
  },
];

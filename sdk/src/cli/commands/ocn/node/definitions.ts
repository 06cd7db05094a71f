import type { CommandDefinition } from '../../../framework/command.ts';
import { passwordOptions } from '../../../framework/passwordOptions.ts';

/** Running a node. */
export const nodeRunCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn node run',
    summary: 'run a node: carry messages between platforms and other nodes',
    description: `Runs until SIGTERM (status 0) or Ctrl-C (status 130), writing one JSON line of log for each request to stdout. A signal lets what is
under way finish; a second one ends the process at once. How the node is set up is in node.json (docs/guides/ocn-node.md); its wallet or message key is in
the home folder. Several processes with one PostgreSQL may serve one node.`,
    options: [
      {
        flags: '--node <file>',
        description: 'how the node is set up; files that it names are found from its folder',
        variable: 'GRIDSEAL_OCN_NODE',
        preset: 'node.json',
        completes: 'file',
      },
      { flags: '--check', description: 'read the configuration and open the key, and start nothing' },
      ...passwordOptions,
    ],
    examples: [
      ['ocn node run --node /etc/gridseal/node.json', 'as systemd starts it'],
      ['ocn node run --check', 'is node.json right?'],
    ],
    load: async () => {
      (await import('./steadyHeap.ts')).steadyHeap();
      return (await import('./run.ts')).runNode;
    },
  },
];

import type { CommandDefinition } from '../../framework/command.ts';
import { chainOptions } from '../shared/options.ts';

export const chainCommands: readonly CommandDefinition[] = [
  {
    path: 'chain status',
    summary: 'show the chain as the endpoints see it: head, time, contracts',
    description: `Asks every endpoint by itself and then all together: their heads, whether they agree, how far block time is from this
machine's clock, and whether the contracts are there.`,
    options: chainOptions,
    examples: [['chain status --rpc-url http://127.0.0.1:8545 --chain-id 31337', 'a local chain']],
    load: async () => (await import('./status.ts')).status,
  },
];

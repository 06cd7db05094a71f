import type { CommandDefinition } from '../../framework/command.ts';
import { inspectCommands } from './inspect/definitions.ts';
import { mockCommands } from './mock/definitions.ts';
import { nodeRunCommands } from './node/definitions.ts';
import { officeCommands } from './office/definitions.ts';
import { nodeRegistryCommands } from './registry/definitions.ts';

/** Everything of the Open Charging Network; each part keeps its commands in a folder of its own. */
export const ocnCommands: readonly CommandDefinition[] = [
  ...nodeRunCommands,
  ...nodeRegistryCommands,
  ...officeCommands,
  ...inspectCommands,
  ...mockCommands,
];

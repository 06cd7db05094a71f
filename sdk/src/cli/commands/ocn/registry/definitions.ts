import type { CommandDefinition } from '../../../framework/command.ts';
import { nodeCommands } from './nodeDefinitions.ts';
import { partyCommands } from './partyDefinitions.ts';
import { registryCommands } from './registryDefinitions.ts';
import { serviceAndAgreementCommands } from './serviceDefinitions.ts';

/** Everything about the node registry. */
export const nodeRegistryCommands: readonly CommandDefinition[] = [
  ...nodeCommands,
  ...partyCommands,
  ...serviceAndAgreementCommands,
  ...registryCommands,
];

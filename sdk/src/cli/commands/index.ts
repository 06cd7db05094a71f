import type { CommandDefinition, NounDefinition } from '../framework/command.ts';
import { completionCommands } from './completion/definitions.ts';
import { configCommands } from './config/definitions.ts';

/** The nouns, in the order in which help shows them. */
export const nouns: readonly NounDefinition[] = [{ noun: 'config', summary: 'read and change the settings' }];

/** Every command there is: help, completion and docs/cli.md are made from this list. */
export const commands: readonly CommandDefinition[] = [...configCommands, ...completionCommands];

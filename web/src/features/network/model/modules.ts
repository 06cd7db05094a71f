import type { InterfaceRole, ModuleId } from '@gridseal/sdk/protocol/ocpi';

/** The modules that a registry knows, in the order in which a charge happens. */
export const registryModules = [
  'locations',
  'tariffs',
  'tokens',
  'commands',
  'sessions',
  'chargingprofiles',
  'cdrs',
] as const satisfies readonly ModuleId[];
export type RegistryModule = (typeof registryModules)[number];

/** How modules are written where there is little room. */
export const moduleShort: Readonly<Record<RegistryModule, string>> = {
  locations: 'LOC',
  tariffs: 'TRF',
  tokens: 'TOK',
  commands: 'CMD',
  sessions: 'SES',
  chargingprofiles: 'CHP',
  cdrs: 'CDR',
};

/** The sides of a module that a party has. */
export interface Sides {
  readonly sender: boolean;
  readonly receiver: boolean;
}

export type Modules = Readonly<Record<InterfaceRole, readonly ModuleId[]>>;

export function sidesOf(modules: Modules, module: ModuleId): Sides {
  return { sender: modules.SENDER.includes(module), receiver: modules.RECEIVER.includes(module) };
}

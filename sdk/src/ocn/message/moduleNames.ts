import { DecodeError } from '../../errors/index.ts';
import type { ModuleId } from '../../protocol/ocpi/index.ts';

/** As the original network writes modules between nodes. */
const names = {
  cdrs: 'CDRS',
  chargingprofiles: 'CHARGING_PROFILES',
  commands: 'COMMANDS',
  credentials: 'CREDENTIALS',
  hubclientinfo: 'HUB_CLIENT_INFO',
  locations: 'LOCATIONS',
  sessions: 'SESSIONS',
  tariffs: 'TARIFFS',
  tokens: 'TOKENS',
} as const satisfies Record<ModuleId, string>;

/** What it writes for a module of the parties' own, whose name is in `custom_module_id` then. */
export const CUSTOM = 'CUSTOM';

const modules = new Map<string, ModuleId>(
  (Object.keys(names) as ModuleId[]).flatMap((id) => [
    [id, id],
    [names[id], id],
    [id.toUpperCase(), id],
  ]),
);

export function moduleName(id: ModuleId): string {
  return names[id];
}

/** @throws {DecodeError} for what is no module of OCPI. */
export function moduleOf(name: unknown, field: string): ModuleId {
  const found = typeof name === 'string' ? modules.get(name) : undefined;
  if (found === undefined) throw new DecodeError('is not a module', { field });
  return found;
}

export const isModuleId = (text: string): text is ModuleId => Object.hasOwn(names, text);

/** The name of a custom module: what can stand in a URL between two slashes, and is no module of OCPI. */
export function readCustomModule(value: unknown, field: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value) || isModuleId(value)) {
    throw new DecodeError('is not the name of a custom module', { field });
  }
  return value;
}

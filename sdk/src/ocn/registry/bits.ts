import { ArgumentError, DecodeError } from '../../errors/index.ts';
import type { InterfaceRole, ModuleId, Role } from '../../protocol/ocpi/index.ts';

/** Bit n of a party's roles is the n-th of these. */
export const registryRoles = ['CPO', 'EMSP', 'HUB', 'NAP', 'NSP', 'OTHER', 'SCSP'] as const satisfies readonly Role[];

/** Bit n of a party's modules is the n-th of these; the modules between platform and node are of no party. */
export const registryModules = [
  'cdrs',
  'chargingprofiles',
  'commands',
  'locations',
  'sessions',
  'tariffs',
  'tokens',
] as const satisfies readonly ModuleId[];
export type RegistryModule = (typeof registryModules)[number];

/** Bit n of a service's permissions is the n-th of these: what of a party's messages the service gets to see. */
export const permissions = [
  'FORWARD_ALL',
  'FORWARD_ALL_SENDER',
  'FORWARD_ALL_RECEIVER',
  'FORWARD_MODULE_LOCATIONS_SENDER',
  'FORWARD_MODULE_LOCATIONS_RECEIVER',
  'FORWARD_MODULE_SESSIONS_SENDER',
  'FORWARD_MODULE_SESSIONS_RECEIVER',
  'FORWARD_MODULE_CDRS_SENDER',
  'FORWARD_MODULE_CDRS_RECEIVER',
  'FORWARD_MODULE_TARIFFS_SENDER',
  'FORWARD_MODULE_TARIFFS_RECEIVER',
  'FORWARD_MODULE_TOKENS_SENDER',
  'FORWARD_MODULE_TOKENS_RECEIVER',
  'FORWARD_MODULE_COMMANDS_SENDER',
  'FORWARD_MODULE_COMMANDS_RECEIVER',
  'FORWARD_MODULE_CHARGINGPROFILES_SENDER',
  'FORWARD_MODULE_CHARGINGPROFILES_RECEIVER',
] as const;
export type Permission = (typeof permissions)[number];

/** A list of names, each of which has a bit. */
export interface Bits<Name extends string> {
  readonly names: readonly Name[];
  /** @throws {ArgumentError} for a name that has no bit. */
  readonly encode: (names: readonly string[]) => number;
  /** In the order of the bits. @throws {DecodeError} for a bit that stands for nothing. */
  readonly decode: (bits: number) => readonly Name[];
}

/** @example `RoleBits.encode(['EMSP', 'CPO']) // 0b11` */
export const RoleBits: Bits<Role> = bitsOf('roles', registryRoles);
/** @example `ModuleBits.decode(0b1001000) // ['locations', 'tokens']` */
export const ModuleBits: Bits<RegistryModule> = bitsOf('modules', registryModules);
/** @example `PermissionBits.encode(['FORWARD_ALL']) // 1` */
export const PermissionBits: Bits<Permission> = bitsOf('permissions', permissions);

/**
 * Whether permissions let a service see the messages of one side of a module.
 *
 * @param bits As the registry has them.
 * @param module A custom module is seen with the permissions for all alone.
 * @example `permits(bits, { module: 'cdrs', role: 'SENDER' })`
 */
export function permits(bits: number, what: { readonly module: string; readonly role: InterfaceRole }): boolean {
  const one = `FORWARD_MODULE_${what.module.toUpperCase()}_${what.role}`;
  return ['FORWARD_ALL', `FORWARD_ALL_${what.role}`, one].some((name) => {
    const n = permissions.indexOf(name as Permission);
    return n >= 0 && ((bits >>> n) & 1) === 1;
  });
}

function bitsOf<const Name extends string>(field: string, names: readonly Name[]): Bits<Name> {
  return {
    names,
    encode: (given) =>
      given.reduce((bits, name) => {
        const n = names.indexOf(name as Name);
        if (n < 0) throw new ArgumentError(`has a name that is not ${names.join(', ')}`, { field });
        return bits | (1 << n);
      }, 0),
    decode: (bits) => {
      if (!Number.isInteger(bits) || bits < 0 || bits >= 2 ** names.length) {
        throw new DecodeError('has bits that stand for nothing', { field });
      }
      return names.filter((_, n) => ((bits >>> n) & 1) === 1);
    },
  };
}

import type { InterfaceRole, OcpiVersion, VersionDetails, VersionEndpoint } from '../../../protocol/ocpi/index.ts';
import type { BackOffice } from '../backOffice.ts';
import type { BridgeContext } from '../context.ts';

const modules = [
  'locations',
  'sessions',
  'cdrs',
  'tariffs',
  'tokens',
  'commands',
  'chargingprofiles',
  'hubclientinfo',
] as const;
/** Who sends commands and charging profiles, and so has to be reached with their results. */
const askers = { commands: ['EMSP', 'NSP', 'OTHER'], chargingprofiles: ['SCSP', 'EMSP', 'OTHER'] } as const;

/** Where we have one side of a module. */
export function ourModuleUrl(
  context: BridgeContext,
  version: OcpiVersion,
  module: string,
  role: InterfaceRole,
): string {
  return `${context.url}/${role.toLowerCase()}/${version}/${module}`;
}

/** Whether one side of a module is answered at all. */
export function hasModule({ data, roles }: BridgeContext, module: string, role: InterfaceRole): boolean {
  const side = role === 'SENDER' ? 'sender' : 'receiver';
  if (module === 'commands' || module === 'chargingprofiles') {
    const asks: readonly string[] = askers[module];
    if (role === 'SENDER' && roles.some((one) => asks.includes(one.role))) return true;
  }
  const known = modules.find((one) => one === module);
  const found = known ? data[known] : customModules(data)[module];
  return found?.[side] !== undefined;
}

function customModules(data: BackOffice): NonNullable<BackOffice['custom']> {
  return data.custom ?? {};
}

/** What we have in a version: what the back office implements, and nothing else. */
export function ourVersionDetails(context: BridgeContext, version: OcpiVersion): VersionDetails {
  const credentials: VersionEndpoint = {
    identifier: 'credentials',
    role: 'RECEIVER',
    url: `${context.url}/${version}/credentials`,
  };
  const sides = [...modules, ...Object.keys(customModules(context.data))].flatMap((identifier) =>
    (['SENDER', 'RECEIVER'] as const).flatMap((role): VersionEndpoint[] => {
      if (!hasModule(context, identifier, role)) return [];
      return [{ identifier, role, url: ourModuleUrl(context, version, identifier, role) }];
    }),
  );
  return { version, endpoints: [credentials, ...sides] };
}

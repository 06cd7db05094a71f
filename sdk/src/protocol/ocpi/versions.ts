import { z } from 'zod';
import { id, some, url } from './fields.ts';

/** The versions that there were when 2.2.1-d2 was written. @see OCPI 2.2.1-d2, "Versions", VersionNumber */
export const versionNumbers = ['2.0', '2.1', '2.1.1', '2.2', '2.2.1'] as const;
/** @see OCPI 2.2.1-d2, "Versions", InterfaceRole */
export const interfaceRoles = ['SENDER', 'RECEIVER'] as const;
/** Who owns the data (sender), or gets it (receiver). */
export type InterfaceRole = (typeof interfaceRoles)[number];

/** @see OCPI 2.2.1-d2, "Versions", ModuleID */
export const moduleIds = [
  'cdrs',
  'chargingprofiles',
  'commands',
  'credentials',
  'hubclientinfo',
  'locations',
  'sessions',
  'tariffs',
  'tokens',
] as const;
export type ModuleId = (typeof moduleIds)[number];

/** Between platforms, and so without routing headers. @see OCPI 2.2.1-d2, "Transport and format", Message Routing Headers */
export const configurationModules: readonly string[] = ['credentials', 'hubclientinfo', 'versions'];

/** One that we do not know is no reason to refuse the list. */
const versionNumber = id(16);

/** @see OCPI 2.2.1-d2, "Versions", Version */
export const versionSchema = z.looseObject({ version: versionNumber, url });
export type Version = z.infer<typeof versionSchema>;

/** The versions of a platform. */
export const versionListSchema = some(versionSchema, 100);

/** @see OCPI 2.2.1-d2, "Versions", Endpoint */
export const versionEndpointSchema = z.looseObject({
  /** A {@link ModuleId}, or a module of the parties' own. */
  identifier: id(64),
  role: z.enum(interfaceRoles),
  url,
});
export type VersionEndpoint = z.infer<typeof versionEndpointSchema>;

/** What a platform has in one version. @see OCPI 2.2.1-d2, "Versions", Version details endpoint */
export const versionDetailsSchema = z.looseObject({ version: versionNumber, endpoints: some(versionEndpointSchema) });
export type VersionDetails = z.infer<typeof versionDetailsSchema>;

/**
 * The first of our versions that the other platform has, too.
 *
 * @param preferred Ours, the best first.
 * @returns null if there is none: answer `unsupportedVersion`.
 * @example `chooseVersion(theirs, ['2.2.1', '2.2'])?.url`
 */
export function chooseVersion(versions: readonly Version[], preferred: readonly string[]): Version | null {
  for (const wanted of preferred) {
    const found = versions.find(({ version }) => version === wanted);
    if (found) return found;
  }
  return null;
}

/**
 * Where a module is. The role of the credentials module means nothing.
 *
 * @returns null if the platform has none: answer `noMatchingEndpoints` if it has to be there.
 * @example `findModule(details, 'locations', 'RECEIVER')?.url`
 */
export function findModule(details: VersionDetails, identifier: string, role: InterfaceRole): VersionEndpoint | null {
  const isFound = (one: VersionEndpoint) =>
    one.identifier === identifier && (identifier === 'credentials' || one.role === role);
  return details.endpoints.find(isFound) ?? null;
}

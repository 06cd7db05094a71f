import type { RolePolicy } from '@gridseal/sdk/certificate';

const word = /^[a-z][A-Za-z0-9]{0,63}$/;
const mostRoles = 64;

/**
 * A role policy as it was kept, or null. The SDK's decoder (`rolePolicyFromJson`) says what is wrong with one, where somebody edits it; this
 * one is small enough for the landing page, and makes sure that no policy with holes in it reaches the search.
 */
export function keptRolePolicy(value: unknown): RolePolicy | null {
  const { name, roles, anchorRole, requires } = record(value);
  const known = Object.keys(record(roles));
  const isKnown = (role: unknown) => typeof role === 'string' && known.includes(role);
  const isSound =
    isText(name) &&
    known.length > 0 &&
    known.length <= mostRoles &&
    known.every((role) => word.test(role) && isRole(record(roles)[role], isKnown)) &&
    isKnown(anchorRole) &&
    Object.values(record(requires)).every((needed) => isList(needed, isKnown, 16));
  return isSound ? (value as RolePolicy) : null;
}

function isRole(value: unknown, isKnown: (role: unknown) => boolean): boolean {
  const { title, certifies, creates } = record(value);
  return isText(title) && isList(certifies, isText, 32) && isList(creates, isKnown, 64);
}

const isText = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 100;

function isList(value: unknown, isEntry: (entry: unknown) => boolean, most: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isEntry);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

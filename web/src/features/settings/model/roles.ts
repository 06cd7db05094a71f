import type { Hex, Json } from '@gridseal/sdk/bytes';
import { ChargingWorld, type RolePolicy, rolePolicyFromJson } from '@gridseal/sdk/certificate';
import { DecodeError } from '@gridseal/sdk/errors';
import type { TrustSettings } from '../../../data/index.ts';

/** No policy is longer; it lies in localStorage. */
export const MAX_ROLES_TEXT = 65_536;

/** The policies that are known by name. */
export const builtIn: readonly RolePolicy[] = [ChargingWorld.chargingRolePolicy];

/** Which of the built-in ones a policy is; null if it is one of the user's own. */
export function builtInName(policy: RolePolicy): string | null {
  const text = JSON.stringify(policy);
  return builtIn.find((known) => JSON.stringify(known) === text)?.name ?? null;
}

/** A policy for people who edit it. */
export function policyText(policy: RolePolicy): string {
  return `${JSON.stringify(policy, null, 2)}\n`;
}

/**
 * @throws {DecodeError} naming the field; also for an own policy with the name of a built-in one, which the command line would take for that.
 * @throws {ArgumentError} if it speaks of roles that it does not define.
 */
export function readPolicy(text: string): RolePolicy {
  if (text.length > MAX_ROLES_TEXT) throw new DecodeError('is too long', { field: 'roles' });
  const policy = rolePolicyFromJson(parse(text) as Json);
  if (builtInName(policy) === null && builtIn.some(({ name }) => name === policy.name)) {
    throw new DecodeError('is the name of a built-in policy', { field: 'roles.name' });
  }
  return policy;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError('is not JSON', { field: 'roles', cause });
  }
}

/** Trust with another policy, or with none: anchors keep the roles that it has. */
export function withPolicy({ roles: _, ...trust }: TrustSettings, policy: RolePolicy | null): TrustSettings {
  const anchors = trust.anchors.map(({ roles = [], ...anchor }) => {
    const kept = roles.filter((role) => policy !== null && Object.hasOwn(policy.roles, role));
    return kept.length > 0 ? { ...anchor, roles: kept } : anchor;
  });
  return { ...trust, anchors, ...(policy ? { roles: policy } : {}) };
}

/** Trust in which an anchor has a role; without one it has the policy's own for anchors. */
export function withAnchorRole(trust: TrustSettings, quorum: Hex, role: string | null): TrustSettings {
  const anchors = trust.anchors.map((anchor) => {
    if (anchor.quorum !== quorum) return anchor;
    const { roles: _, ...others } = anchor;
    return role === null ? others : { ...others, roles: [role] };
  });
  return { ...trust, anchors };
}

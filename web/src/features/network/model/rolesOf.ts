import { type Role, roles } from '@gridseal/sdk/protocol/ocpi';

/** The roles that an event's bits stand for. */
export function rolesOf(bits: number): readonly Role[] {
  return roles.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

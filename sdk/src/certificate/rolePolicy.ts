import { z } from 'zod';
import type { Json } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { Schema } from '../quorum/index.ts';
import { type CertificateKind, certificateKinds } from './certificateWords.ts';

/** What holders of a role may endorse. */
export interface Role {
  /** The role in words: “metrology authority”. */
  readonly title: string;
  readonly certifies: readonly CertificateKind[];
  /** The roles that certificates which they endorse may claim. Words that are no roles of the policy may always be claimed. */
  readonly creates: readonly string[];
}

/**
 * A division of labour, on top of what certificates and anchors say by themselves (docs/spec/charging-world.md). An authority has
 * the role that its certificate claims, if whoever stands above it in the path may create that role; an authority without one
 * may endorse nothing.
 *
 * @example
 * ```ts
 * const roles: RolePolicy = {
 *   name: 'laboratory',
 *   roles: {
 *     board: { title: 'board', certifies: ['authority'], creates: ['tester'] },
 *     tester: { title: 'tester', certifies: ['device'], creates: [] },
 *   },
 *   anchorRole: 'board',
 *   requires: { device: ['tester'] },
 * };
 * await graph.verify(id, { anchors, at, roles });
 * ```
 */
export interface RolePolicy {
  readonly name: string;
  /** By the word that `subject.role` has. */
  readonly roles: Readonly<Record<string, Role>>;
  /** The role of anchors of which the verifier says none. */
  readonly anchorRole: string;
  /** For each kind the roles that have to endorse it, each by an endorser of its own, disjoint from the others. */
  readonly requires: Readonly<Partial<Record<CertificateKind, readonly string[]>>>;
}

/** A role policy as the search uses it. Maps: `constructor` is a role's word like any other. */
export interface RoleTable {
  readonly roles: ReadonlyMap<
    string,
    { readonly title: string; readonly certifies: ReadonlySet<CertificateKind>; readonly creates: ReadonlySet<string> }
  >;
  readonly anchorRole: string;
  readonly requires: ReadonlyMap<CertificateKind, readonly string[]>;
}

const word = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'is not a camelCase word of 1 to 64 letters and digits');
const kind = z.enum(certificateKinds);
const schema = z.strictObject({
  name: z.string().min(1).max(100),
  roles: z.record(
    word,
    z.strictObject({
      title: z.string().min(1).max(100),
      certifies: z.array(kind).max(32),
      creates: z.array(word).max(64),
    }),
  ),
  anchorRole: word,
  requires: z.partialRecord(kind, z.array(word).max(16)),
});

/**
 * Checks a role policy from outside.
 *
 * @throws {DecodeError} naming the field. @throws {ArgumentError} if it speaks of roles that it does not define.
 * @example `RolePolicy.fromJson(JSON.parse(text), '--roles')`
 */
export function rolePolicyFromJson(value: Json | object, field = 'roles'): RolePolicy {
  const policy = Schema.parse(schema, value, field) as RolePolicy;
  roleTable(policy, field);
  return policy;
}

/** @throws {ArgumentError} if the policy speaks of roles that it does not define, or asks for more than 16 endorsers. */
export function roleTable(policy: RolePolicy, field = 'roles'): RoleTable {
  const roles = new Map(
    Object.entries(policy.roles).map(([role, { title, certifies, creates }]) => [
      role,
      { title, certifies: new Set(certifies), creates: new Set(creates) },
    ]),
  );
  const known = (role: string, path: string) => {
    if (!roles.has(role)) throw new ArgumentError('is no role of the policy', { field: `${field}.${path}` });
  };
  known(policy.anchorRole, 'anchorRole');
  for (const [role, { creates }] of roles) for (const created of creates) known(created, `roles.${role}.creates`);
  const requires = new Map(Object.entries(policy.requires) as [CertificateKind, readonly string[]][]);
  for (const [of, needed] of requires) {
    for (const role of needed) known(role, `requires.${of}`);
    if (needed.length > 16)
      throw new ArgumentError('asks for more than 16 endorsers', { field: `${field}.requires.${of}` });
  }
  return { roles, anchorRole: policy.anchorRole, requires };
}

/** Whether holders of a role may endorse a certificate of this kind, with the role that it claims. */
export function roleCovers(
  table: RoleTable,
  role: string,
  child: { readonly kind: CertificateKind; readonly role: string | undefined },
): boolean {
  const rule = table.roles.get(role);
  if (!rule?.certifies.has(child.kind)) return false;
  return child.role === undefined || !table.roles.has(child.role) || rule.creates.has(child.role);
}

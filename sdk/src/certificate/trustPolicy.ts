import type { Hex } from '../bytes/index.ts';
import { ArgumentError } from '../errors/index.ts';
import { Schema } from '../quorum/index.ts';
import type { CertificateKind } from './certificateWords.ts';
import { type RolePolicy, type RoleTable, roleCovers } from './rolePolicy.ts';

/** A quorum that the verifier trusts by itself. What is said here is final: no certificate widens it. */
export interface Anchor {
  readonly quorum: Hex;
  /** The kinds that it may endorse; all if left out. */
  readonly certifies?: readonly CertificateKind[];
  /** How many authorities may follow it in a path; any number (up to 16) if left out. */
  readonly pathLength?: number;
  /** Its roles, with a role policy; the policy's `anchorRole` if left out. */
  readonly roles?: readonly string[];
  /** What its word weighs, 1 to 1,000; as `weights` says if left out. */
  readonly weight?: number;
}

/** From whom a verifier's trust starts, for which time, and how much work it is willing to do. */
export interface TrustPolicy {
  readonly anchors: readonly (Hex | Anchor)[];
  /** Seconds since 1970 for which certificates have to be valid: block time, where freshness matters. */
  readonly at: number;
  /** At least this many disjoint endorsers, whatever the certificate asks for. */
  readonly requiredEndorsements?: number;
  /** Who may endorse what by role, and which roles have to (docs/spec/charging-world.md). */
  readonly roles?: RolePolicy;
  /**
   * The weight that the certificate in question needs, besides its endorsers, 1 to 1,000: so many paths, counting a path as often as wanted, with no
   * quorum in more of them than it weighs. So quorums that weigh less together can do nothing.
   */
  readonly requiredWeight?: number;
  /** What quorums weigh, anchors and others, by id, 1 to 1,000. */
  readonly weights?: Readonly<Record<Hex, number>>;
  /** What every other quorum weighs; 1 if left out. */
  readonly defaultWeight?: number;
  /** Steps of the search before it gives up, which is a refusal; 200,000 if left out. */
  readonly maxSteps?: number;
  /** Certificates that one verification may load; 256 if left out. */
  readonly maxLoads?: number;
}

/** Who may endorse what: an anchor, or the subject of an authority certificate. */
export interface Mandate {
  readonly certifies: ReadonlySet<CertificateKind> | null;
  readonly pathLength: number;
  readonly roles: readonly string[];
}

/** An authority may stand at most this far from its anchor (docs/spec/certificate.md). */
export const MAX_AUTHORITIES = 16;
const MAX_WEIGHT = 1_000;

/** @throws {ArgumentError} naming the field. */
export function anchorsOf(policy: TrustPolicy, table: RoleTable | null): ReadonlyMap<Hex, Mandate> {
  if (!Number.isFinite(policy.at)) throw new ArgumentError('is not a number of seconds', { field: 'at' });
  const anchors = new Map<Hex, Mandate>();
  policy.anchors.forEach((entry, i) => {
    const anchor: Anchor = typeof entry === 'string' ? { quorum: entry } : entry;
    const { certifies, pathLength = Number.POSITIVE_INFINITY } = anchor;
    anchors.set(quorumId(anchor.quorum, `anchors[${i}]`), {
      certifies: certifies ? new Set(certifies) : null,
      pathLength,
      roles: rolesOfAnchor(anchor, table, `anchors[${i}].roles`),
    });
  });
  return anchors;
}

function quorumId(id: unknown, field: string): Hex {
  const quorum = String(id).toLowerCase() as Hex;
  if (!Schema.hex32.safeParse(quorum).success) throw new ArgumentError('is not the id of a quorum', { field });
  return quorum;
}

function rolesOfAnchor({ roles }: Anchor, table: RoleTable | null, field: string): readonly string[] {
  if (roles === undefined) return table ? [table.anchorRole] : [];
  // An anchor that is held to roles must not be taken for one that may do everything.
  if (!table) throw new ArgumentError('means nothing without a role policy', { field });
  for (const role of roles) if (!table.roles.has(role)) throw new ArgumentError('is no role of the policy', { field });
  return roles;
}

/**
 * What a quorum weighs.
 *
 * @throws {ArgumentError} naming the field.
 */
export function weightsOf(policy: TrustPolicy): (quorum: Hex) => number {
  const weights = new Map<Hex, number>();
  const add = (id: unknown, value: number, field: string) => weights.set(quorumId(id, field), weight(value, field));
  for (const [id, value] of Object.entries(policy.weights ?? {})) add(id, value, `weights.${id}`);
  policy.anchors.forEach((anchor, i) => {
    if (typeof anchor === 'string' || anchor.weight === undefined) return;
    add(anchor.quorum, anchor.weight, `anchors[${i}].weight`);
  });
  const others = weight(policy.defaultWeight ?? 1, 'defaultWeight');
  if (policy.requiredWeight !== undefined) weight(policy.requiredWeight, 'requiredWeight');
  return (quorum) => weights.get(quorum) ?? others;
}

function weight(value: number, field: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_WEIGHT) return value;
  throw new ArgumentError(`is not a whole number from 1 to ${MAX_WEIGHT}`, { field });
}

/** Whether a mandate covers a certificate: its kind, and what it claims to be. `as`, if given, is the role that has to do it. */
export function covers(
  mandate: Mandate,
  child: { readonly kind: CertificateKind; readonly role: string | undefined },
  table: RoleTable | null,
  as: string | null = null,
): boolean {
  if (mandate.certifies !== null && !mandate.certifies.has(child.kind)) return false;
  if (table === null) return true;
  return mandate.roles.some((role) => (as === null || role === as) && roleCovers(table, role, child));
}
